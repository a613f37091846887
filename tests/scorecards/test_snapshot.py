"""Taking a snapshot: what is in, what stays out, and that it reads back the same."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samspil.companies.models import Company
from samspil.core.measures.contract_folder import read_contract
from samspil.core.measures.evaluate import evaluate
from samspil.core.measures.intake import CPR, read_snapshot
from samspil.core.measures.snapshot import Snapshot
from samspil.core.measures.tables import BY_NAME
from samspil.organisations.models import Organisation
from samspil.scorecards.rules import row_key, row_number
from samspil.scorecards.snapshot import WRITTEN_IN, take
from tests.scorecards.conftest import CONTRACT, DAY, TAKEN, Region, answered, furnish


def taken(region: Region, as_of: dt.date = dt.date(2022, 9, 30)) -> Snapshot:
    return take(hub=region.hub, as_of=as_of, taken_at=TAKEN)


def column(snapshot: Snapshot, table: str, name: str) -> list[object]:
    return snapshot.tables[table][name].to_list()


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_snapshot_of_the_database_reads_back_with_the_same_hash(
    region: Region, tmp_path: Path, kind: str
) -> None:
    furnish(region)
    snapshot = taken(region)
    assert all(frame.height for frame in snapshot.tables.values())
    snapshot.write(tmp_path / "out", "csv" if kind == "csv" else "parquet")
    assert read_snapshot(tmp_path / "out").hash == snapshot.hash


@pytest.mark.requirement("B21")
def test_no_name_cvr_number_or_free_text_leaves_with_a_snapshot(region: Region, tmp_path: Path) -> None:
    furnish(region)
    taken(region).write(tmp_path / "out", "csv")
    text = "\n".join(path.read_text() for path in (tmp_path / "out").iterdir())
    for secret in ("ÅØ", "40084606", "Åse", "notat", "Hansen", "Gå-hjem", "anna@"):
        assert secret not in text
    assert region.smith.key in text


def test_shielded_cases_of_the_hub_are_in_and_those_of_local_services_out(region: Region) -> None:
    snapshot = taken(region)
    subjects = column(snapshot, "cases", "subject")
    assert region.secret.key in subjects
    assert region.local.key in subjects
    for table in ("cases", "interactions", "referrals"):
        assert region.local_secret.key not in column(snapshot, table, "subject")


def test_another_hubs_rows_stay_out_whole(region: Region) -> None:
    furnish(region)
    snapshot = taken(region)
    assert region.far.key not in column(snapshot, "companies", "subject")
    for table in snapshot.tables.values():
        if "organisation" in table.columns:
            assert set(table["organisation"]) <= {region.hub.code, region.lemvig.code}


def test_a_company_outside_the_area_is_in_when_the_hub_met_it(region: Region) -> None:
    answered(region.hub, region.far, consented=False)
    assert region.far.key in column(taken(region), "companies", "subject")


@pytest.mark.requirement("B43")
def test_whom_a_founder_became_is_in_although_nobody_met_the_company(region: Region) -> None:
    Company.objects.filter(pk=region.became.pk).update(municipality=None)
    snapshot = taken(region)
    assert region.became.key in column(snapshot, "companies", "subject")
    assert column(snapshot, "successions", "successor") == [region.became.key]


@pytest.mark.requirement("B17")
def test_an_event_is_the_hubs_when_it_organises_or_co_organises_and_is_counted_once(region: Region) -> None:
    furnish(region)
    rows = taken(region).tables["participations"]
    assert rows.height == 6
    assert rows["participation"].n_unique() == 6
    assert sorted(rows["organisation"]) == [region.lemvig.code] * 2 + [region.hub.code] * 4
    assert rows["subject"].null_count() == 3


def test_events_after_the_day_are_left_out_and_a_case_that_ended_later_is_open(region: Region) -> None:
    region.case.ended = dt.date(2022, 8, 1)
    region.case.save()
    before = taken(region, dt.date(2022, 6, 30))
    assert set(column(before, "cases", "ended")) == {None}
    assert column(taken(region), "cases", "ended").count(dt.date(2022, 8, 1)) == 1
    assert taken(region, DAY - dt.timedelta(1)).tables["cases"].is_empty()


def test_codes_that_were_not_given_are_empty_and_not_a_code_of_their_own(region: Region) -> None:
    snapshot = taken(region)
    assert column(snapshot, "cases", "segment").count(None) == 2
    assert "" not in column(snapshot, "companies", "industry")


def test_the_number_of_questions_does_not_grow_with_the_region(region: Region) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            taken(region)
        return len(queries)

    first = asked()
    Company.objects.bulk_create(
        Company(kind="company", name=f"Firma {number}", municipality_id="0751") for number in range(500)
    )
    assert asked() == first


def test_row_keys_sort_as_their_numbers_and_are_never_taken_for_cpr_numbers() -> None:
    import re

    assert row_key("a", 9) < row_key("a", 10)
    assert row_number(row_key("c", 12)) == ("case", 12)
    assert row_number("0751") is None
    assert row_number(None) is None
    assert not re.match(CPR, row_key("c", 101_011_234))


@pytest.mark.parametrize("as_of", [dt.date(2022, 1, 1), dt.date(2023, 12, 31)])
def test_an_empty_database_says_of_no_point_that_it_is_met_or_not(hub: Organisation, as_of: dt.date) -> None:
    snapshot = take(hub=hub, as_of=as_of, taken_at=TAKEN)
    card = evaluate(read_contract(CONTRACT), snapshot).scorecard
    said = {reading.verdict for point in card.points for reading in point.readings}
    assert said <= {"awaiting_data", "cannot_be_computed"}
    assert {goal.verdict for goal in card.goals} <= {"awaiting_data", "cannot_be_computed"}
    assert {"companies", "outcomes"} <= snapshot.present <= {"companies", "outcomes", "population"}


def test_a_table_somebody_has_written_in_is_delivered_although_no_row_is_the_hubs(region: Region) -> None:
    """Another hub's cases tell that cases are registered here, so none of ours is zero."""
    snapshot = take(hub=region.hub, as_of=dt.date(2020, 1, 1), taken_at=TAKEN)
    assert snapshot.tables["cases"].is_empty()
    assert {"cases", "interactions", "referrals", "answers", "successions"} <= snapshot.present
    assert not {"offers", "milestones", "awareness"} & snapshot.present


def test_every_table_but_companies_and_outcomes_can_be_left_out() -> None:
    assert WRITTEN_IN.keys() == BY_NAME.keys() - {"companies", "outcomes"}


def test_one_that_was_merged_into_another_is_no_company_of_its_own(region: Region) -> None:
    twice = Company.objects.create(
        kind="company", name="Dobbelt", municipality=region.smith.municipality, merged_into=region.smith
    )
    companies = column(taken(region), "companies", "subject")
    assert region.smith.key in companies
    assert twice.key not in companies
