"""samspil check: what in a contract does not hold together, and what the software does about it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from samspil.cli.answers import answer_input_errors
from samspil.cli.contracts import contract_folder

if TYPE_CHECKING:
    from samspil.core.measures.check import Finding
    from samspil.core.measures.contract import ResultContract

WIDTH = 100
# severity -> one and several, in Danish and in English
NAMES = {
    "error": (("fejl", "fejl"), ("error", "errors")),
    "warning": (("advarsel", "advarsler"), ("warning", "warnings")),
    "note": (("bemærkning", "bemærkninger"), ("note", "notes")),
}


@click.command()
@click.argument("contract")
@click.option("--json", "as_json", is_flag=True, help="Every finding, in both languages, as JSON.")
@click.option("--english", is_flag=True, help="Say it in English; quotes stay as printed.")
@click.option("--strict", is_flag=True, help="Leave with 1 when there is an error among the findings.")
@answer_input_errors
def check(contract: str, as_json: bool, english: bool, strict: bool) -> None:
    """Report what in CONTRACT does not hold together, and what the software does about it.

    CONTRACT is a folder, or the id of a contract that ships with samspil. A contract that cannot be
    read is answered with every problem: file, field, found, wanted.
    """
    from samspil.core.measures.check import findings
    from samspil.core.measures.contract_folder import read_contract

    parsed = read_contract(contract_folder(contract))
    found = findings(parsed)
    if as_json:
        whole = {
            "contract": parsed.id,
            "contract_hash": parsed.hash,
            "findings": [each.as_dict() for each in found],
        }
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines(parsed, found, english)))
    if strict and any(each.severity == "error" for each in found):
        sys.exit(1)


def lines(contract: ResultContract, found: list[Finding], english: bool) -> Iterator[str]:
    """The findings as text: place, what is wrong, the words, and what is done about it."""
    tally: Counter[str] = Counter(each.severity for each in found)
    counts = ", ".join(
        f"{tally[severity]} {names[english][tally[severity] != 1]}" for severity, names in NAMES.items()
    )
    yield f"{contract.english if english else contract.title} ({contract.version})"
    yield counts
    for each in found:
        said = each.english if english else each.danish
        yield ""
        yield f"{NAMES[each.severity][english][0].upper()} {each.id} · {each.place}"
        yield from _wrapped("", said.message)
        if each.quote:
            yield from _wrapped("", f"»{each.quote}«")
        yield from _wrapped("→ ", said.handling)


def _wrapped(mark: str, text: str) -> list[str]:
    return wrap(mark + text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
