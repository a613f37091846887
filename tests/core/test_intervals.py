"""The intervals give published numbers, agree with their slow twins, and cover what they promise."""

from fractions import Fraction
from math import comb, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspil.core.inference.chance import chance_of, chance_outside
from samspil.core.inference.intervals import (
    effective_size,
    kish_size,
    newcombe,
    promoter_score,
    wilson,
)
from tests.reference import twins_intervals as twins

counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


# Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3.
@pytest.mark.requirement("B42")
@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_newcombes_worked_examples(count: int, n: int, low: float, high: float) -> None:
    assert wilson(count / n, n) == pytest.approx((low, high), abs=5e-5)


# Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10.
@pytest.mark.requirement("B39")
@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
    ],
)
def test_a_difference_gives_newcombes_worked_examples(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    (a, m), (b, n) = first, second
    found = newcombe(a / m, wilson(a / m, m), b / n, wilson(b / n, n))
    assert found == pytest.approx((low, high), abs=5e-5)


@given(counts)
def test_wilson_is_the_solution_of_the_score_equation(seen: tuple[int, int]) -> None:
    count, n = seen
    assert wilson(count / n, n) == pytest.approx(twins.wilson(count / n, n), abs=1e-9)


@given(counts, counts)
def test_a_difference_equals_its_twin(first: tuple[int, int], second: tuple[int, int]) -> None:
    (a, m), (b, n) = first, second
    found = newcombe(a / m, wilson(a / m, m), b / n, wilson(b / n, n))
    assert found == pytest.approx(twins.difference(a / m, m, b / n, n), abs=1e-9)


def test_a_share_known_from_everybody_is_certain() -> None:
    assert wilson(0.4, effective_size(50, 50)) == (0.4, 0.4)
    assert wilson(0.4, effective_size(50, 30)) == (0.4, 0.4)


def test_no_answers_give_no_interval() -> None:
    with pytest.raises(ValueError, match="wanted more than 0"):
        wilson(0.0, 0)
    with pytest.raises(ValueError, match="wanted more than 0"):
        promoter_score(0, 0, 0)


def test_a_sample_from_a_small_population_is_worth_more() -> None:
    assert effective_size(50, None) == 50
    assert effective_size(1, 1000) == 1
    assert effective_size(1, 1) == inf
    # The variance p(1-p)/n times (N-n)/(N-1): 50 of 99 halve it.
    assert effective_size(50, 99) == pytest.approx(50 * 98 / 49)
    assert effective_size(50, 10**9) == pytest.approx(50)


def test_equal_weights_cost_nothing_and_unequal_ones_do() -> None:
    assert kish_size(10.0, 10.0) == 10
    assert kish_size(3 * 2.5, 3 * 2.5**2) == 3
    assert kish_size(1 + 1 + 4, 1 + 1 + 16) == 2


@pytest.mark.requirement("B50")
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 400))
def test_the_promoter_score_and_its_interval_equal_their_twin(
    up: int, passive: int, down: int, more: int
) -> None:
    n = up + passive + down
    if n == 0:
        return
    score, interval = promoter_score(up, passive, down)
    assert score == float(Fraction(100 * (up - down), n))
    assert interval == pytest.approx(twins.promoters(up, passive, down), abs=1e-9)
    _, narrowed = promoter_score(up, passive, down, n + more + 1)
    assert narrowed == pytest.approx(twins.promoters(up, passive, down, n + more + 1), abs=1e-9)
    assert promoter_score(up, passive, down, n) == (score, (score, score))


@given(counts, st.integers(0, 20))
def test_the_chance_of_a_skew_equals_the_sum_of_all_that_is_as_unlikely(
    seen: tuple[int, int], twentieths: int
) -> None:
    count, total = min(seen[0], 60), min(seen[1], 60)
    share = Fraction(twentieths, 20)
    wanted = float(twins.as_unlikely(min(count, total), total, share))
    assert chance_of(min(count, total), total, float(share)) == pytest.approx(wanted, abs=1e-7)


@given(st.integers(0, 60), st.integers(0, 20), st.fractions(0, 2, max_denominator=50))
def test_the_chance_of_missing_the_band_equals_the_sum_outside_it(
    total: int, twentieths: int, band: Fraction
) -> None:
    share = Fraction(twentieths, 20)
    low, high = total * share * (1 - band), total * share * (1 + band)
    wanted = float(twins.outside(total, share, low, high))
    assert chance_outside(total, float(share), low, high) == pytest.approx(wanted, abs=1e-9)


def wilson_coverage(n: int, share: float) -> float:
    """How often the interval holds the true share, over everything that can happen."""
    return sum(
        comb(n, count) * share**count * (1 - share) ** (n - count)
        for count in range(n + 1)
        if wilson(count / n, n)[0] <= share <= wilson(count / n, n)[1]
    )


@pytest.mark.parametrize("n", [30, 60, 120])
def test_wilson_covers_the_true_share_95_times_in_100_on_average(n: int) -> None:
    found = [wilson_coverage(n, hundredths / 100) for hundredths in range(5, 96)]
    assert 0.94 <= sum(found) / len(found) <= 0.96
    assert min(found) >= 0.90


def score_coverage(n: int, up: float, down: float) -> float:
    """How often the interval holds the true score, over every split of n answers."""
    true, covered = 100 * (up - down), 0.0
    for promoters in range(n + 1):
        for detractors in range(n + 1 - promoters):
            passives = n - promoters - detractors
            ways = comb(n, promoters) * comb(n - promoters, detractors)
            low, high = promoter_score(promoters, passives, detractors)[1]
            if low <= true + 1e-9 and true - 1e-9 <= high:
                covered += ways * up**promoters * (1 - up - down) ** passives * down**detractors
    return covered


@pytest.mark.requirement("B50")
def test_the_promoter_interval_of_ten_answers_covers_the_true_score_where_all_three_kinds_occur() -> None:
    found = [score_coverage(10, up / 20, down / 20) for up in range(2, 17) for down in range(2, 19 - up)]
    assert min(found) >= 0.93


@pytest.mark.requirement("B50")
def test_the_promoter_interval_of_ten_answers_is_at_worst_88_where_a_kind_never_occurs() -> None:
    # Without passives, or without promoters or detractors, ten answers take few values and the
    # interval is at times too short; the mean over every distribution is still what it promises.
    found = {
        (up, down): score_coverage(10, up / 20, down / 20) for up in range(21) for down in range(21 - up)
    }
    assert sum(found.values()) / len(found) == pytest.approx(0.952, abs=0.001)
    assert min(found.values()) == pytest.approx(0.879, abs=0.001)
    assert {place for place, covered in found.items() if covered < 0.92} == {
        *((0, down) for down in (4, 7, 9, 11, 13, 16, 19)),
        *((up, 0) for up in (4, 7, 9, 11, 13, 16, 19)),
        *((8, 12), (10, 10), (12, 8)),
    }


def test_the_promoter_interval_holds_the_score_and_closes_in_on_it_as_everybody_answers() -> None:
    for counts in ((0, 0, 1), (9, 1, 0), (30, 0, 0), (90, 5, 5)):
        n = sum(counts)
        for population in (None, n + 1, 2 * n, 100 * n):
            score, (low, high) = promoter_score(*counts, population)
            assert low <= score <= high
    # Of 101 companies 100 have answered 90, 5 and 5: the last can move the score by two points at most.
    score, (low, high) = promoter_score(90, 5, 5, 101)
    assert score == 85
    assert high - low < 3
