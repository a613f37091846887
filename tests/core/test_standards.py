"""Topics, segments, target groups and land/by are versioned data with the clause they stand on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from samspil.core.measures.contract_folder import read_contract
from samspil.core.measures.problems import InputError
from samspil.core.measures.tables import SEGMENTS
from samspil.core.reference import municipalities
from samspil.core.standards import Topics, full_years, land_by, read_standard, segments, target_groups, topics
from samspil.shipped import folder

OLD, NEW = "forslag-2018", "resultatkontrakt-2022"
DAY = date(2022, 9, 30)


@pytest.mark.requirement("A28", "B6")
def test_the_proposal_has_eight_topics_and_the_contract_ten() -> None:
    assert len(topics().named(OLD).topics) == 8
    assert len(topics().named(NEW).topics) == 10
    assert topics().named(NEW).open


@pytest.mark.requirement("A29")
def test_every_old_topic_has_a_bridge_to_the_new() -> None:
    for topic in topics().named(OLD).topics:
        assert topics().translate(topic.code, source=OLD, target=NEW), topic.code
    (link,) = topics().translate("board", source=OLD, target=NEW)
    assert (link.newer, link.relation) == ("management", "narrower")
    assert topics().translate("board", source=NEW, target=OLD) == []


@pytest.mark.requirement("B65", "B73")
def test_topics_the_measures_count_on_are_in_the_standard() -> None:
    contract = read_contract(folder("contracts") / "erhvervshus-midtjylland-2022")
    used = {str(point.parameters["topic"]) for point in contract.points if "topic" in point.parameters}
    assert used == {"green", "digital"}
    for code in used:
        assert topics().named(NEW).topic(code).danish


def test_the_version_in_force_is_the_latest_begun() -> None:
    assert topics().version(date(2021, 12, 31)).id == OLD
    assert topics().version(date(2022, 1, 1)).id == NEW
    assert topics().version(date(2000, 1, 1)).id == OLD


def test_an_unknown_topic_or_version_is_answered_with_the_nearest() -> None:
    with pytest.raises(KeyError, match="did you mean"):
        topics().named(NEW).topic("digitale")
    with pytest.raises(KeyError, match="did you mean"):
        topics().named("resultatkontrakt-2023")


@pytest.mark.requirement("A27", "B46", "B80")
def test_segments_are_those_of_the_snapshot_and_growth_has_its_rule() -> None:
    found = {each.code: each for each in segments().version(DAY).segments}
    assert set(found) == set(SEGMENTS)
    assert (found["growth"].growth_percent, found["growth"].growth_years) == (10, 3)


@pytest.mark.requirement("A8", "B84")
@pytest.mark.parametrize(
    ("kind", "founded", "employees", "group"),
    [
        ("founder", None, None, "foerstarter"),
        ("company", date(2022, 1, 1), 300, "ivaerksaetter"),
        ("company", date(2019, 10, 1), 0, "ivaerksaetter"),
        ("company", date(2019, 9, 30), 0, "smv"),
        ("company", None, None, "smv"),
        ("company", date(2000, 1, 1), 249, "smv"),
        ("company", date(2000, 1, 1), 250, "stor"),
    ],
)
def test_everyone_is_in_one_target_group(
    kind: str, founded: date | None, employees: int | None, group: str
) -> None:
    found = target_groups().version(DAY).group_of(kind, founded=founded, employees=employees, on=DAY)
    assert found.code == group


def test_a_kind_no_group_takes_is_refused() -> None:
    with pytest.raises(KeyError):
        target_groups().version(DAY).group_of("union", founded=None, employees=None, on=DAY)


def test_years_are_counted_as_an_age_is() -> None:
    assert full_years(date(2020, 2, 29), date(2023, 2, 28)) == 2
    assert full_years(date(2020, 2, 29), date(2023, 3, 1)) == 3


@pytest.mark.requirement("B45", "B77")
def test_every_municipality_is_land_or_by() -> None:
    version = land_by().version(DAY)
    kinds = {each.name: version.kind_of(each.dst_group) for each in municipalities().values()}
    assert set(kinds.values()) == {"land", "by"}
    assert (kinds["Aarhus"], kinds["Lemvig"], kinds["Odder"]) == ("by", "land", "land")


def test_every_version_says_where_it_comes_from() -> None:
    for standard in (topics(), segments(), target_groups(), land_by()):
        assert all(each.source and each.requirements for each in standard.versions)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("open = true", "aaben = true", "aaben"),
        ('to = "capital"', 'to = "kapital"', "financing to kapital"),
        ("valid_from = 2018-04-23", "valid_from = 2030-01-01", "oldest first"),
        ('title = "Emner"', "title = ", "valid TOML"),
    ],
)
def test_a_standard_with_a_fault_is_answered_with_file_and_fault(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = (folder("standards") / "topics.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "topics.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_standard(path, Topics)
    assert words in str(caught.value)
    assert "topics.toml" in str(caught.value)
