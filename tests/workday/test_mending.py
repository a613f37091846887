"""What the scorecard could not count is a to-do for who can mend it, and gone at once when mended."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from django.core.exceptions import ValidationError

from samspil.companies.actions import edit_subject
from samspil.core.measures.roles import ROLES
from samspil.guidance.casework import close_case, hand_over, judge_segment, shield_case
from samspil.guidance.kinds import Segment
from samspil.organisations.models import Municipality
from samspil.programmes.models import GroupOffer, Participation, Session
from samspil.scorecards import archive
from samspil.scorecards.models import Run
from samspil.workday import actions, leading, queries, sweeps
from samspil.workday.kinds import Reason
from samspil.workday.models import Defect, Search
from samspil.workday.permissions import may_mend
from tests.web.scored import contract_folder
from tests.workday.conftest import FRIDAY, Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(desk: Desk) -> Run:
    """A run of the hub; what it left out is told by `left_out`."""
    from samspil.governance.actions import import_contract

    version = import_contract(by=None, folder=contract_folder())
    return make_run(desk, version, 1)


def make_run(desk: Desk, version: Any, number: int) -> Run:
    moment = dt.datetime(2022, 9, 30, 10 + number, tzinfo=dt.UTC)
    return Run.objects.create(
        contract_version=version, hub=desk.hub, origin="database", as_of=FRIDAY, taken_at=moment,
        snapshot_hash="x" * 64, scorecard="{}", folder=f"run-{number}", members_sha256="x" * 64,
        started=moment, finished=moment,
    )  # fmt: skip


@pytest.fixture
def left_out(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str | None, str | None, str]]:
    """The rows of the run's files: point, subject, row, role."""
    rows: list[tuple[str, str | None, str | None, str]] = []
    schema = dict.fromkeys(("point", "subject", "row", "role"), pl.String)
    monkeypatch.setattr(
        archive, "rows_in_roles", lambda _run, _roles: pl.DataFrame(rows, schema, orient="row")
    )
    return rows


def excluded(reason: Reason) -> str:
    return f"excluded:{reason}"


def case_row(desk: Desk, reason: Reason, point: str = "8.2") -> tuple[str, str, str, str]:
    return (point, desk.smith.key, f"c{desk.case.pk:09}", excluded(reason))


def mine(desk: Desk, user: Any = None) -> queries.Mending:
    return queries.to_mend(queries.hands_of(user or desk.anna, on=FRIDAY))


def test_every_reason_with_a_mend_is_a_to_do() -> None:
    mendable = {role.code.removeprefix("excluded:") for role in ROLES if role.mend}
    assert mendable == set(Reason.values)


def test_a_defect_is_found_for_the_adviser_of_the_case_and_once_however_often_one_looks(
    desk: Desk, run: Run, left_out: list[Any]
) -> None:
    left_out += [case_row(desk, Reason.NO_SEGMENT), case_row(desk, Reason.NO_SEGMENT, "8.10")]
    assert sweeps.find_defects(on=FRIDAY) == 1
    assert sweeps.find_defects(on=FRIDAY) == 0
    Search.objects.all().delete()
    sweeps.find_defects(on=FRIDAY)
    (defect,) = mine(desk).first
    assert (defect.adviser, defect.case, defect.points) == (desk.anna, desk.case, "8.2;8.10")
    assert mine(desk).counts == {Reason.NO_SEGMENT: 1}
    assert mine(desk, desk.bo).total == 0
    assert mine(desk, desk.outsider).total == 0


def test_what_was_mended_anywhere_is_gone_at_once(desk: Desk, run: Run, left_out: list[Any]) -> None:
    left_out.append(case_row(desk, Reason.NO_SEGMENT))
    sweeps.find_defects(on=FRIDAY)
    judge_segment(by=desk.anna, case=desk.case, segment=Segment.GROWTH, on=FRIDAY)
    assert mine(desk).total == 0
    assert Defect.objects.get().gone_on is None
    assert sweeps.find_defects(on=FRIDAY) == 1
    assert Defect.objects.get().gone_on == FRIDAY


def test_each_reason_has_a_mend_of_one_click(
    desk: Desk, run: Run, left_out: list[Any], municipalities: dict[str, Municipality]
) -> None:
    session = Session.objects.create(
        offer=GroupOffer.objects.create(organiser=desk.hub, title="Gå-hjem-møde"), day=dt.date(2022, 4, 5)
    )
    stranger = Participation.objects.create(session=session, subject=None)
    left_out += [
        ("8.1", desk.smith.key, None, excluded(Reason.NO_MUNICIPALITY)),
        case_row(desk, Reason.NO_SEGMENT),
        ("10.1", desk.smith.key, None, excluded(Reason.OPEN_CASE)),
        ("8.1", None, f"p{stranger.pk:09}", excluded(Reason.NO_SUBJECT)),
    ]
    sweeps.find_defects(on=FRIDAY)
    found = {Reason(each.reason): each for each in queries.defects_for(desk.anna)}
    assert set(found) == set(Reason) - {Reason.NO_SEGMENT_JUDGEMENT}
    actions.place_subject(by=desk.anna, defect=found[Reason.NO_MUNICIPALITY], municipality="0665")
    actions.judge(by=desk.anna, defect=found[Reason.NO_SEGMENT], segment="growth", on=FRIDAY)
    ended = queries.defect_for(desk.anna, found[Reason.OPEN_CASE].pk)
    assert ended is not None
    actions.end_case(by=desk.anna, defect=ended, on=dt.date(2022, 8, 1), today=FRIDAY)
    actions.link_participant(by=desk.anna, defect=found[Reason.NO_SUBJECT], subject=desk.smith)
    assert list(queries.defects_for(desk.anna)) == []
    desk.case.refresh_from_db()
    assert (desk.case.segment_by, desk.case.segment_on) == (desk.anna, FRIDAY)
    assert desk.case.ended == dt.date(2022, 8, 1)
    stranger.refresh_from_db()
    assert stranger.subject == desk.smith


def test_a_participant_who_is_on_the_list_already_is_not_linked_twice(
    desk: Desk, run: Run, left_out: list[Any]
) -> None:
    session = Session.objects.create(
        offer=GroupOffer.objects.create(organiser=desk.hub, title="Gå-hjem-møde"), day=dt.date(2022, 4, 5)
    )
    Participation.objects.create(session=session, subject=desk.smith)
    stranger = Participation.objects.create(session=session, subject=None)
    left_out.append(("8.1", None, f"p{stranger.pk:09}", excluded(Reason.NO_SUBJECT)))
    sweeps.find_defects(on=FRIDAY)
    (defect,) = queries.defects_for(desk.anna)
    with pytest.raises(ValidationError):
        actions.link_participant(by=desk.anna, defect=defect, subject=desk.smith)


def test_a_mend_for_another_reason_is_refused(desk: Desk, run: Run, left_out: list[Any]) -> None:
    left_out.append(case_row(desk, Reason.NO_SEGMENT))
    sweeps.find_defects(on=FRIDAY)
    (defect,) = queries.defects_for(desk.anna)
    with pytest.raises(ValidationError):
        actions.end_case(by=desk.anna, defect=defect, on=FRIDAY, today=FRIDAY)


def test_a_student_helper_closes_a_case_but_judges_no_segment(
    desk: Desk, run: Run, left_out: list[Any]
) -> None:
    left_out += [case_row(desk, Reason.NO_SEGMENT), case_row(desk, Reason.OPEN_CASE)]
    sweeps.find_defects(on=FRIDAY)
    may = {each.reason: may_mend(desk.helper, each) for each in queries.defects_for(desk.helper)}
    assert may == {Reason.NO_SEGMENT: False, Reason.OPEN_CASE: True}
    assert not any(may_mend(desk.outsider, each) for each in Defect.objects.all())


def test_what_is_wrong_with_a_shielded_case_is_seen_by_its_own_people_only(
    desk: Desk, run: Run, left_out: list[Any]
) -> None:
    left_out.append(case_row(desk, Reason.NO_SEGMENT))
    shield_case(by=desk.anna, case=desk.case)
    sweeps.find_defects(on=FRIDAY)
    seen = {user.email: queries.defects_for(user).count() for user in (desk.anna, desk.bo, desk.leader)}
    assert seen == {"anna@example.dk": 1, "bo@example.dk": 0, "leder@example.dk": 1}


def test_a_case_that_changes_hands_takes_what_is_to_be_mended_along(
    desk: Desk, run: Run, left_out: list[Any]
) -> None:
    left_out.append(case_row(desk, Reason.OPEN_CASE))
    sweeps.find_defects(on=FRIDAY)
    hand_over(by=desk.leader, adviser=desk.anna, to=desk.bo, on=FRIDAY)
    sweeps.find_defects(on=FRIDAY)
    assert mine(desk, desk.bo).total == 1
    assert mine(desk).total == 0


def test_what_lies_with_somebody_who_has_left_waits_for_the_whole_office(
    desk: Desk, run: Run, left_out: list[Any]
) -> None:
    desk.anna.is_active = False
    desk.anna.save()
    left_out.append(case_row(desk, Reason.OPEN_CASE))
    sweeps.find_defects(on=FRIDAY)
    assert mine(desk, desk.bo).total == 1


def test_what_a_newer_run_no_longer_leaves_out_is_gone_and_what_it_does_stands_again(
    desk: Desk, run: Run, left_out: list[Any]
) -> None:
    left_out.append(case_row(desk, Reason.OPEN_CASE))
    sweeps.find_defects(on=FRIDAY)
    rows, left_out[:] = [*left_out], []
    make_run(desk, run.contract_version, 2)
    sweeps.find_defects(on=FRIDAY)
    assert Defect.objects.get().gone_on == FRIDAY
    left_out += rows
    make_run(desk, run.contract_version, 3)
    sweeps.find_defects(on=FRIDAY)
    assert mine(desk).total == 1


def test_a_run_without_its_files_leaves_everything_as_it_was(
    desk: Desk, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_run: Run, _roles: list[str]) -> pl.DataFrame:
        raise archive.MissingFilesError

    monkeypatch.setattr(archive, "rows_in_roles", gone)
    assert sweeps.find_defects(on=FRIDAY) == 0
    assert not Search.objects.exists()


@pytest.mark.requirement("A32")
def test_a_leader_sees_how_everybody_stands_and_the_days_that_are_left(
    desk: Desk, run: Run, left_out: list[Any]
) -> None:
    desk.case.topics = "capital;green"
    desk.case.save()
    left_out += [case_row(desk, Reason.NO_SEGMENT), case_row(desk, Reason.OPEN_CASE)]
    sweeps.find_defects(on=FRIDAY)
    rows = {row.name: row for row in leading.overview(desk.leader, desk.hub, on=FRIDAY)}
    anna = rows["Anna"]
    assert (anna.cases, anna.idle, anna.overdue) == (1, 1, 0)
    assert anna.defects == {Reason.NO_SEGMENT: 1, Reason.OPEN_CASE: 1}
    assert anna.topics == {"capital": 1, "green": 1}
    (deadline,) = leading.deadlines([desk.hub], on=FRIDAY)
    assert (deadline.last, deadline.left) == (dt.date(2022, 12, 31), 93)


def test_a_founder_or_company_that_gets_its_municipality_elsewhere_is_no_defect(
    desk: Desk, run: Run, left_out: list[Any], municipalities: dict[str, Municipality]
) -> None:
    left_out.append(("8.1", desk.smith.key, None, excluded(Reason.NO_MUNICIPALITY)))
    sweeps.find_defects(on=FRIDAY)
    assert mine(desk).counts == {Reason.NO_MUNICIPALITY: 1}
    edit_subject(by=desk.anna, subject=desk.smith, municipality=municipalities["0665"])
    assert mine(desk).total == 0
    close_case(by=desk.anna, case=desk.case, on=FRIDAY)


@pytest.mark.requirement("B98")
def test_a_leader_sees_how_long_referred_companies_wait_at_each_office(desk: Desk) -> None:
    from samspil.organisations.actions import open_office
    from samspil.organisations.models import Membership
    from samspil.referrals.models import Handover, Referral

    herning = open_office(
        by=None, organisation=desk.hub, name="Herning", municipality=Municipality.objects.get(pk="0657")
    )
    Membership.objects.filter(user=desk.anna).update(office=herning)
    for days, adviser in ((2, desk.anna), (4, desk.anna), (30, desk.anna), (9, desk.bo)):
        Referral.objects.create(
            subject=desk.smith, organisation=desk.lemvig, receiver=desk.hub, receiver_adviser=adviser,
            receiver_kind="business_hub", state="contacted", on=dt.date(2022, 9, 1), handover_days=days,
            contacted_on=dt.date(2022, 9, 20), expires_on=dt.date(2022, 10, 20),
            handover=Handover.objects.create(need="Eksport", basis="public_task"),
        )  # fmt: skip
    found = leading.waiting_by_office(desk.hub, since=dt.date(2022, 1, 1))
    assert {each.name: (each.days, each.referrals) for each in found} == {"Herning": (4, 3), "": (9, 1)}
    assert leading.waiting_by_office(desk.hub, since=dt.date(2022, 9, 21)) == []
