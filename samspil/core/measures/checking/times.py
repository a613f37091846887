"""Years and days that do not fit: measured too late, guided too early, spans that disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from samspil.core.measures.checking.finding import Finding, Said, first_words, place, texts
from samspil.core.measures.contract import LegalBasis, ResultContract
from samspil.core.measures.registry import find

YEAR = re.compile(r"\b20\d\d\b")
SPAN = r"[^.]{0,80}?(20\d\d)\s*[-–]\s*(20\d\d)"


def measured_late(contract: ResultContract) -> Iterator[Finding]:
    """A point measured after the year its target is for."""
    for point in contract.points:
        if point.measuring_year > contract.year:
            later = bool(point.measure) and find(point.measure).shape == "effect"
            yield Finding(
                f"measured-late:{point.id}",
                "warning",
                place(point),
                first_words(point),
                Said(
                    f"Målet er for {contract.year}, men måles i {point.measuring_year}"
                    + (f" ({point.measuring})." if point.measuring else "."),
                    "Indtil da afventer punktet data, med den dag, det kan opgøres."
                    if later
                    else "Målets år afgør; målingen i det senere år vises som en fortolkning.",
                ),
                Said(
                    f"The target is for {contract.year}, but it is measured in {point.measuring_year}.",
                    "Until then the point awaits data, with the day it can be judged."
                    if later
                    else "The target's year decides; the later measurement is shown as a reading.",
                ),
                point.id,
            )


def activity_earlier(contract: ResultContract) -> Iterator[Finding]:
    """A point that counts what happened before the contract's year."""
    for point in contract.points:
        if point.activity_year < contract.year:
            yield Finding(
                f"activity-earlier:{point.id}",
                "warning",
                place(point),
                first_words(point),
                Said(
                    f"Kontrakten er for {contract.year}, men punktet tæller, hvad der skete i "
                    f"{point.activity_year}; samme årgang kan være talt i en tidligere kontrakt.",
                    "Kontraktens ordlyd afgør; hvor det kan lade sig gøre, er kontraktens år en fortolkning.",
                ),
                Said(
                    f"The contract is for {contract.year}, but the point counts what happened in "
                    f"{point.activity_year}; an earlier contract may have counted the same cohort.",
                    "The contract's words decide; where it can be done, its own year is a reading.",
                ),
                point.id,
            )


def reported_other_year(contract: ResultContract) -> Iterator[Finding]:
    """A reporting line that names years, and not the year the target is for."""
    for point in contract.points:
        for line in point.reporting:
            named = set(map(int, YEAR.findall(line.when)))
            # What a whole year adds up to can only be told the year after.
            in_time = {contract.year} | ({contract.year + 1} if point.extent == "census" else set())
            if named and not named & in_time and point.target(contract.year) is not None:
                yield Finding(
                    f"reported-other-year:{point.id}",
                    "warning",
                    place(point),
                    first_words(point),
                    Said(
                        f"Målet er for {contract.year}, men {line.sender} afrapporterer: {line.when}.",
                        "Vores eget tal vises til tiden; det rapporterede stilles ved siden af.",
                    ),
                    Said(
                        f"The target is for {contract.year}, but {line.sender} reports: {line.when}.",
                        "Our own figure is shown in time; the reported one is put beside it when it comes.",
                    ),
                    point.id,
                )


def spans(contract: ResultContract) -> Iterator[Finding]:
    """One agreement that the text gives different years."""
    for basis in contract.legal_basis:
        found = _spans_of(basis, contract)
        if len(found) < 2:
            continue
        rarest = min(found, key=lambda span: (len(found[span]), span))
        listed = " og ".join(sorted(found))
        where, quote = found[rarest][0]
        yield Finding(
            f"spans:{_slug(basis.title)}",
            "warning",
            where,
            quote,
            Said(
                f"Samme aftale, »{basis.title}«, har årene {listed}.",
                "Aftalens egen titel gælder; citatet står, som det er trykt.",
            ),
            Said(
                f"One agreement, »{basis.title}«, has the years {listed.replace(' og ', ' and ')}.",
                "The title of the agreement holds; the quote stands as printed.",
            ),
        )


def _spans_of(basis: LegalBasis, contract: ResultContract) -> dict[str, list[tuple[str, str]]]:
    """The year spans given to an agreement, and the texts that give each."""
    found: dict[str, list[tuple[str, str]]] = {}
    named = [re.compile(re.escape(name) + SPAN, re.IGNORECASE) for name in basis.names]
    for where, text in (("Grundlag", basis.title), *texts(contract)):
        for pattern in named:
            for start, end in pattern.findall(text):
                found.setdefault(f"{start}-{end}", []).append((where, text))
    return found


def _slug(title: str) -> str:
    return "-".join(re.findall(r"[a-zæøå0-9]+", title.lower()))


def no_date(contract: ResultContract) -> Iterator[Finding]:
    """A duty to report or send that has no day, month or quarter."""
    for number, line in enumerate(contract.reporting, 1):
        if not any(character.isdigit() for character in line.when):
            to = ", ".join(line.receivers)
            yield Finding(
                f"no-date:{number}",
                "note",
                "Resultatopgørelse og afrapportering",
                "",
                Said(
                    f"{line.sender} til {to}: {line.what}. Tidspunktet er »{line.when}«, uden dato.",
                    "Ingen frist vises; kontrakten har ingen.",
                ),
                Said(
                    f"{line.sender} to {to} ({line.what}): the time is »{line.when}«, without a date.",
                    "No deadline is shown; the contract has none.",
                ),
            )


def no_end(contract: ResultContract) -> Iterator[Finding]:
    """A contract with no last day."""
    if contract.ends is None:
        yield Finding(
            "no-end",
            "note",
            "Ikrafttræden",
            contract.in_force_quote,
            Said(
                f"Kontrakten træder i kraft {contract.in_force.isoformat()}, men har ingen slutdag.",
                f"Den regnes for kalenderåret {contract.year}.",
            ),
            Said(
                f"The contract is in force from {contract.in_force.isoformat()} and has no last day.",
                f"It is scored for the calendar year {contract.year}.",
            ),
        )


RULES = (measured_late, activity_earlier, reported_other_year, spans, no_date, no_end)
