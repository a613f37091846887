"""Numbers that should agree and do not: sums, levels against rises, counts the text gives of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from samspil.core.measures.checking.finding import (
    Finding,
    Said,
    danish,
    english,
    first_words,
    measured,
    place,
)
from samspil.core.measures.contract import Point, ResultContract
from samspil.core.measures.contract_parts import Financing
from samspil.core.measures.registry import find

COUNTED = {
    "local_goals": ("lokale mål", "local goals"),
    "national_goals": ("nationale mål", "national goals"),
    "municipalities": ("kommuner", "municipalities"),
    "tasks": ("hovedopgaver", "main tasks"),
    "topics": ("emner", "topics"),
    "hubs": ("erhvervshuse", "hubs"),
}


def rows_and_total(contract: ResultContract) -> Iterator[Finding]:
    """Printed amounts that do not add up to the printed total."""
    financing = contract.financing
    if financing is None:
        return
    total, printed = sum(row.amount for row in financing.rows), financing.printed_total
    if total != printed:
        yield Finding(
            "financing-sum",
            "error",
            "Økonomi",
            financing.quote,
            Said(
                f"De {len(financing.rows)} trykte beløb giver {danish(total)}, men i alt er trykt som "
                f"{danish(printed)}: en forskel på {danish(abs(printed - total))} (1.000 kr.).",
                "Beløb og sum vises, som de er trykt, med forskellen; intet rettes. »samspil allocate« "
                "regner nøglen efter på to måder.",
            ),
            Said(
                f"The {len(financing.rows)} printed amounts add up to {english(total)}, but the printed "
                f"total is {english(printed)}: a difference of {english(abs(printed - total))} (1,000 kr.).",
                "Amounts and total are shown as printed, with the difference; nothing is corrected. "
                "“samspil allocate” recomputes the key in two ways.",
            ),
        )
    yield from _rows_and_area(contract, financing)


def _rows_and_area(contract: ResultContract, financing: Financing) -> Iterator[Finding]:
    rows = Counter(row.municipality for row in financing.rows)
    twice = sorted(code for code, times in rows.items() if times > 1)
    wrong = sorted(set(rows) ^ set(contract.municipalities)) + twice
    if wrong:
        codes = ", ".join(wrong)
        yield Finding(
            "financing-municipalities",
            "error",
            "Økonomi",
            financing.quote,
            Said(
                f"Tabellen og husets kommuner er ikke de samme: {codes} mangler et sted eller står to gange.",
                "Tabellen vises, som den er; målepunkterne bruger husets kommuner.",
            ),
            Said(
                f"The table and the hub's municipalities differ: {codes} are missing in one or stand twice.",
                "The table is shown as it is; the points use the hub's municipalities.",
            ),
        )


def level_and_rise(contract: ResultContract) -> Iterator[Finding]:
    """A level to be reached that is not the known level plus the rise required."""
    for goal in contract.goals:
        points = measured(goal)
        levels = [point for point in points if find(point.measure).shape == "weighted_share"]
        rises = [point for point in points if find(point.measure).shape == "weighted_change"]
        for level in levels:
            for rise in rises:
                if _asks(level) == _asks(rise):
                    yield from _compare(contract, level, rise)


def _asks(point: Point) -> object:
    return getattr(point.arguments(point.readings()[0]), "question", "")


def _compare(contract: ResultContract, level: Point, rise: Point) -> Iterator[Finding]:
    wanted, step = level.target(contract.year), rise.target(contract.year)
    if wanted is None or step is None:
        return
    against = int(getattr(rise.arguments(rise.readings()[0]), "against", contract.year - 1))
    known = {int(year): value for year, value in rise.baselines.items() if int(year) <= against}
    if not known or (max(known) == against and known[against] + step == wanted):
        return
    year, base = max(known), known[max(known)]
    yield Finding(
        f"level-and-rise:{level.id}-{rise.id}",
        "warning",
        f"Målepunkt {level.id} og {rise.id}",
        first_words(rise),
        Said(
            f"{danish(wanted)} med en stigning på {danish(step)} forudsætter {danish(wanted - step)} i "
            f"{against}. Det seneste tal i kontrakten er {danish(base)} fra {year}, og "
            f"{danish(base)} + {danish(step)} er {danish(base + step)}.",
            "Niveau og stigning er to målepunkter og afgøres hver for sig; stigningen vises også fra "
            f"tallet for {year}.",
        ),
        Said(
            f"{english(wanted)} with a rise of {english(step)} presupposes {english(wanted - step)} in "
            f"{against}. The latest figure in the contract is {english(base)} of {year}, and "
            f"{english(base)} + {english(step)} is {english(base + step)}.",
            f"Level and rise are two points, each decided on its own; the rise is also shown from {year}.",
        ),
    )


def baselines(contract: ResultContract) -> Iterator[Finding]:
    """A point's baseline that is not the hub's own figure in the contract's list."""
    for listed in contract.baselines:
        own = listed.hubs.get(contract.hub)
        for point in (point for point in contract.points if point.id.split(".")[0] == str(listed.goal)):
            used = point.baselines.get(str(listed.year))
            if own is not None and used is not None and own != used:
                yield Finding(
                    f"baseline:{point.id}",
                    "error",
                    place(point),
                    listed.quote,
                    Said(
                        f"Målepunktets udgangspunkt for {listed.year} er {danish(used)}, men listen giver "
                        f"huset {danish(own)}.",
                        "Målepunktets tal bruges; ret det ene af de to.",
                    ),
                    Said(
                        f"The point's baseline for {listed.year} is {english(used)}, but the list gives "
                        f"the hub {english(own)}.",
                        "The point's figure is used; mend one of the two.",
                    ),
                    point.id,
                )


def stated_counts(contract: ResultContract) -> Iterator[Finding]:
    """A number the text gives of its own parts, which are more or fewer."""
    found = {
        "local_goals": sum(not goal.national for goal in contract.goals),
        "national_goals": sum(goal.national for goal in contract.goals),
        "municipalities": len(contract.municipalities),
        "tasks": len(contract.tasks),
        "topics": len(contract.topics),
        "hubs": max((len(baseline.hubs) for baseline in contract.baselines), default=0),
    }
    for stated in contract.stated:
        if stated.number != found[stated.what]:
            name, named = COUNTED[stated.what]
            yield Finding(
                f"stated:{stated.what}",
                "warning",
                "Tal om kontrakten selv",
                stated.quote,
                Said(
                    f"Teksten nævner {stated.number} {name}; der er {found[stated.what]}.",
                    "Det, der står, bruges; tallet i teksten ændrer intet.",
                ),
                Said(
                    f"The text names {stated.number} {named}; there are {found[stated.what]}.",
                    "What is there is used; the number in the text changes nothing.",
                ),
            )


def goal_numbers(contract: ResultContract) -> Iterator[Finding]:
    """Goals that are not numbered 1, 2, 3 and so on, each once."""
    numbers = [goal.number for goal in contract.goals]
    if numbers != list(range(1, len(numbers) + 1)):
        listed = ", ".join(map(str, numbers))
        yield Finding(
            "goal-numbers",
            "error",
            "Mål",
            "",
            Said(f"Målene har numrene {listed}; ventet 1 til {len(numbers)}.", "Numrene bruges, som de er."),
            Said(
                f"The goals are numbered {listed}; expected 1 to {len(numbers)}.",
                "They are used as they are.",
            ),
        )


RULES = (rows_and_total, level_and_rise, baselines, stated_counts, goal_numbers)
