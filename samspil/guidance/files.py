"""Whose documents are read and changed by whom: a case's follow the case, a contact's the contact.

An organisation's own Word templates are used by its people and changed by its leaders.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from samspil.guidance.models import GuidanceCase, Interaction
from samspil.guidance.permissions import may_edit_case, may_edit_interaction, roles_in
from samspil.guidance.queries import cases_for, interactions_for
from samspil.guidance.rules import LEADERS
from samspil.organisations.models import Organisation
from samspil.organisations.queries import organisations_of
from samspil.platform.documents.owners import Owner, register

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _organisations(user: Any) -> QuerySet[Organisation]:
    if not user.is_active:
        return Organisation.objects.none()
    return organisations_of(user)


def _leads(user: Any, organisation: Organisation) -> bool:
    return bool(roles_in(user, organisation.pk) & LEADERS)


register(Owner(GuidanceCase, cases_for, may_edit_case))
register(Owner(Interaction, interactions_for, may_edit_interaction))
register(Owner(Organisation, _organisations, _leads))
