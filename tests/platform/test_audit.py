"""The audit trail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from samspil.organisations import actions
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Organisation, User
from samspil.platform.audit.models import Event


def test_an_action_leaves_a_line_with_who_and_what(hub: Organisation, make_user: Callable[..., User]) -> None:
    director = make_user("anna@example.dk", hub, Role.DIRECTOR)
    colleague = make_user("bo@example.dk")
    membership = actions.grant(by=director, user=colleague, organisation=hub, role=Role.ADVISER)
    event = Event.objects.get(kind="organisations.Membership", key=str(membership.pk))
    assert (event.by, event.action) == (director, "grant")
    assert event.details["role"] == "adviser"


def test_a_refused_action_leaves_no_line(hub: Organisation) -> None:
    before = Event.objects.count()
    with pytest.raises(ValidationError):
        actions.create_organisation(by=None, code=hub.code, name="En til", kind=OrganisationKind.HUB)
    assert Event.objects.count() == before


def test_a_withdrawn_role_is_gone_and_its_line_stays(
    hub: Organisation, make_user: Callable[..., User]
) -> None:
    user = make_user("bo@example.dk", hub, Role.ADVISER)
    actions.withdraw(by=None, membership=user.memberships.get())
    assert not user.memberships.exists()
    assert Event.objects.filter(action="withdraw").count() == 1
