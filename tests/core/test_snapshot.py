"""A snapshot is the same whatever it is written in, and stands still at the day it is asked for."""

import json
import warnings
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from polars.testing import assert_frame_equal

from samspil.core.measures.intake import read_snapshot
from samspil.core.measures.snapshot import Snapshot
from samspil.core.measures.tables import TABLES
from tests.core.snapshots import folder_of
from tests.reference.random_snapshots import Tables, as_snapshot, region, regions

HANDMADE = Path(__file__).parents[1] / "data" / "handmade-snapshot"


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_what_is_written_reads_back_as_it_was(kind: str, tmp_path: Path) -> None:
    for seed in range(6):
        snapshot = as_snapshot(region(seed)).at(date(2022, 12, 31))
        snapshot.write(tmp_path / str(seed), "csv" if kind == "csv" else "parquet")
        again = read_snapshot(tmp_path / str(seed))
        assert again.hash == snapshot.hash
        assert (again.as_of, again.taken_at, again.organisation, again.present) == (
            snapshot.as_of,
            snapshot.taken_at,
            snapshot.organisation,
            snapshot.present,
        )
        for name, frame in snapshot.tables.items():
            assert_frame_equal(again.tables[name], frame)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(regions)
def test_csv_and_parquet_have_the_same_hash(tmp_path_factory: pytest.TempPathFactory, tables: Tables) -> None:
    snapshot = as_snapshot(tables).at(date(2022, 12, 31))
    folder = tmp_path_factory.mktemp("snapshot")
    snapshot.write(folder / "csv", "csv")
    snapshot.write(folder / "parquet", "parquet")
    assert read_snapshot(folder / "csv").hash == read_snapshot(folder / "parquet").hash == snapshot.hash


def test_the_order_of_rows_and_columns_does_not_change_the_hash() -> None:
    snapshot = as_snapshot(region(7))
    shuffled = {
        name: frame.select(Random(1).sample(frame.columns, frame.width)).sample(
            fraction=1, shuffle=True, seed=1
        )
        for name, frame in snapshot.tables.items()
    }
    assert (
        Snapshot.of(shuffled, snapshot.as_of, snapshot.taken_at, snapshot.organisation).hash == snapshot.hash
    )


def test_a_changed_cell_a_missing_row_and_another_day_change_the_hash() -> None:
    snapshot = as_snapshot(region(0))
    cases = snapshot.tables["cases"]
    others = [
        Snapshot.of(
            snapshot.tables | {"cases": changed}, snapshot.as_of, snapshot.taken_at, snapshot.organisation
        )
        for changed in (cases.head(-1), cases.with_columns(office=pl.lit("herning")))
    ]
    others.append(Snapshot.of(snapshot.tables, date(2023, 1, 1), snapshot.taken_at, snapshot.organisation))
    others.append(Snapshot.of(snapshot.tables, snapshot.as_of, datetime(2024, 1, 1, tzinfo=UTC)))
    hashes = {other.hash for other in others}
    assert len(hashes) == len(others)
    assert snapshot.hash not in hashes


def test_a_table_never_sent_is_not_the_same_as_one_with_no_rows(tmp_path: Path) -> None:
    without = read_snapshot(folder_of(tmp_path))
    with_none = read_snapshot(folder_of(tmp_path, offers="offer,organisation,municipality,offered\n"))
    assert without.hash != with_none.hash


def test_events_after_the_day_are_left_out_and_what_ended_later_is_open(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        successions="predecessor,successor,on\na,b,2022-07-01\n",
        cases="case,subject,organisation,level,started,ended\n"
        "c1,a,h,specialised,2022-06-30,2022-07-01\nc2,a,h,specialised,2022-07-01,\n"
        "c3,a,h,specialised,2022-01-01,2022-06-30\n",
        interactions="interaction,subject,case,organisation,on,kind\n"
        "i1,a,c1,h,2022-06-30,call\ni2,a,c1,h,2022-07-01,call\ni3,a,c2,h,2022-06-29,call\n",
        offers="offer,organisation,municipality,offered,held\no1,h,0751,2022-06-30,2022-09-01\n",
        population="municipality,year,persons\n0751,2023,1\n",
    )
    on_the_day = read_snapshot(folder).at(date(2022, 6, 30))
    assert on_the_day.as_of == date(2022, 6, 30)
    assert on_the_day.tables["cases"].select("case", "ended").rows() == [
        ("c1", None),
        ("c3", date(2022, 6, 30)),
    ]
    assert on_the_day.tables["interactions"].select("interaction", "case").rows() == [
        ("i1", "c1"),
        ("i3", None),
    ]
    assert on_the_day.tables["offers"].select("offer", "held").rows() == [("o1", None)]
    assert on_the_day.tables["successions"].height == 0
    assert on_the_day.tables["population"].height == 1
    assert read_snapshot(folder, date(2022, 6, 30)).hash == on_the_day.hash


def test_cutting_twice_is_cutting_at_the_earlier_day() -> None:
    snapshot = as_snapshot(region(11))
    twice = snapshot.at(date(2022, 12, 31)).at(date(2021, 12, 31))
    assert twice.hash == snapshot.at(date(2021, 12, 31)).hash


def test_no_table_holds_a_day_after_the_one_it_stands_at() -> None:
    day = date(2021, 12, 31)
    snapshot = as_snapshot(region(11)).at(day)
    dates = {
        (table.name, column.name) for table in TABLES for column in table.columns if column.kind == "date"
    }
    for table, column in dates:
        assert (snapshot.tables[table][column].fill_null(day) <= day).all(), f"{table}.{column}"


@pytest.mark.parametrize("source", ["handmade", "random"])
def test_frictionless_finds_nothing_wrong_with_what_we_write(source: str, tmp_path: Path) -> None:
    snapshot = (
        read_snapshot(HANDMADE) if source == "handmade" else as_snapshot(region(3)).at(date(2023, 6, 30))
    )
    snapshot.write(tmp_path, "csv")
    with warnings.catch_warnings():
        # The oracle's own imports warn about libraries it uses; that is not ours to mend.
        warnings.simplefilter("ignore")
        from frictionless import Package

        report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "note"])


def test_frictionless_finds_what_we_refuse(tmp_path: Path) -> None:
    read_snapshot(HANDMADE).write(tmp_path, "csv")
    companies = (tmp_path / "companies.csv").read_text(encoding="utf-8")
    (tmp_path / "companies.csv").write_text(companies.replace("c01,company", "c01,firma"), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Package

        report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.flatten(["rowNumber", "fieldName", "cell"]) == [[2, "kind", "firma"]]


def test_the_descriptor_names_every_delivered_table_and_its_keys(tmp_path: Path) -> None:
    read_snapshot(HANDMADE).write(tmp_path, "csv")
    about = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in about["resources"]] == [table.name for table in TABLES]
    cases = next(resource for resource in about["resources"] if resource["name"] == "cases")
    assert cases["schema"]["primaryKey"] == ["case"]
    assert cases["schema"]["foreignKeys"] == [
        {"fields": "subject", "reference": {"resource": "companies", "fields": "subject"}}
    ]
