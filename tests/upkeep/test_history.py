"""The history of a record: who, when, what and why, for those who may read its content."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import samspil
from samspil.companies.actions import add_contact_person, register_company
from samspil.guidance import actions
from samspil.guidance.kinds import InteractionKind, Level, Segment
from samspil.guidance.models import GuidanceCase
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Organisation, User
from samspil.platform.audit.actions import keep
from samspil.platform.audit.models import Access
from samspil.platform.audit.queries import changed_since
from samspil.platform.versioning import StaleRowError
from samspil.upkeep.history import KINDS, open_history
from samspil.web.trail import ACTIONS
from tests.web.reading import text

DAY = dt.date(2022, 3, 1)


@pytest.fixture
def anna(hub: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("anna@example.dk", hub, Role.ADVISER)


@pytest.fixture
def case(anna: User, hub: Organisation) -> GuidanceCase:
    company = register_company(by=anna, name="Nordvest Smedeværk A/S", cvr_number="40084606")
    return actions.open_case(by=anna, subject=company, organisation=hub, level=Level.SPECIALISED, started=DAY)


def test_every_change_is_told_with_who_what_and_why_in_words(
    anna: User, case: GuidanceCase, hub: Organisation
) -> None:
    actions.judge_segment(by=anna, case=case, segment=Segment.GROWTH, on=DAY)
    case.ended = DAY
    keep(case, by=None, action="close_case", why="Ingen kontakt i et år")
    found = open_history(by=anna, kind="forloeb", key=case.pk)
    assert found is not None
    closed, judged, opened = found.lines
    assert (closed.who, closed.action, closed.why) == ("Samspil", "close_case", "Ingen kontakt i et år")
    assert ("Segment", "", "Vækstsegment") in [(c.label, c.before, c.after) for c in judged.changes]
    assert ("Segment vurderet af", "", "Anna") in [(c.label, c.before, c.after) for c in judged.changes]
    assert opened.who == "Anna"


def test_a_partner_finds_no_history_and_looking_is_logged(
    anna: User, case: GuidanceCase, make_user: Callable[..., User]
) -> None:
    lemvig = create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    partner = make_user("bo@example.dk", lemvig, Role.DIRECTOR)
    assert open_history(by=partner, kind="forloeb", key=case.pk) is None
    assert open_history(by=anna, kind="ukendt", key=case.pk) is None
    assert not Access.objects.exists()
    open_history(by=anna, kind="forloeb", key=case.pk)
    assert Access.objects.get().place == "upkeep.history"


def test_the_second_editor_is_told_what_the_first_changed(anna: User, case: GuidanceCase) -> None:
    mine, theirs = (GuidanceCase.objects.get(pk=case.pk) for _ in range(2))
    theirs.not_signed_up_reason = "Ønsker det ikke"
    keep(theirs, by=anna, action="edit_case")
    mine.target_group = "smv"
    with pytest.raises(StaleRowError):
        keep(mine, by=anna, action="edit_case")
    assert changed_since(mine, mine.version) == {"not_signed_up_reason": ["", "Ønsker det ikke"]}


def test_the_page_shows_before_and_after(anna: User, case: GuidanceCase, client: Client) -> None:
    client.force_login(anna)
    actions.judge_segment(by=anna, case=case, segment=Segment.GROWTH, on=DAY)
    shown = text(client.get(reverse("history", args=["forloeb", case.pk])))
    assert "Vurderede segmentet" in shown
    assert "Vækstsegment" in shown
    assert client.get(reverse("history", args=["forloeb", case.pk + 1])).status_code == 404


def test_every_action_on_what_has_a_history_has_words_of_its_own() -> None:
    rooms = ("companies", "guidance", "referrals")
    sources = (path for room in rooms for path in (Path(samspil.__file__).parent / room).glob("*.py"))
    written = {code for path in sources for code in re.findall(r'action="(\w+)"', path.read_text("utf-8"))}
    elsewhere = {"set_idle_rule", "set_clock", "share", "share_by_referral", "end_share", "edit_unit",
                 "edit_contact_person", "write_handover"}  # fmt: skip
    assert sorted(written - set(ACTIONS) - elsewhere) == []


def test_each_kind_of_record_is_read_through_its_scoped_query(anna: User) -> None:
    assert set(KINDS) == {
        "virksomhed", "arrangement", "forloeb", "kontakt", "henvendelse", "opgave", "henvisning",
        "organisation",
    }  # fmt: skip
    for reader in KINDS.values():
        assert not reader(anna).model._meta.proxy


@pytest.mark.requirement("B21")
def test_what_was_written_on_a_shielded_case_is_in_no_colleagues_history(
    anna: User, case: GuidanceCase, hub: Organisation, make_user: Callable[..., User]
) -> None:
    carl = make_user("carl@example.dk", hub, Role.ADVISER)
    lawyer = add_contact_person(by=anna, subject=case.subject, organisation=hub, name="Kurator Krag")
    actions.shield_case(by=anna, case=case)
    contact = actions.register_interaction(
        by=anna, subject=case.subject, organisation=hub, case=case, on=DAY, kind=InteractionKind.CALL,
        person=lawyer, note="Rekonstruktion",
    )  # fmt: skip
    contact.case, contact.person, contact.note = None, None, "Ringede"
    keep(contact, by=anna, action="edit_interaction")
    contact.note = "Ringede igen"
    keep(contact, by=anna, action="edit_interaction")
    everything = open_history(by=anna, kind="kontakt", key=contact.pk)
    theirs = open_history(by=carl, kind="kontakt", key=contact.pk)
    assert everything is not None
    assert theirs is not None
    assert len(everything.lines) == 3
    [line] = theirs.lines
    assert [(each.before, each.after) for each in line.changes] == [("Ringede", "Ringede igen")]


@pytest.mark.requirement("B21")
def test_a_case_that_is_shielded_no_more_tells_colleagues_nothing_of_when_it_was(
    anna: User, case: GuidanceCase, hub: Organisation, make_user: Callable[..., User]
) -> None:
    carl = make_user("carl@example.dk", hub, Role.ADVISER)
    actions.shield_case(by=anna, case=case)
    case.not_signed_up_reason = "Konkurs"
    keep(case, by=anna, action="edit_case")
    case.shielded = False
    case.not_signed_up_reason = ""
    keep(case, by=anna, action="edit_case")
    mine, theirs = (open_history(by=user, kind="forloeb", key=case.pk) for user in (anna, carl))
    assert mine is not None
    assert theirs is not None
    assert len(mine.lines) == 4
    assert [line.action for line in theirs.lines] == ["open_case"]
