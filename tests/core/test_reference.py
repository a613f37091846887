"""Reference tables are whole, typed, and say where they come from."""

from __future__ import annotations

import re
from datetime import date

import pytest

from samspil.core import reference
from samspil.core.measures.contract_folder import read_contract
from samspil.core.measures.problems import InputError
from samspil.shipped import folder

NEW_YEAR = date(2021, 1, 1)
FILES = ["municipalities.csv", "municipalities.geojson", "db07.csv"]


def test_98_municipalities_have_codes_of_four_digits_as_text() -> None:
    codes = list(reference.municipalities())
    assert len(codes) == 98
    assert codes == sorted(codes)
    assert all(re.fullmatch(r"\d{4}", code) for code in codes)


@pytest.mark.requirement("A7", "B91")
def test_six_hub_areas_share_the_municipalities_and_middelfart_is_sydjyllands() -> None:
    areas = {each.hub_area for each in reference.municipalities().values()}
    assert areas == {"Nordjylland", "Midtjylland", "Sjælland", "Fyn", "Sydjylland", "Hovedstaden"}
    middelfart = reference.municipalities()["0410"]
    assert (middelfart.name, middelfart.province, middelfart.hub_area) == ("Middelfart", "Fyn", "Sydjylland")


@pytest.mark.requirement("B37")
def test_the_19_municipalities_of_the_contract_are_the_area_with_its_population() -> None:
    contract = read_contract(folder("contracts") / "erhvervshus-midtjylland-2022")
    area = {code for code, each in reference.municipalities().items() if each.hub_area == "Midtjylland"}
    assert set(contract.municipalities) == area
    assert sum(reference.population(contract.municipalities, NEW_YEAR).values()) == 1_332_048


def test_every_municipality_has_a_boundary_and_no_boundary_is_left_over() -> None:
    assert set(reference.boundaries()) == set(reference.municipalities())
    assert {each["type"] for each in reference.boundaries().values()} == {"Polygon", "MultiPolygon"}


def test_every_centre_lies_in_denmark() -> None:
    for each in reference.municipalities().values():
        assert 8 < each.longitude < 15.2
        assert 54.5 < each.latitude < 57.8


def test_industries_have_741_codes_of_six_digits_each_under_a_section() -> None:
    industries = reference.industries()
    assert sum(each.level == 4 for each in industries.values()) == 741
    homeless = [each.code for each in industries.values() if each.section not in industries]
    assert homeless == ["999999"], "only the code for unknown stands outside the sections"
    assert industries["011100"].name.startswith("Dyrkning af korn")


@pytest.mark.parametrize("file", FILES)
def test_every_table_says_where_it_comes_from_and_under_which_licence(file: str) -> None:
    found = reference.provenance(file)
    assert found.file == file
    assert all((found.title, found.source, found.licence, found.columns))
    assert (folder("reference") / file).is_file()


def test_no_table_lies_there_without_its_description() -> None:
    tables = {path.name for path in folder("reference").iterdir() if path.suffix != ".toml"}
    assert tables == set(FILES)


def test_the_columns_described_are_the_columns_there_are() -> None:
    for file in ("municipalities.csv", "db07.csv"):
        heading = (folder("reference") / file).read_text(encoding="utf-8").splitlines()[0]
        assert heading.split(",") == list(reference.provenance(file).columns)


def test_a_table_read_twice_is_the_same_and_cannot_be_changed() -> None:
    assert reference.municipalities() is reference.municipalities()
    with pytest.raises(TypeError):
        reference.municipalities()["0751"] = reference.municipalities()["0615"]  # type: ignore[index]


def test_an_unknown_municipality_and_day_are_answered_at_once() -> None:
    with pytest.raises(InputError) as caught:
        reference.population(("0751", "9999"), date(1999, 1, 1))
    assert [problem.found for problem in caught.value.problems] == ["'9999'", "1999-01-01"]
