"""What the contract leaves out: methods, denominators, reporting, targets, whole goals."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from samspil.core.measures.checking.finding import Finding, Said, Severity, first_words, measured, place
from samspil.core.measures.contract import Point, ResultContract
from samspil.core.measures.registry import find

Rule = Callable[[ResultContract], Iterator[Finding]]
# Units that say how many of whom; a count or a yes needs no denominator.
OF_WHOM = {"percent", "points", "score"}


def _lacking(
    id_: str, severity: Severity, lacks: Callable[[Point, ResultContract], bool], danish: Said, english: Said
) -> Rule:
    """A rule that finds every point of which something is missing."""

    def rule(contract: ResultContract) -> Iterator[Finding]:
        for point in contract.points:
            if lacks(point, contract):
                yield Finding(
                    f"{id_}:{point.id}", severity, place(point), first_words(point), danish, english, point.id
                )

    return rule


def _no_target(point: Point, contract: ResultContract) -> bool:
    decides_itself = point.measure and find(point.measure).shape == "milestone"
    return bool(point.measure) and not decides_itself and point.target(contract.year) is None


no_clause = _lacking(
    "no-clause",
    "error",
    lambda point, _: not point.clauses,
    Said("Punktet har ingen ord fra kontrakten.", "Det regnes, men siden kan ikke vise, hvor det står."),
    Said(
        "The point has no words of the contract.", "It is computed, but the page cannot show where it stands."
    ),
)
no_method = _lacking(
    "no-method",
    "warning",
    lambda point, _: bool(point.measure) and not point.method,
    Said("Kontrakten siger ikke, hvordan punktet opgøres.", "Vores egen regel bruges og vises som vores."),
    Said("The contract does not say how the point is measured.", "Our own rule is used and shown as ours."),
)
no_denominator = _lacking(
    "no-denominator",
    "warning",
    lambda point, _: bool(point.measure) and point.unit in OF_WHOM and not point.denominator,
    Said("Kontrakten siger ikke, hvem der er i nævneren.", "Vores egen nævner bruges og vises som vores."),
    Said("The contract does not say who is in the denominator.", "Our own is used and shown as ours."),
)
no_reporting = _lacking(
    "no-reporting",
    "warning",
    lambda point, _: not point.reporting,
    Said("Ingen skal afrapportere punktet.", "Det vises i målopfyldelsen som de andre punkter."),
    Said("Nobody is to report the point.", "The scorecard shows it like the other points."),
)
no_target = _lacking(
    "no-target",
    "warning",
    _no_target,
    Said("Der er intet tal eller ingen tolerance at afgøre punktet på.", "Resultatet vises uden afgørelse."),
    Said("There is no number or tolerance to decide the point by.", "The result is shown without a verdict."),
)
any_difference = _lacking(
    "any-difference",
    "note",
    lambda point, _: point.direction == "above",
    Said(
        "Enhver forskel er nok; der er ingen grænse for, hvad der kan være tilfældigt.",
        "Forskel over nul er opfyldt; intervallet viser, om den kan være tilfældig.",
    ),
    Said(
        "Any difference is enough; there is no limit for what may be chance.",
        "A difference above zero is met; the interval shows whether it may be chance.",
    ),
)


def not_measured(contract: ResultContract) -> Iterator[Finding]:
    """A point without an indicator."""
    for point in contract.points:
        if point.not_measured:
            yield Finding(
                f"not-measured:{point.id}",
                "note",
                place(point),
                first_words(point),
                Said(
                    f"Punktet kan ikke måles for sig. {point.not_measured}", "Vises som »Kan ikke opgøres«."
                ),
                Said("The point cannot be measured on its own.", "Shown as »Cannot be computed«."),
                point.id,
            )


def same_as(contract: ResultContract) -> Iterator[Finding]:
    """A point that leaves its number to another."""
    for point in contract.points:
        if point.same_as:
            yield Finding(
                f"same-as:{point.id}",
                "note",
                place(point),
                point.clauses[-1].text if point.clauses else "",
                Said(
                    f"Punktet har intet tal af sit eget; det fastsættes af {point.same_as}.",
                    f"Resultatet af {point.same_as} vises begge steder og tælles én gang.",
                ),
                Said(
                    f"The point has no number of its own; {point.same_as} sets it.",
                    f"The result of {point.same_as} is shown in both places and counted once.",
                ),
                point.id,
            )


def empty_goal(contract: ResultContract) -> Iterator[Finding]:
    """A slot with a number and nothing in it."""
    for goal in contract.goals:
        if not goal.points:
            yield Finding(
                f"empty-goal:{goal.number}",
                "warning",
                f"Mål {goal.number}",
                "",
                Said(f"Plads {goal.number} er tom.", "Den vises som tom og tæller ikke i opfyldelsen."),
                Said(f"Slot {goal.number} is empty.", "It is shown as empty and does not count."),
            )


def several_points(contract: ResultContract) -> Iterator[Finding]:
    """A goal with several points and no rule for how they decide it together."""
    for goal in contract.goals:
        number = len(measured(goal))
        if number > 1 and not goal.pass_rule:
            yield Finding(
                f"several-points:{goal.number}",
                "note",
                f"Mål {goal.number}",
                "",
                Said(
                    f"Målet har {number} målepunkter og ingen regel for, hvornår det er opfyldt.",
                    "Opfyldt, når alle er; ellers delvist opfyldt, med antal.",
                ),
                Said(
                    f"The goal has {number} points and no rule for when it is met.",
                    "Met when all are; otherwise partly met, with how many.",
                ),
            )


def no_precision(contract: ResultContract) -> Iterator[Finding]:
    """Targets for samples with nothing said about how sure the figure must be."""
    points = [point for point in contract.points if point.extent == "sample" and point.targets]
    if points:
        ids = ", ".join(point.id for point in points)
        yield Finding(
            "no-precision",
            "note",
            f"Målepunkt {ids}",
            "",
            Said(
                "Tallene kommer fra et udsnit, og kontrakten siger ikke, hvor sikre de skal være.",
                "Det uafrundede tal afgør; 95 pct.-intervallet vises, og om det rummer målet.",
            ),
            Said(
                "The figures come from a sample, and the contract does not say how sure they must be.",
                "The unrounded figure decides; its 95 per cent interval is shown beside the target.",
            ),
        )


def draft(contract: ResultContract) -> Iterator[Finding]:
    """A contract that nobody has signed."""
    if contract.status not in ("underskrevet", "indsendt", "afsluttet"):
        yield Finding(
            "not-signed",
            "note",
            contract.version,
            "",
            Said(
                f"Kontrakten er ikke underskrevet (status: {contract.status}).",
                "Status står øverst på kontraktens side.",
            ),
            Said(f"The contract is not signed (status: {contract.status}).", "Its page shows the status."),
        )


RULES: tuple[Rule, ...] = (
    no_clause, no_method, no_denominator, no_reporting, no_target, any_difference,
    not_measured, same_as, empty_goal, several_points, no_precision, draft,
)  # fmt: skip
