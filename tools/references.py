"""Writes the reference pages from the code they describe: snapshot tables, measures, roles, commands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import get_args

import click

from samspil.cli import main as command_line
from samspil.core.measures import definitions as _registers  # noqa: F401  fills the register
from samspil.core.measures.registry import MEASURES, Measure
from samspil.core.measures.roles import ROLES
from samspil.core.measures.scorecard import REASONS
from samspil.core.measures.tables import FORMAT, TABLES, Column, Table

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
EXAMPLE = ROOT / "tests" / "data" / "handmade-snapshot"
MADE = "Made by `python -m tools.references`; a test fails when it is out of date."

SNAPSHOT = f"""# Snapshot format (`{FORMAT}`)

{MADE}

A snapshot (dataudtræk) is a folder with one CSV or Parquet file per table and a `datapackage.json`
(Frictionless Data Package). Anyone can type one: no code of ours is needed, and none of it reads types
from the data; the tables below decide.

- CSV: UTF-8 (or cp1252, as Danish spreadsheets write), comma or semicolon, one heading line. An empty
  cell is no value. Days are written `2022-09-30`, flags `true` and `false` (`1`, `0`, `ja`, `nej` work too),
  numbers with a decimal point, several codes in a cell with semicolons between (quote the cell).
- `datapackage.json` needs only `{{"samspil": {{"as_of": "2022-09-30"}}}}`; without the file, give `--as-of`.
  `taken_at` tells when the data were taken; `as_of` cuts the events.
- Columns of one's own start with `x_` and are ignored; any other unknown column is an error, since a misspelt
  heading would otherwise lose its data silently.
- A table that is not delivered is not the same as a table without rows: what needs it awaits data.
- Keys are surrogates. A text that looks like a CPR number is refused wherever it stands.
- Wrong input is answered with table, row, column, found and wanted, all problems at once; nothing is scored.
- The hash is taken over the content, so CSV and Parquet of the same rows, in any order, have the same.

Score it: `samspil score CONTRACT SNAPSHOT` (see [commands](commands.md)).
"""


def snapshot_page() -> str:
    """Every table and column, then a complete small example."""
    parts = [SNAPSHOT, *(_table(table) for table in TABLES), "## A complete small example\n"]
    parts.append("The folder `tests/data/handmade-snapshot/`, scored by the suite.\n")
    for path in sorted(EXAMPLE.glob("*.json")) + sorted(EXAMPLE.glob("*.csv")):
        parts.append(f"`{path.name}`\n\n```\n{path.read_text(encoding='utf-8').strip()}\n```\n")
    return "\n".join(parts)


def _table(table: Table) -> str:
    need = "required" if table.required else "optional"
    lines = [f"## {table.name}", "", f"{table.meaning} Key: {', '.join(table.key)}; {need}."]
    if table.date:
        lines.append(f"Rows whose `{table.date}` is after the snapshot's day are left out.")
    lines += ["", "| column | type | required | meaning |", "|---|---|---|---|"]
    lines += [_column(column) for column in table.columns]
    return "\n".join(lines) + "\n"


def _column(column: Column) -> str:
    meaning = column.meaning
    if column.values:
        meaning += ": " + ", ".join(f"`{value}`" for value in column.values)
    if column.refers:
        meaning += f" (a row of `{column.refers}`)"
    limits = [f"from {column.minimum:g}"] if column.minimum is not None else []
    limits += [f"to {column.maximum:g}"] if column.maximum is not None else []
    if limits:
        meaning += f" ({' '.join(limits)})"
    return f"| `{column.name}` | {column.kind} | {'yes' if column.required else ''} | {meaning} |"


def measures_page() -> str:
    """Every measure's definition and switches, then the roles and reasons."""
    lines = ["# Measures", "", MADE, "", "A point of a contract names a measure and sets its switches."]
    for name in sorted(MEASURES):
        lines += _measure(MEASURES[name])
    lines += ["", "## Roles", "", "Where a subject has several rows, the role that stands first wins."]
    lines += ["", "| role | på dansk | to mend |", "|---|---|---|"]
    lines += [f"| `{role.code}` | {role.danish} | {role.mend} |" for role in ROLES]
    lines += ["", "## Reasons for a missing verdict", "", "| reason | på dansk |", "|---|---|"]
    lines += [f"| `{code}` | {text} |" for code, text in REASONS.items() if code]
    return "\n".join(lines) + "\n"


def _measure(measure: Measure) -> list[str]:
    lines = ["", f"## {measure.name}", "", _dedent(measure.definition), ""]
    lines += [f"Shape: {measure.shape}. Tables: {', '.join(measure.tables)}.", ""]
    lines += ["| parameter or switch | values | unless said |", "|---|---|---|"]
    for name, field in measure.parameters.model_fields.items():
        values = get_args(field.annotation) or (getattr(field.annotation, "__name__", ""),)
        default = "" if field.is_required() else f"`{field.default}`"
        lines.append(f"| `{name}` | {', '.join(f'`{value}`' for value in values)} | {default} |")
    return lines


def _dedent(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


def commands_page() -> str:
    """Every command with its help, as the command line prints it."""
    lines = ["# Commands", "", MADE]
    assert isinstance(command_line, click.Group)
    context = click.Context(command_line, info_name="samspil")
    for name in command_line.list_commands(context):
        command = command_line.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context, terminal_width=100)
        lines += ["", f"## samspil {name}", "", "```", command.get_help(inner), "```"]
    return "\n".join(lines) + "\n"


REFERRALS = f"""# Referrals (henvisninger)

{MADE}

Every step of a referral is a row of `TRANSITIONS` in `samspil/referrals/rules.py`, and is taken in one
place, `samspil/referrals/steps.py`. A step that is not in the table is refused in words. The sender is who
refers, the receiver who is referred to (with a log-in, or by a signed link), the clock is the daily sweep.

A referral without follow-up is one tick (`ticked`): it counts for goal 8 and has no steps but to be undone.
A draft, and a referral that was withdrawn, count nowhere. A referral back to whoever sent it is refused as
long as the first one is open: it is sent back (`return`) instead.
"""

CLOCK = """
## The clock

- It runs in the receiver's working days: no weekends, no public holidays (Store Bededag only until 2023),
  not on its closed days (usually {closed}), not in its pauses.
- Reminders come after {days} working days, unless the unit has set others or switched them off. The
  first is the deadline for an answer; after the last the referral expires.
- From reminder {inbox} on the unit's inbox is told too, from the one after that the sender as well. A
  reminder is sent once, however often the sweep runs.
- An answering link lives {link} days and works for one answer; the next step has a new one.
- {months} months after sending, the sender is asked whether it was used: a figure of our own, never goal 4.
"""


def referrals_page() -> str:
    """The states and steps of a referral as a drawing and as a table, then the clock."""
    from samspil.referrals import rules

    words = referral_words()
    lines = [REFERRALS, "```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{words["state", state]}" as {state}' for state in rules.STATES]
    lines += ["    [*] --> draft", "    [*] --> ticked"]
    lines += [
        f"    {each.source} --> {each.target} : {each.step} ({each.party})" for each in rules.TRANSITIONS
    ]
    lines += [f"    {state} --> [*]" for state in rules.STATES if state in rules.CLOSED]
    lines += ["```", "", "## Steps", "", "| from | step | by | to | reason |", "|---|---|---|---|---|"]
    for each in rules.TRANSITIONS:
        source, target = words["state", each.source], words["state", each.target]
        step, party = f"`{each.step}` {words['step', each.step]}", words["party", each.party]
        lines.append(f"| {source} | {step} | {party} | {target} | {'asked for' if each.reason else ''} |")
    clock = CLOCK.format(
        closed=", ".join(f"{day[3:]}-{day[:2]}" for day in rules.USUALLY_CLOSED),
        days=", ".join(map(str, rules.CHASE_DAYS)),
        inbox=rules.ESCALATES_FROM,
        link=rules.LINK_DAYS,
        months=rules.HALF_A_YEAR_IN_MONTHS,
    )
    return "\n".join(lines) + "\n" + clock


def referral_words() -> dict[tuple[str, str], str]:
    """What the pages call each state, step and party, in Danish."""
    import os

    import django
    from django.apps import apps
    from django.utils.translation import override

    if not apps.ready:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samspil.config.settings")
        django.setup()
    from samspil.referrals.kinds import Party, State, StepCode

    with override("da"):
        found = {("state", each.value): str(each.label) for each in State}
        found |= {("step", each.value): str(each.label) for each in StepCode}
        return found | {("party", each.value): str(each.label) for each in Party}


PAGES = {
    "snapshot.md": snapshot_page,
    "measures.md": measures_page,
    "commands.md": commands_page,
    "referrals.md": referrals_page,
}


def main() -> int:
    """Write every page."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, make in PAGES.items():
        (REFERENCE / name).write_text(make(), encoding="utf-8")
        print(f"docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
