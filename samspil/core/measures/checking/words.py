"""Words that pull two ways: readings the text itself calls for, other names, readings that are one."""

from __future__ import annotations

from collections.abc import Iterator

from samspil.core.measures.checking.finding import Finding, Said, first_words, place
from samspil.core.measures.contract import ResultContract


def two_readings(contract: ResultContract) -> Iterator[Finding]:
    """A question the contract's own words answer in more than one way."""
    for point in contract.points:
        for switch in point.switches:
            backed = [option for option in (switch.chosen, *switch.others) if option.quote]
            if len({option.quote for option in backed}) < 2:
                continue
            said = "; ".join(f"{option.label}: »{option.quote}«" for option in backed)
            yield Finding(
                f"two-readings:{point.id}.{switch.name}",
                "warning",
                place(point),
                backed[1].quote,
                Said(
                    f"{switch.question} Teksten svarer på {len(backed)} måder. {said}",
                    f"Valgt: {switch.chosen.label}. {switch.reason} De andre vises som fortolkninger.",
                ),
                Said(
                    f"The text answers »{switch.question}« in {len(backed)} ways. {said}",
                    f"Chosen: {switch.chosen.label}. The others are shown as readings.",
                ),
                point.id,
            )


def other_name(contract: ResultContract) -> Iterator[Finding]:
    """The clause on entry into force that calls the contract something else."""
    name = contract.title.split()[0].lower() if contract.title.split() else ""
    if contract.in_force_quote and name not in contract.in_force_quote.lower():
        yield Finding(
            "other-name",
            "note",
            "Ikrafttræden",
            contract.in_force_quote,
            Said(
                f"Kontrakten hedder ikke {name} her.",
                "Der menes denne kontrakt; citatet står, som det er trykt.",
            ),
            Said(
                f"The contract is not called {name} here.",
                "This contract is meant; the quote stands as printed.",
            ),
        )


def same_reading(contract: ResultContract) -> Iterator[Finding]:
    """Two readings of a point that tell the measure the same."""
    for point in contract.points:
        seen: dict[str, str] = {}
        for reading in point.readings() if point.measure else ():
            key = point.arguments(reading).model_dump_json()
            if key in seen:
                yield Finding(
                    f"same-reading:{point.id}.{reading.id}",
                    "error",
                    place(point),
                    first_words(point),
                    Said(
                        f"Fortolkningen {reading.id} er den samme som {seen[key]}.",
                        "Begge regnes og viser samme tal; fjern den ene.",
                    ),
                    Said(
                        f"The reading {reading.id} is the same as {seen[key]}.",
                        "Both are computed and show the same figure; remove one.",
                    ),
                    point.id,
                )
            seen.setdefault(key, reading.id)


def no_reason(contract: ResultContract) -> Iterator[Finding]:
    """A switch chosen without saying why."""
    for point in contract.points:
        for switch in point.switches:
            if not switch.reason.strip():
                yield Finding(
                    f"no-reason:{point.id}.{switch.name}",
                    "warning",
                    place(point),
                    first_words(point),
                    Said(
                        f"»{switch.question}« er valgt uden begrundelse.",
                        "Valget gælder; siden viser, at begrundelsen mangler.",
                    ),
                    Said(
                        f"»{switch.question}« is chosen without a reason.",
                        "The choice holds; the page shows that the reason is missing.",
                    ),
                    point.id,
                )


RULES = (two_readings, other_name, same_reading, no_reason)
