"""What in a contract does not hold together, found by general rules from its data."""

from __future__ import annotations

from samspil.core.measures.checking import gaps, numbers, times, words
from samspil.core.measures.checking.finding import ORDER, Finding, Said, Severity
from samspil.core.measures.contract import ResultContract

__all__ = ["Finding", "Said", "Severity", "findings"]

RULES = (*numbers.RULES, *times.RULES, *words.RULES, *gaps.RULES)


def findings(contract: ResultContract) -> list[Finding]:
    """Every finding, errors first, then by rule and in the order of the contract; ids are unique.

    An id is the rule, and after a colon the point, goal or switch it is about, so that it stays
    the same from one version of a contract to the next.
    """
    found = {each.id: each for rule in RULES for each in rule(contract)}
    return sorted(found.values(), key=lambda each: ORDER.index(each.severity))
