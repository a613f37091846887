"""CPR numbers are found however they are written, and what only looks a little like one is let through."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from samspil.platform.cpr import find_cpr, is_lost_zero, refuse_cpr

# Made-up numbers: a serial of 0000 is not given to anybody.
BORN = st.dates(dt.date(1900, 1, 1), dt.date(1999, 12, 31))
WORDS = st.text(alphabet=st.characters(exclude_categories=["Nd", "Cs"]), max_size=40)


@given(
    born=BORN,
    before=WORDS,
    after=WORDS,
    joint=st.sampled_from(["-", " ", " - ", "–", "\N{NO-BREAK SPACE}", "/"]),
)
def test_a_cpr_number_is_found_in_any_text_at_its_place(
    born: dt.date, before: str, after: str, joint: str
) -> None:
    number = f"{born:%d%m%y}{joint}0000"
    (place,) = find_cpr(f"{before} {number} {after}")
    assert f"{before} {number} {after}"[place.start : place.end] == number


@given(born=BORN)
def test_a_cpr_number_in_one_run_is_found(born: dt.date) -> None:
    assert find_cpr(f"Hun har {born:%d%m%y}0000 som nummer")
    assert find_cpr(f"CPR-nr. {born:%d%m%y}0000")
    assert find_cpr(f"cpr{born:%d%m%y}0000")


@given(digits=st.integers(min_value=0, max_value=9), born=BORN)
def test_ten_digits_inside_a_longer_run_are_none(digits: int, born: dt.date) -> None:
    assert not find_cpr(f"{digits}{born:%d%m%y}0000")
    assert not find_cpr(f"{born:%d%m%y}0000{digits}")


@pytest.mark.parametrize(
    "text",
    [
        "01.01.90-0000", "01-01-90-0000", "01/01/90-0000", "01 01 90 0000", "01 01 90-0000",
        "01011990-0000", "01.01.1990-0000", "Født 01-01-1990-0000.", "0101900000",
        "se https://example.dk/person/0101900000", "010190\N{NON-BREAKING HYPHEN}0000",
    ],
)  # fmt: skip
def test_every_way_of_writing_one_is_found(text: str) -> None:
    assert len(find_cpr(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ring på 20 12 34 56 eller +45 97 82 00 00",
        "+4520123456", "+3110123456", "0045 20 12 34 56", "tlf. 0701234567", "mobil: 1203451234",
        "P-nummer 1001234567", "P-nr. 1001234567", "pnr: 1001234567", "produktionsenheden 1001234567",
        "kontonr. 1203451234", "Faktura 1203451234",
        "CVR 40084606, 12-03-2021 kl. 13.00", "den 12.03.21 kl. 1400", "12.03.21 1400 kr.",
        "1.203.901.234 kr.", "3213451234", "0013451234", "3002901234", "310490-1234", "290201-1234",
        "0e0101900000ab34", "6f9619ff-8b86-d011-b42d-00c0101900ff", "EAN 5790001203456",
        "a3f0101900000b5c",
    ],
)  # fmt: skip
def test_telephones_p_numbers_amounts_and_days_are_none(text: str) -> None:
    assert find_cpr(text) == []


@pytest.mark.parametrize(
    ("text", "found"), [("290200-4000", True), ("290200-0000", False), ("290236-4000", True)]
)
def test_the_seventh_digit_gives_the_century(text: str, found: bool) -> None:
    assert bool(find_cpr(text)) is found


def test_a_p_number_word_does_not_excuse_a_hyphen() -> None:
    assert find_cpr("P-nummer 010190-0000")


def test_a_number_that_a_spreadsheet_has_cut_the_zero_from_is_found() -> None:
    assert is_lost_zero(101900000)
    assert not is_lost_zero(40084606)
    assert not is_lost_zero(990000000)
    assert not is_lost_zero(1101900000)


def test_the_refusal_says_where_and_never_the_number() -> None:
    with pytest.raises(ValidationError) as caught:
        refuse_cpr(Notat="Aftalt møde.\nHendes nummer: 010190-0000", Titel="Rådgivning")
    (message,) = caught.value.messages
    assert message.startswith("Notat, linje 2, tegn 16")
    assert "0101" not in message
    assert caught.value.error_list[0].params == {"field": "Notat", "line": 2, "sign": 16}


def test_text_without_one_passes_in_either_way_of_asking() -> None:
    refuse_cpr(Notat="Ring 97 82 00 00", Titel="")
    refuse_cpr("Notat", "Ring igen")
    refuse_cpr(field="Notat", text="Ring igen")
    with pytest.raises(ValidationError):
        refuse_cpr(field="Notat", text="010190-0000")


@given(text=st.text(max_size=200))
def test_any_text_can_be_searched(text: str) -> None:
    for place in find_cpr(text):
        assert 0 <= place.start < place.end <= len(text)
        assert place.line == text[: place.start].count("\n") + 1
