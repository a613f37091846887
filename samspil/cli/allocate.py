"""samspil allocate: the contract's printed contributions beside the key recomputed by population."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import click

from samspil.cli.answers import answer_input_errors
from samspil.cli.contracts import contract_folder, shipped
from samspil.cli.days import day

if TYPE_CHECKING:
    from samspil.core.financing import Comparison, Line
    from samspil.core.measures.contract import ResultContract

METHODS: dict[str, Literal["half_up", "largest_remainder"]] = {
    "half-up": "half_up",
    "largest-remainder": "largest_remainder",
}
NAMES = {"half_up": "sædvanlig afrunding (en halv op)", "largest_remainder": "største brøkdele"}


@click.command()
@click.argument("contract", required=False)
@click.option(
    "--total", type=click.IntRange(min=0), help="Divide this amount (1,000 kr.) instead of the printed."
)
@click.option(
    "--population-date", type=click.DateTime(["%Y-%m-%d"]), callback=day, help="Population of this 1 January."
)
@click.option("--method", type=click.Choice(list(METHODS)), default="half-up", show_default=True)
@click.option("--json", "style", flag_value="json", help="As JSON.")
@click.option("--csv", "style", flag_value="csv", help="As CSV.")
@answer_input_errors
def allocate(
    contract: str | None, total: int | None, population_date: date | None, method: str, style: str | None
) -> None:
    """Show CONTRACT's printed contributions beside the key recomputed by population.

    Amounts are in 1,000 kr.; the printed ones are shown verbatim and never corrected. Without
    CONTRACT, the one that ships with samspil.
    """
    from samspil.core.financing import compare
    from samspil.core.measures.contract_folder import read_contract
    from samspil.core.measures.problems import InputError, Problem

    parsed = read_contract(contract_folder(contract or _only()))
    if parsed.financing is None:
        raise InputError([Problem(parsed.id, 0, "financing", "nothing", "a contract with a financing table")])
    table = compare(parsed.financing, METHODS[method], total=total, population_date=population_date)
    if style == "json":
        click.echo(json.dumps(as_dict(parsed, table), ensure_ascii=False, indent=2))
    elif style == "csv":
        rows = [_row(line) for line in table.lines]
        writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    else:
        click.echo("\n".join(lines(parsed, table)))


def _only() -> str:
    known = shipped()
    if len(known) != 1:
        raise click.UsageError(f"Name the contract: a folder, or one of {', '.join(known)}.")
    return known[0]


def _row(line: Line) -> dict[str, object]:
    return {
        "municipality": line.municipality,
        "name": line.name,
        "population": line.residents,
        "printed": line.printed,
        "exact": thousandths(line.exact),
        "recomputed": line.recomputed,
    }


def thousandths(exact: Fraction) -> str:
    """An exact share to three decimals, half up, without passing through a float."""
    whole, part = divmod((exact.numerator * 2000 + exact.denominator) // (2 * exact.denominator), 1000)
    return f"{whole}.{part:03}"


def as_dict(contract: ResultContract, table: Comparison) -> dict[str, object]:
    """The comparison as plain values, for JSON."""
    from samspil.core.allocation import REASONS

    shared = table.allocation
    return {
        "contract": contract.id,
        "unit": "1000 kr.",
        "population_date": table.population_date.isoformat(),
        "method": shared.method,
        "reason": REASONS[shared.method],
        "rows": [_row(line) for line in table.lines],
        "printed": {
            "total": table.printed_total,
            "sum_of_rows": table.printed_sum,
            "difference": table.printed_difference,
        },
        "recomputed": {"total": shared.total, "sum_of_rows": shared.sum, "difference": shared.difference},
        "rows_that_agree": table.agreeing,
    }


def lines(contract: ResultContract, table: Comparison) -> Iterator[str]:
    """The comparison as text, Danish as on the pages."""
    from samspil.core.allocation import REASONS

    shared = table.allocation
    yield f"{contract.title}: bidrag i 1.000 kr., som trykt og regnet efter"
    yield f"Folketal {table.population_date.isoformat()}, {NAMES[shared.method]}"
    yield ""
    yield f"{'Kommune':<22}{'Folketal':>11}{'Trykt':>9}{'Nøjagtigt':>13}{'Regnet':>9}"
    for line in table.lines:
        exact = thousandths(line.exact).partition(".")
        mark = "" if line.agrees else "  ≠"
        yield (
            f"{line.municipality} {line.name:<17}{dots(line.residents):>11}{dots(line.printed):>9}"
            f"{dots(int(exact[0])) + ',' + exact[2]:>13}{dots(line.recomputed):>9}{mark}"
        )
    yield f"{'Rækkerne giver':<33}{dots(table.printed_sum):>9}{'':>13}{dots(shared.sum):>9}"
    yield f"{'I alt':<33}{dots(table.printed_total):>9}{'':>13}{dots(shared.total):>9}"
    yield f"{'Forskel':<33}{dots(table.printed_difference):>9}{'':>13}{dots(shared.difference):>9}"
    yield ""
    yield f"{table.agreeing} af {len(table.lines)} trykte beløb er de samme som de regnede."
    yield REASONS[shared.method]
    if contract.financing is not None:
        yield f"»{contract.financing.quote}« {contract.financing.note}"


def dots(number: int) -> str:
    """A whole number the Danish way: 39.010."""
    return f"{number:,}".replace(",", ".")
