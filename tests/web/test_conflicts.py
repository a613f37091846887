"""Two who change the same row at once: the second is told so with words, and overwrites nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samspil.companies.actions import register_company
from samspil.guidance import actions
from samspil.guidance.kinds import InteractionKind, Level
from samspil.guidance.models import GuidanceCase, Interaction
from samspil.organisations.kinds import Role
from samspil.organisations.models import Organisation, User
from samspil.platform.clock import today
from samspil.platform.versioning import StaleRowError
from tests.web.reading import text

MakeUser = Callable[..., User]


@pytest.fixture
def anna(hub: Organisation, make_user: MakeUser) -> User:
    return make_user("anna@example.dk", hub)


@pytest.fixture
def row(anna: User, hub: Organisation) -> Interaction:
    company = register_company(by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606")
    return actions.register_interaction(
        by=anna, subject=company, organisation=hub, on=today(), kind=InteractionKind.CALL, note="Fortroligt"
    )


def shield(row: Interaction, by: User) -> None:
    case = actions.open_case(
        by=by, subject=row.subject, organisation=row.organisation, level=Level.SPECIALISED,
        started=today(), shielded=True,
    )  # fmt: skip
    edit(row, by, case=case)


def edit(row: Interaction, by: User, **changes: Any) -> None:
    usual: dict[str, Any] = {"version": 1, "on": row.on, "kind": InteractionKind.VISIT, "note": row.note}
    actions.edit_interaction(by=by, interaction=Interaction.objects.get(pk=row.pk), **(usual | changes))


def racing(monkeypatch: pytest.MonkeyPatch, other: Callable[[], None]) -> None:
    """Let another be quicker between the page's reading of the row and its change."""
    real = actions.cancel_interaction

    def late(**given: Any) -> Interaction:
        other()
        return real(**given)

    monkeypatch.setattr(actions, "cancel_interaction", late)


def test_the_second_is_told_who_changed_what_and_how_to_go_on(
    anna: User, row: Interaction, hub: Organisation, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch,
    client: Client,
) -> None:  # fmt: skip
    bo = make_user("bo@example.dk", hub)
    racing(monkeypatch, lambda: edit(row, bo))
    client.force_login(anna)
    page = reverse("contact", args=[row.pk])
    answer = client.post(
        reverse("cancel-contact", args=[row.pk]),
        {"why": "Dobbelt"},
        headers={"referer": f"http://testserver{page}"},
    )
    assert answer.status_code == 409
    assert "En anden var hurtigere" in text(answer)
    assert "Bo: Form Telefon → Besøg" in text(answer)
    assert f'href="http://testserver{page}"' in answer.content.decode()
    row.refresh_from_db()
    assert (row.cancelled, row.kind) == (False, InteractionKind.VISIT)


def test_what_is_out_of_sight_by_now_is_not_told(
    anna: User, row: Interaction, hub: Organisation, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch,
    client: Client,
) -> None:  # fmt: skip
    leader = make_user("leder@example.dk", hub, Role.UNIT_LEADER)
    racing(monkeypatch, lambda: shield(row, leader))
    client.force_login(anna)
    answer = client.post(
        reverse("cancel-contact", args=[row.pk]), {"why": "x"}, headers={"referer": "https://evil.example/"}
    )
    assert answer.status_code == 409
    assert "Leder:" not in text(answer)
    assert "evil" not in answer.content.decode()


def test_a_change_that_came_too_late_is_no_error_of_the_server(
    anna: User, row: Interaction, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    def stale(**given: Any) -> GuidanceCase:
        raise StaleRowError(row)

    monkeypatch.setattr(actions, "restore_interaction", stale)
    client.force_login(anna)
    assert client.post(reverse("restore-contact", args=[row.pk])).status_code == 409
