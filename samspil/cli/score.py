"""samspil score: score a contract from a snapshot, without a database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from samspil.cli.answers import answer_input_errors
from samspil.cli.contracts import contract_folder
from samspil.cli.days import day

if TYPE_CHECKING:
    from samspil.core.measures.contract import Point, ResultContract
    from samspil.core.measures.intake import Delivery
    from samspil.core.measures.scorecard import GroupFigure, PointResult, ReadingResult, Scorecard

WORDS = {
    "met": "Opfyldt",
    "not_met": "Ikke opfyldt",
    "partly_met": "Delvist opfyldt",
    "awaiting_data": "Afventer data",
    "cannot_be_computed": "Kan ikke opgøres",
}
SIGNS = {"met": "✓", "not_met": "✕", "partly_met": "◐", "awaiting_data": "◷", "cannot_be_computed": "–"}
UNITS = {
    "percent": " pct.",
    "points": " point",
    "score": "",
    "count": "",
    "municipalities": " kommuner",
    "yes_no": "",
}


@click.command()
@click.argument("contract")
@click.argument("snapshot", type=click.Path(path_type=Path))
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), callback=day, help="Leave out events after this day."
)
@click.option("--json", "as_json", is_flag=True, help="The whole scorecard as JSON.")
@click.option(
    "--members",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write who was counted to this Parquet file.",
)
@click.option("--engine", type=click.Choice(["polars", "duckdb"]), default="polars", show_default=True)
@click.option(
    "--readings/--chosen", default=True, show_default=True, help="All readings, or the chosen ones only."
)
@answer_input_errors
def score(
    contract: str,
    snapshot: Path,
    as_of: date | None,
    as_json: bool,
    members: Path | None,
    engine: str,
    readings: bool,
) -> None:
    """Score CONTRACT from SNAPSHOT (a folder of CSV or Parquet tables).

    CONTRACT is a folder, or the id of a contract that ships with samspil.
    Every point with value, n, interval, readings and verdict. Needs no database.
    """
    from samspil.core.measures.contract_folder import read_contract
    from samspil.core.measures.evaluate import check_hub, evaluate
    from samspil.core.measures.intake import read_delivery

    refuse_what_would_fail_late(members, engine)
    parsed = read_contract(contract_folder(contract))
    delivery = read_delivery(snapshot, as_of)
    frozen = delivery.snapshot
    check_hub(parsed, frozen)
    for notice in notices(delivery):
        click.echo(notice, err=True)
    result = evaluate(
        parsed, frozen, engine="duckdb" if engine == "duckdb" else "polars", keep_members=members is not None
    )
    if members is not None:
        result.members.write_parquet(members, compression="zstd", statistics=False)
    if as_json:
        sys.stdout.write(result.scorecard.to_json())
        return
    click.echo("\n".join(lines(result.scorecard, parsed, readings)))


def refuse_what_would_fail_late(members: Path | None, engine: str) -> None:
    """Say before the work what would stop it at the end."""
    from samspil.core.measures.problems import InputError, Problem

    if members is not None and not members.parent.is_dir():
        raise InputError([Problem("--members", 0, "", f"no folder {members.parent}", "a file in a folder")])
    if engine == "duckdb" and find_spec("duckdb") is None:
        found = "no module duckdb on this machine"
        raise InputError([Problem("--engine", 0, "", found, "polars, or duckdb once it is installed")])


def notices(delivery: Delivery) -> Iterator[str]:
    """What the user should know of the data before reading the figures."""
    if delivery.changed:
        yield "Dataudtrækket er ændret, siden det blev skrevet."
    for table, count in delivery.later.items():
        rows = "række" if count == 1 else "rækker"
        yield f"{table}: {number(count, 0)} {rows} efter {delivery.snapshot.as_of} er ikke med."


def lines(card: Scorecard, contract: ResultContract, readings: bool) -> list[str]:
    """The scorecard as lines of text, Danish as on the pages."""
    tally = ", ".join(f"{count} {WORDS[verdict].lower()}" for verdict, count in card.tally.items())
    out = [f"{card.contract} pr. {card.as_of}", tally, f"dataudtræk {card.snapshot_hash[:12]}"]
    for goal in card.goals:
        of = f" ({goal.met} af {goal.of})" if goal.verdict == "partly_met" else ""
        kind = "nationalt" if goal.national else "lokalt"
        out += ["", f"Mål {goal.number} {goal.title} ({kind}): {WORDS[goal.verdict]}{of}"]
        for point in card.points:
            if point.id.split(".")[0] == str(goal.number):
                out += _point(point, questions(contract.point(point.id)) if readings else None)
    return out


def questions(point: Point) -> dict[str, str]:
    """What each single switch of a point asks, by the id of the reading that turns it."""
    return {
        reading.id: switch.question
        for reading in point.readings()
        for switch in point.switches
        if reading.id.startswith(f"{switch.name}=")
    }


def _point(point: PointResult, asked: dict[str, str] | None) -> list[str]:
    out = [f"  {point.id} {point.title}", "      " + _figure(point, point.chosen)]
    out += [f"        {_group(point, group)}" for group in point.chosen.groups]
    if point.chosen.excluded:
        reasons = ", ".join(f"{count} {_reason(reason)}" for reason, count in point.chosen.excluded.items())
        out.append(f"      udeladt: {reasons}")
    if asked is not None:
        out += [
            f"      · {asked.get(reading.id, '')} ".rstrip() + f" {reading.label}: {_figure(point, reading)}"
            for reading in point.readings[1:]
        ]
    return out


def _reason(code: str) -> str:
    from samspil.core.measures.roles import BY_CODE

    return BY_CODE[f"excluded:{code}"].danish


def _figure(point: PointResult, reading: ReadingResult) -> str:
    from samspil.core.measures.scorecard import REASONS

    verdict = f"{SIGNS[reading.verdict]} {WORDS[reading.verdict]}"
    why = f" ({REASONS[reading.reason]})" if reading.reason else ""
    target = "" if reading.target is None else f" · mål {number(reading.target)}{UNITS[point.unit]}"
    if reading.value is None:
        return f"{verdict}{target} · n {reading.n}{why}"
    sure = " · målet ligger inden for usikkerheden" if reading.crosses_target else ""
    return (
        f"{_value(point, reading.value)}{_interval(reading)} · n {reading.n}{target} · {verdict}{sure}{why}"
    )


def _value(point: PointResult, value: float) -> str:
    if point.unit == "yes_no":
        return "ja" if value else "nej"
    return number(value, 0 if point.unit in ("count", "municipalities") else 1) + UNITS[point.unit]


def _interval(figure: ReadingResult | GroupFigure) -> str:
    if figure.interval is not None:
        return f" (95 %: {number(figure.interval[0])} til {number(figure.interval[1])})"
    return " (fuld optælling)" if figure.interval_method == "complete_count" else ""


def _group(point: PointResult, group: GroupFigure) -> str:
    name = _name(group.group)
    if group.value is None:
        return f"{name}: {WORDS[group.verdict]}"
    if group.expected is not None and group.low is not None and group.high is not None:
        band = f"forventet {number(group.expected)}, bånd {number(group.low)} til {number(group.high)}"
        chance = f"tilfældighed p {number(group.chance or 0, 2)}"
        return f"{SIGNS[group.verdict]} {name}: {group.counted} ({band}, {chance})"
    return f"{name}: {number(group.value)}{_interval(group)} · {group.counted} af {group.n}"


def _name(group: str) -> str:
    """A group's name: a segment or channel in words, a municipality by name, a wave as it is."""
    from samspil.core.measures.scorecard import GROUPS
    from samspil.core.reference import municipalities

    if group in municipalities():
        return municipalities()[group].name
    return GROUPS.get(group, group)


def number(value: float, digits: int = 1) -> str:
    """A number the Danish way: 39.010 and 41,2."""
    text = f"{value:,.{digits}f}".removesuffix(".0")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")
