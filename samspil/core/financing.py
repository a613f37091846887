"""Holds a contract's printed financing table up against the population it seems to come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from samspil.core.allocation import Allocation, Method, allocate
from samspil.core.measures.contract_parts import Financing
from samspil.core.reference import population


@dataclass(frozen=True, slots=True)
class Line:
    """One municipality: the printed amount, verbatim, and the recomputed; amounts in 1,000 kr."""

    municipality: str
    name: str
    printed: int
    residents: int
    exact: Fraction
    recomputed: int

    @property
    def agrees(self) -> bool:
        """Whether the recomputed amount is the printed one."""
        return self.printed == self.recomputed


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole table, in the printed order."""

    lines: tuple[Line, ...]
    allocation: Allocation
    population_date: date
    printed_total: int

    @property
    def printed_sum(self) -> int:
        """What the printed rows add up to."""
        return sum(line.printed for line in self.lines)

    @property
    def printed_difference(self) -> int:
        """Printed total minus the sum of the printed rows; shown, never corrected (B34)."""
        return self.printed_total - self.printed_sum

    @property
    def agreeing(self) -> int:
        """How many rows the recomputation reproduces."""
        return sum(line.agrees for line in self.lines)


def compare(
    financing: Financing, method: Method, *, total: int | None = None, population_date: date | None = None
) -> Comparison:
    """Recompute the rows by population: of the printed total and day unless others are given.

    Raises InputError when the population of the day or of a municipality is not in the reference.
    """
    day = population_date or financing.population_date
    weights = population(tuple(row.municipality for row in financing.rows), day)
    shared = allocate(financing.printed_total if total is None else total, weights, method)
    lines = tuple(
        Line(
            municipality=row.municipality,
            name=row.name,
            printed=row.amount,
            residents=weights[row.municipality],
            exact=shared.exact[row.municipality],
            recomputed=shared.amounts[row.municipality],
        )
        for row in financing.rows
    )
    return Comparison(lines, shared, day, financing.printed_total)
