"""Every change to organisations, agreements, users and memberships."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from samspil.organisations.kinds import AgreementKind, AgreementRole, LegalForm, OrganisationKind, Role
from samspil.organisations.models import (
    Membership,
    Municipality,
    Office,
    OperatorAgreement,
    Organisation,
    User,
)
from samspil.platform.audit.actions import record

# In every action `by` is the user who does it, or None for the system itself (set-up, imports, sweeps).


@transaction.atomic
def create_organisation(
    *,
    by: User | None,
    code: str,
    name: str,
    kind: OrganisationKind,
    legal_form: LegalForm | None = None,
    parent: Organisation | None = None,
    cvr_number: str = "",
) -> Organisation:
    """Create an organisation."""
    organisation = Organisation(
        code=code, name=name, kind=kind, legal_form=legal_form or "", parent=parent, cvr_number=cvr_number
    )
    organisation.full_clean()
    organisation.save()
    record(by=by, action="create_organisation", row=organisation, kind=str(kind))
    return organisation


@transaction.atomic
def assign_to_hub(*, by: User | None, municipality: Municipality, hub: Organisation) -> Municipality:
    """Put a municipality into a house's area."""
    if hub.kind != OrganisationKind.HUB:
        raise ValueError(f"{hub.code} is a {hub.kind}; wanted a hub")
    municipality.hub = hub
    municipality.save()
    record(by=by, action="assign_to_hub", row=municipality, hub=hub.code)
    return municipality


@transaction.atomic
def open_office(
    *, by: User | None, organisation: Organisation, name: str, municipality: Municipality, address: str = ""
) -> Office:
    """Open an office of an organisation."""
    office = Office(organisation=organisation, name=name, municipality=municipality, address=address)
    office.full_clean()
    office.save()
    record(by=by, action="open_office", row=office)
    return office


@transaction.atomic
def agree_operator(
    *,
    by: User | None,
    organisation: Organisation,
    municipality: Municipality,
    legal_kind: AgreementKind,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    role: AgreementRole = AgreementRole.OPERATOR,
) -> OperatorAgreement:
    """Note what an organisation does for a municipality, and from when."""
    agreement = OperatorAgreement(
        organisation=organisation,
        municipality=municipality,
        role=role,
        legal_kind=legal_kind,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    agreement.full_clean()
    agreement.save()
    record(by=by, action="agree_operator", row=agreement, role=str(role))
    return agreement


@transaction.atomic
def create_user(
    *, by: User | None, email: str, name: str, password: str | None, language: str = "da"
) -> User:
    """Create a user; without a password the person must ask for one by e-mail.

    Raises ValidationError when the address is taken or malformed or the password too easy.
    """
    user = User(email=email.strip().lower(), name=name, language=language)
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    record(by=by, action="create_user", row=user)
    return user


@transaction.atomic
def choose_language(*, by: User, language: str) -> User:
    """Remember the language that a user wants the pages in."""
    by.language = language
    by.full_clean(exclude=["password"])
    by.save(update_fields=["language"])
    record(by=by, action="choose_language", row=by, language=language)
    return by


@transaction.atomic
def grant(
    *, by: User | None, user: User, organisation: Organisation, role: Role, office: Office | None = None
) -> Membership:
    """Make a user something in an organisation."""
    membership = Membership(user=user, organisation=organisation, role=role, office=office)
    membership.full_clean()
    membership.save()
    record(
        by=by, action="grant", row=membership, user=user.pk, organisation=organisation.code, role=str(role)
    )
    return membership


@transaction.atomic
def withdraw(*, by: User | None, membership: Membership) -> None:
    """Take a role away from a user."""
    record(
        by=by,
        action="withdraw",
        row=membership,
        user=membership.user_id,
        organisation=membership.organisation_id,
        role=membership.role,
    )
    membership.delete()
