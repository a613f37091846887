"""The grant is divided exactly, and the printed table is held up against the population."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import ceil, floor
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspil.core.allocation import Method, allocate, exact_shares
from samspil.core.financing import compare
from samspil.core.measures.contract_folder import read_contract
from samspil.core.measures.contract_parts import Financing
from samspil.core.measures.problems import InputError
from samspil.shipped import folder

METHODS: list[Method] = ["half_up", "largest_remainder"]
totals = st.integers(0, 10**6)
weights = st.dictionaries(
    st.sampled_from([f"{n:04}" for n in range(101, 140)]), st.integers(0, 10**6), min_size=1
)
some = weights.filter(lambda each: sum(each.values()) > 0)


@pytest.fixture(scope="module")
def financing() -> Financing:
    contract = read_contract(folder("contracts") / "erhvervshus-midtjylland-2022")
    assert contract.financing is not None
    return contract.financing


@pytest.mark.requirement("B33", "B34")
def test_half_up_reproduces_19_of_19_rows_and_lacks_one(financing: Financing) -> None:
    table = compare(financing, "half_up")
    assert (table.agreeing, table.allocation.sum, table.allocation.difference) == (19, 39_009, 1)
    assert (table.printed_sum, table.printed_total, table.printed_difference) == (39_009, 39_010, 1)


@pytest.mark.requirement("B33", "B34")
def test_largest_remainder_gives_the_total_and_18_of_19_rows(financing: Financing) -> None:
    table = compare(financing, "largest_remainder")
    assert (table.agreeing, table.allocation.sum, table.allocation.difference) == (18, 39_010, 0)
    assert [(line.name, line.printed, line.recomputed) for line in table.lines if not line.agrees] == [
        ("Silkeborg", 2796, 2797)
    ]


@pytest.mark.requirement("B37")
def test_the_population_of_another_year_does_not_reproduce_the_table(financing: Financing) -> None:
    assert compare(financing, "half_up", population_date=date(2020, 1, 1)).agreeing < 19


def test_a_day_without_population_is_answered_with_those_there_are(financing: Financing) -> None:
    with pytest.raises(InputError, match="2020-01-01 or 2021-01-01"):
        compare(financing, "half_up", population_date=date(2021, 7, 1))


def test_lines_stand_in_the_printed_order_with_exact_shares(financing: Financing) -> None:
    table = compare(financing, "half_up", total=1_332_048)
    assert [line.name for line in table.lines] == [row.name for row in financing.rows]
    assert all(line.exact == line.residents for line in table.lines)


def test_halves_go_up_and_equal_remainders_to_the_lowest_code() -> None:
    even = {"0751": 1, "0101": 1}
    assert allocate(1, even, "half_up").amounts == {"0101": 1, "0751": 1}
    assert allocate(1, even, "largest_remainder").amounts == {"0101": 1, "0751": 0}


@pytest.mark.parametrize(
    ("total", "bad", "words"),
    [
        (-1, {"0101": 1}, "total -1"),
        (1, {"0101": -1, "0147": 2}, "weight -1 for 0101"),
        (1, {"0101": 0}, "no weight"),
    ],
)
def test_what_cannot_be_divided_is_refused(total: int, bad: dict[str, int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        allocate(total, bad, "half_up")


@given(totals, some)
def test_exact_shares_add_up_to_the_total(total: int, given_weights: dict[str, int]) -> None:
    assert sum(exact_shares(total, given_weights).values()) == total


@given(totals, some)
def test_largest_remainder_preserves_the_total(total: int, given_weights: dict[str, int]) -> None:
    assert allocate(total, given_weights, "largest_remainder").difference == 0


@given(totals, some)
def test_largest_remainder_stays_within_the_quota(total: int, given_weights: dict[str, int]) -> None:
    shared = allocate(total, given_weights, "largest_remainder")
    assert all(
        floor(shared.exact[key]) <= amount <= ceil(shared.exact[key])
        for key, amount in shared.amounts.items()
    )


@given(totals, some)
def test_half_up_is_never_more_than_a_half_from_the_share(total: int, given_weights: dict[str, int]) -> None:
    shared = allocate(total, given_weights, "half_up")
    assert all(
        -Fraction(1, 2) < amount - shared.exact[key] <= Fraction(1, 2)
        for key, amount in shared.amounts.items()
    )
    assert abs(shared.difference) <= Fraction(len(given_weights), 2)


@given(totals, some, st.sampled_from(METHODS), st.randoms())
def test_the_order_of_the_rows_changes_nothing(
    total: int, given_weights: dict[str, int], method: Method, random: Random
) -> None:
    rows = list(given_weights.items())
    random.shuffle(rows)
    assert allocate(total, dict(rows), method) == allocate(total, given_weights, method)


@given(totals, some, st.sampled_from(METHODS))
def test_who_weighs_more_never_pays_less_but_for_a_tie_of_one(
    total: int, given_weights: dict[str, int], method: Method
) -> None:
    amounts = allocate(total, given_weights, method).amounts
    for heavy in given_weights:
        for light in given_weights:
            if given_weights[heavy] > given_weights[light]:
                assert amounts[heavy] >= amounts[light]
            elif given_weights[heavy] == given_weights[light]:
                assert abs(amounts[heavy] - amounts[light]) <= (method == "largest_remainder")


@given(totals, some, st.sampled_from(METHODS), st.integers(2, 50))
def test_weights_in_another_unit_change_nothing(
    total: int, given_weights: dict[str, int], method: Method, times: int
) -> None:
    scaled = {key: weight * times for key, weight in given_weights.items()}
    assert allocate(total, scaled, method).amounts == allocate(total, given_weights, method).amounts


@given(some, st.sampled_from(METHODS))
def test_a_total_that_divides_evenly_is_divided_evenly(given_weights: dict[str, int], method: Method) -> None:
    assert allocate(sum(given_weights.values()), given_weights, method).amounts == given_weights
