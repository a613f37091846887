"""Every question about organisations, municipalities and memberships."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from samspil.organisations.kinds import AgreementRole, OrganisationKind, Role
from samspil.organisations.models import Membership, Municipality, OperatorAgreement, Organisation, User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def memberships_of(user: User) -> QuerySet[Membership]:
    """Return what the user is, and where, with organisation and office fetched."""
    return user.memberships.select_related("organisation", "office").order_by("organisation__name", "role")


def organisations_of(user: User) -> QuerySet[Organisation]:
    """Return the organisations that the user belongs to."""
    return Organisation.objects.filter(memberships__user=user).distinct()


def has_role(user: User | AnonymousUser, organisation: Organisation | int, roles: Iterable[Role]) -> bool:
    """Return whether the user has one of the roles in the organisation."""
    if not isinstance(user, User) or not user.is_active:
        return False
    key = organisation.pk if isinstance(organisation, Organisation) else organisation
    return user.memberships.filter(organisation_id=key, role__in=list(roles)).exists()


def hubs() -> QuerySet[Organisation]:
    """Return the houses."""
    return Organisation.objects.filter(kind=OrganisationKind.HUB)


def municipalities_of(hub: Organisation) -> QuerySet[Municipality]:
    """Return the municipalities in a house's area, by code."""
    return Municipality.objects.filter(hub=hub)


def operators_in(municipality: Municipality, *, on: dt.date) -> QuerySet[OperatorAgreement]:
    """Return who performs local business service in the municipality on a day."""
    return OperatorAgreement.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        municipality=municipality,
        role=AgreementRole.OPERATOR,
        valid_from__lte=on,
    ).select_related("organisation")


def is_empty() -> bool:
    """Return whether nobody has set the installation up yet."""
    return not User.objects.exists() and not Organisation.objects.exists()
