"""Results measured by others, entered with source and date."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from samspil.governance import actions, queries
from samspil.governance.models import ReportedResult
from samspil.organisations.models import Organisation
from tests.governance.test_contracts import CONTRACT

CODE = "erhvervshus-midtjylland-2022"
TODAY = dt.date(2022, 12, 1)
GOOD: dict[str, Any] = {
    "by": None, "contract": CODE, "point": "1.1", "year": 2022, "value": 41.2, "low": 38.8, "high": 43.6,
    "n": 1_600, "source": "Erhvervsstyrelsen, efterår 2022", "reported_on": dt.date(2022, 11, 30),
    "today": TODAY,
}  # fmt: skip


@pytest.fixture(autouse=True)
def contract(db: None) -> None:
    actions.import_contract(by=None, folder=CONTRACT)


@pytest.mark.requirement("B89", "B38")
def test_a_correction_supersedes_and_what_was_entered_stays() -> None:
    first = actions.report_result(**GOOD)
    second = actions.report_result(**GOOD | {"value": 40.0, "low": 37.0})
    first.refresh_from_db()
    assert first.value == 41.2
    assert first.superseded_at is not None
    assert second.supersedes == first
    assert queries.reported_results(CODE) == {"1.1": [second]}
    assert queries.history_of(second) == [second, first]


def test_segments_and_periods_stand_beside_each_other() -> None:
    for group in ("growth", "operation"):
        actions.report_result(**GOOD | {"point": "3.1", "group": group})
    assert [each.group for each in queries.reported_results(CODE)["3.1"]] == ["growth", "operation"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"value": 141.2, "low": None, "high": None}, "mellem 0 og 100"),
        ({"low": 42.0}, "ikke i intervallet"),
        ({"high": None}, "kun den ene grænse"),
        ({"reported_on": dt.date(2022, 12, 2)}, "fremtiden"),
        ({"point": "1.9"}, "ikke i kontrakten"),
        ({"contract": "erhvervshus-midtjyland-2022"}, "mente du erhvervshus-midtjylland-2022"),
        ({"point": "8.3", "value": 12.5, "low": None, "high": None}, "helt tal"),
        ({"source": "  "}, "tomt"),
    ],
)
def test_a_figure_that_cannot_be_right_is_refused_with_what_was_wanted(
    wrong: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        actions.report_result(**GOOD | wrong)
    assert not ReportedResult.objects.exists()


@pytest.mark.requirement("B50")
def test_a_promoter_score_may_be_negative() -> None:
    assert actions.report_result(**GOOD | {"point": "3.2", "value": -12.0, "low": None, "high": None}).pk


def test_the_database_keeps_one_current_result_for_the_same_thing() -> None:
    row = actions.report_result(**GOOD)
    row.pk = None
    row._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.requirement("B58", "B59")
def test_offers_and_milestones_are_noted_and_a_later_decision_replaces_the_earlier(
    hub: Organisation, municipalities: dict[str, Any]
) -> None:
    day = dt.date(2022, 4, 1)
    offer = actions.offer_presentation(
        by=None, organisation=hub, municipality=municipalities["0665"], offered=day
    )
    assert offer.held is None
    with pytest.raises(ValidationError):
        actions.offer_presentation(
            by=None, organisation=hub, municipality=municipalities["0665"], offered=day,
            held=day - dt.timedelta(1),
        )  # fmt: skip
    wanted: dict[str, Any] = {"by": None, "organisation": hub, "milestone": "mea-continued", "on": day}
    actions.decide_milestone(**wanted, done=False)
    assert actions.decide_milestone(**wanted, done=True).done
    assert type(offer).objects.count() == 1
