"""Two rows for one company become one with all that is known, and can be parted again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from samspil.companies.actions import register_company, register_founder, succeed
from samspil.companies.models import Approach, ContactPerson, RegisterOutcome, Subject
from samspil.companies.people import add_contact_person
from samspil.companies.queries import subjects_for, survivor_of
from samspil.guidance.casework import open_case, shield_case
from samspil.guidance.contacts import register_interaction
from samspil.guidance.kinds import InteractionKind, Level, TaskKind
from samspil.guidance.models import GuidanceCase, Interaction, Task
from samspil.guidance.tasks import create_task
from samspil.organisations.models import Organisation, User
from samspil.platform.audit.models import Event
from samspil.platform.versioning import StaleRowError
from samspil.programmes.models import GroupOffer, Participation, Session
from samspil.referrals.models import Referral
from samspil.upkeep import merge as merging
from samspil.upkeep import relations
from samspil.upkeep.merge import merge
from samspil.upkeep.models import Merge
from samspil.upkeep.stragglers import follow
from samspil.upkeep.unmerge import undo

DAY = dt.date(2022, 9, 1)
CVR = "40084606"
pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(hub: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("anna@example.dk", hub)


@pytest.fixture
def smed(anna: User) -> Subject:
    return register_company(by=anna, name="Nordvest Smedeværk A/S", cvr_number=CVR)


@pytest.fixture
def twin(anna: User, hub: Organisation) -> Subject:
    """The same smithy, registered by hand, with a case, a contact and a person."""
    twin = register_company(by=anna, name="Nordvest Smed", website="https://nordvest-smed.dk/", employees=12)
    case = open_case(by=anna, subject=twin, organisation=hub, level=Level.SPECIALISED, started=DAY)
    register_interaction(
        by=anna,
        subject=twin,
        organisation=hub,
        on=DAY,
        kind=InteractionKind.VISIT,
        case=case,
        note="Set maskiner",
    )
    add_contact_person(by=anna, subject=twin, organisation=hub, name="Ida Smed")
    return twin


def merged(anna: User, hub: Organisation, smed: Subject, twin: Subject, **more: Any) -> Merge:
    return merge(by=anna, organisation=hub, survivor=smed, duplicate=twin, **more)


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows that may point to a subject, without what only counts changes."""
    found = {}
    for relation in relations.RELATIONS:
        if relation.rule == "move":
            rows = relation.model._base_manager.order_by("pk").values()
            found[relation.name] = [{name: row[name] for name in row if name != "version"} for row in rows]
    return found


def test_every_relation_to_a_subject_is_on_the_list() -> None:
    assert relations.found() == {relation.name for relation in relations.RELATIONS}


def test_an_unknown_relation_stops_every_merge(
    anna: User, hub: Organisation, smed: Subject, twin: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relations, "RELATIONS", relations.RELATIONS[1:])
    with pytest.raises(ValidationError, match=r"companies\.Subject\.merged_into"):
        merged(anna, hub, smed, twin)
    assert not Merge.objects.exists()


@pytest.mark.requirement("A55")
def test_everything_goes_over_and_the_duplicate_is_a_signpost(
    anna: User, hub: Organisation, smed: Subject, twin: Subject
) -> None:
    merged(anna, hub, smed, twin, why="samme firma")
    smed.refresh_from_db()
    twin.refresh_from_db()
    for table in (GuidanceCase, Interaction, Approach):
        assert table.objects.get().subject_id == smed.pk
    assert survivor_of(twin) == smed
    assert list(subjects_for(anna)) == [smed]
    assert (smed.name, smed.employees, smed.website) == (
        "Nordvest Smedeværk A/S", 12, "https://nordvest-smed.dk/",
    )  # fmt: skip
    event = Event.objects.get(action="merge")
    assert (event.by, event.why) == (anna, "samme firma")


def test_a_chosen_field_is_taken_from_the_duplicate_and_a_number_moves(
    anna: User, hub: Organisation, smed: Subject, twin: Subject
) -> None:
    merged(anna, hub, twin, smed, take=frozenset({"name"}))
    twin.refresh_from_db()
    smed.refresh_from_db()
    assert (twin.name, twin.cvr_number, smed.cvr_number) == ("Nordvest Smedeværk A/S", CVR, None)
    undo(by=anna, done=Merge.objects.get())
    twin.refresh_from_db()
    smed.refresh_from_db()
    assert (twin.name, twin.cvr_number, smed.cvr_number) == ("Nordvest Smed", None, CVR)


def test_undo_leaves_everything_as_it_was(
    anna: User, hub: Organisation, smed: Subject, twin: Subject
) -> None:
    before = everything()
    done = merged(anna, hub, smed, twin)
    assert everything() != before
    parted = undo(by=anna, done=done, why="var to alligevel")
    assert parted.stayed == []
    assert everything() == before
    assert Event.objects.get(action="undo_merge").why == "var to alligevel"


def test_undo_leaves_what_came_later_with_the_survivor_and_says_what_was_changed(
    anna: User, hub: Organisation, smed: Subject, twin: Subject
) -> None:
    done = merged(anna, hub, smed, twin)
    smed.refresh_from_db()
    smed.employees = 20
    smed.save()
    later = register_interaction(
        by=anna, subject=smed, organisation=hub, on=DAY, kind=InteractionKind.CALL, note="Ring igen"
    )
    parted = undo(by=anna, done=done)
    assert parted.stayed == ["ansatte"]
    smed.refresh_from_db()
    later.refresh_from_db()
    assert (smed.employees, later.subject) == (20, smed)


def agree(*rows: Any) -> bool:
    """Whether each row is about whom its case, person and fact of contact are about."""
    for row in rows:
        row.refresh_from_db()
    links = [getattr(row, link, None) for row in rows for link in ("case", "person", "approach")]
    return {row.subject_id for row in rows} == {link.subject_id for link in links if link is not None}


def test_what_was_registered_since_on_a_case_that_goes_back_goes_back_with_it(
    anna: User, hub: Organisation, smed: Subject, twin: Subject
) -> None:
    done = merged(anna, hub, smed, twin)
    case = GuidanceCase.objects.get()
    smed.refresh_from_db()
    bo = add_contact_person(by=anna, subject=smed, organisation=hub, name="Bo Smed")
    common: dict[str, Any] = {"by": anna, "organisation": hub, "subject": smed}
    held = register_interaction(**common, on=DAY, kind=InteractionKind.VISIT, case=case, person=bo)
    task = create_task(by=anna, organisation=hub, kind=TaskKind.MEETING, due=DAY, case=case)
    follow_up = Task.objects.create(
        organisation=hub, subject=smed, interaction=held, due=DAY, kind=TaskKind.NEXT_STEP
    )
    tick = Referral.objects.create(subject=smed, case=case, organisation=hub, on=DAY, receiver_kind="fund")
    ours = register_interaction(**common, on=DAY, kind=InteractionKind.CALL)
    assert undo(by=anna, done=done).stayed == []
    assert agree(held, task, follow_up, tick)
    assert (held.subject, bo.pk) == (twin, held.person_id)
    assert agree(ours)
    assert ours.subject == smed


def test_what_went_over_and_was_put_on_a_case_of_the_survivor_since_stays_there(
    anna: User, hub: Organisation, smed: Subject, twin: Subject
) -> None:
    done = merged(anna, hub, smed, twin)
    smed.refresh_from_db()
    own = open_case(by=anna, subject=smed, organisation=hub, level=Level.BASIC, started=DAY)
    contact = Interaction.objects.get()
    contact.case = own
    contact.save()
    assert undo(by=anna, done=done).stayed
    assert agree(contact)
    assert contact.subject == smed


def test_a_later_contact_with_a_person_who_goes_back_goes_with_the_person(
    anna: User, hub: Organisation, smed: Subject, twin: Subject
) -> None:
    done = merged(anna, hub, smed, twin)
    smed.refresh_from_db()
    ida = ContactPerson.objects.get()
    later = register_interaction(
        by=anna, subject=smed, organisation=hub, on=DAY, kind=InteractionKind.CALL, person=ida
    )
    undo(by=anna, done=done)
    assert agree(later)
    assert later.subject == twin


def test_two_who_merge_at_once_the_second_is_told(
    anna: User, hub: Organisation, smed: Subject, twin: Subject
) -> None:
    seen = (smed.version, twin.version)
    merged(anna, hub, smed, twin, versions=seen)
    with pytest.raises(ValidationError, match="allerede lagt sammen"):
        merged(anna, hub, smed, twin, versions=seen)


def test_who_has_seen_an_older_row_is_told_that_it_has_changed(
    anna: User, hub: Organisation, smed: Subject, twin: Subject
) -> None:
    seen = (smed.version, twin.version)
    twin.name = "Nordvest Smedeværksted"
    twin.save()
    with pytest.raises(ValidationError, match="ændret, siden du åbnede siden"):
        merged(anna, hub, smed, twin, versions=seen)


def test_who_is_editing_a_moved_row_meanwhile_loses_nothing(
    anna: User, hub: Organisation, smed: Subject, twin: Subject
) -> None:
    open_on_another_screen = Interaction.objects.get()
    merged(anna, hub, smed, twin)
    with pytest.raises(StaleRowError):
        open_on_another_screen.save()
    assert Interaction.objects.get().subject == smed


@pytest.mark.parametrize("step", ["_carry_documents", "_settle_fields", "record_all"])
def test_a_merge_that_dies_halfway_leaves_nothing(
    anna: User, hub: Organisation, smed: Subject, twin: Subject, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    before = everything()

    def die(*_told: Any, **_named: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(merging, step, die)
    with pytest.raises(KeyboardInterrupt):
        merged(anna, hub, smed, twin)
    assert everything() == before
    assert not Merge.objects.exists()


def test_an_undoing_that_dies_halfway_leaves_the_merge(
    anna: User, hub: Organisation, smed: Subject, twin: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = merged(anna, hub, smed, twin)
    before = everything()
    monkeypatch.setattr("samspil.upkeep.unmerge._restore_columns", lambda *_told: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        undo(by=anna, done=done)
    assert everything() == before
    assert Merge.objects.get().undone_at is None


def test_two_numbers_two_kinds_and_successors_are_no_duplicates(
    anna: User, hub: Organisation, smed: Subject
) -> None:
    other = register_company(by=anna, name="Nordvest Smed 2022 ApS", cvr_number="20000007")
    with pytest.raises(ValidationError, match="hver sit CVR-nummer"):
        merged(anna, hub, smed, other)
    mette = register_founder(by=anna, name="Mette", organisation=hub)
    with pytest.raises(ValidationError, match="Behold virksomheden"):
        merged(anna, hub, mette, smed)
    succeed(by=anna, predecessor=mette, successor=smed, on=DAY)
    with pytest.raises(ValidationError, match="videreført"):
        merged(anna, hub, smed, mette)
    with pytest.raises(ValidationError, match="sig selv"):
        merged(anna, hub, smed, smed)


def test_who_came_on_the_same_day_is_counted_once_and_comes_back_when_undone(
    anna: User, hub: Organisation, smed: Subject, twin: Subject
) -> None:
    session = Session.objects.create(offer=GroupOffer.objects.create(organiser=hub, title="Netværk"), day=DAY)
    approach = Approach.objects.create(subject=twin, organisation=hub, day=DAY, kind="meeting")
    Participation.objects.create(session=session, subject=smed, attended=False)
    Participation.objects.create(session=session, subject=twin, attended=True, persons=3, approach=approach)
    before = everything()
    done = merged(anna, hub, smed, twin)
    kept = Participation.objects.get()
    assert (kept.subject, kept.attended, kept.persons, kept.approach) == (smed, True, 3, approach)
    undo(by=anna, done=done)
    after = everything()
    attended = {
        row["subject_id"]: (row["attended"], row["persons"])
        for row in after["programmes.Participation.subject"]
    }
    assert attended == {smed.pk: (False, 1), twin.pk: (True, 3)}
    assert after["companies.Approach.subject"] == before["companies.Approach.subject"]


def test_of_the_registers_figures_for_a_year_one_stays(
    anna: User, hub: Organisation, smed: Subject, twin: Subject
) -> None:
    RegisterOutcome.objects.create(subject=smed, year=2020, revenue=100.5)
    RegisterOutcome.objects.create(subject=twin, year=2020, revenue=99)
    RegisterOutcome.objects.create(subject=twin, year=2021, revenue=120)
    before = everything()
    done = merged(anna, hub, smed, twin)
    assert list(RegisterOutcome.objects.order_by("year").values_list("subject", "revenue")) == [
        (smed.pk, 100.5),
        (smed.pk, 120),
    ]
    undo(by=anna, done=done)
    assert everything() == before


def test_a_chain_of_merges_leads_to_the_last_and_is_undone_from_its_end(
    anna: User, hub: Organisation, smed: Subject, twin: Subject
) -> None:
    third = register_company(by=anna, name="Smedeværket")
    first = merged(anna, hub, third, twin)
    second = merged(anna, hub, smed, third)
    twin.refresh_from_db()
    assert twin.merged_into == smed
    with pytest.raises(ValidationError, match="lagt sammen med en tredje"):
        undo(by=anna, done=first)
    undo(by=anna, done=second)
    undo(by=anna, done=first)
    assert GuidanceCase.objects.get().subject == twin
    with pytest.raises(ValidationError, match="allerede fortrudt"):
        undo(by=anna, done=first)


@pytest.mark.requirement("B21")
def test_a_shielded_case_moves_without_leaving_a_fact_for_partners(
    anna: User, hub: Organisation, smed: Subject, twin: Subject
) -> None:
    shield_case(by=anna, case=GuidanceCase.objects.get())
    merged(anna, hub, smed, twin)
    assert GuidanceCase.objects.get().subject == smed
    assert not Approach.objects.exists()


def test_what_was_written_about_the_duplicate_at_the_same_moment_follows(
    anna: User, hub: Organisation, smed: Subject, twin: Subject
) -> None:
    merged(anna, hub, smed, twin)
    late = Interaction.objects.create(subject=twin, organisation=hub, on=DAY, kind=InteractionKind.MAIL)
    assert follow(on=DAY) == 1
    late.refresh_from_db()
    assert late.subject == smed
    assert follow(on=DAY) == 0
