"""Every requirement cited exists, the page of answers is up to date, and this release's ids are answered."""

from __future__ import annotations

import pytest

from tools import traceability

# What the ground, the first scored contract and the shared CRM answer, by a test or a written decision.
ANSWERED = (
    {"A7", "A27", "A53", "B2", "B3", "B4", "B11"}
    # The shared CRM.
    | {"A1", "A2", "A3", "A5", "A16", "A17", "A18", "A21", "A22", "A24", "A36", "A55"}
    | {f"A{number}" for number in (*range(8, 15), *range(28, 34))}
    | {
        "B5",
        "B6",
        "B8",
        "B15",
        "B16",
        "B18",
        "B19",
        "B21",
        "B23",
        "B26",
        "B27",
        "B29",
        "B31",
        "B94",
        "B97",
        "B98",
    }
    | {f"B{number}" for number in range(33, 39)}
    | {f"B{number}" for number in range(40, 92)}
)


@pytest.fixture(scope="module")
def trace() -> traceability.Trace:
    return traceability.read()


def test_no_test_or_decision_cites_an_unknown_requirement(trace: traceability.Trace) -> None:
    assert trace.unknown == {}


def test_all_154_requirements_are_listed(trace: traceability.Trace) -> None:
    assert len(trace.known) == 154


def test_what_this_release_promises_is_answered_by_a_test_or_a_decision(trace: traceability.Trace) -> None:
    assert sorted(ANSWERED - trace.covered) == []


def test_the_page_is_what_the_tree_says_now(trace: traceability.Trace) -> None:
    assert traceability.PAGE.read_text(encoding="utf-8") == traceability.page(trace)
