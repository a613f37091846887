"""The runs of the demo: each is true to what was known on its day, and later knowledge is true as well."""

from __future__ import annotations

import datetime as dt

import pytest

from samspil.core.measures.contract import ResultContract
from samspil.core.measures.evaluate import evaluate
from samspil.core.measures.scorecard import Scorecard
from samspil.demo.truth.figures import STATIONS, true_figures
from samspil.demo.world.places import HUB
from samspil.demo.world.records import World
from samspil.guidance.models import GuidanceCase
from samspil.organisations.models import Organisation
from samspil.scorecards.models import Run
from samspil.scorecards.snapshot import take
from tests.demo.conftest import FINAL
from tests.demo.test_truth import disagreements

pytestmark = pytest.mark.django_db
KNOWN = dt.datetime(2023, 11, 30, 22, tzinfo=dt.UTC)


@pytest.mark.requirement("B11", "B79")
def test_the_run_of_each_station_is_true_to_what_was_known_on_its_day(
    final: World, contract: ResultContract
) -> None:
    runs = Run.objects.order_by("as_of")
    assert [run.as_of for run in runs] == list(STATIONS)
    for run in runs:
        truth = true_figures(final, contract, run.as_of, hub_only=True)
        assert disagreements(Scorecard.model_validate_json(run.scorecard), truth) == []


def test_a_snapshot_of_an_earlier_day_taken_later_is_true_to_what_is_known_by_then(
    final: World, contract: ResultContract
) -> None:
    hub = Organisation.objects.get(code=HUB)
    for as_of in STATIONS:
        scored = evaluate(contract, take(hub=hub, as_of=as_of, taken_at=KNOWN), keep_members=False).scorecard
        truth = true_figures(final, contract, as_of, KNOWN.date(), hub_only=True)
        assert disagreements(scored, truth) == []


def test_what_becomes_known_of_a_case_later_is_written_into_it(final: World) -> None:
    known = dict(GuidanceCase.objects.exclude(ended=None).values_list("pk", "ended"))
    assert known == {
        int(case.key[1:]): case.ended
        for case in final.cases
        if case.ended_registered is not None and case.ended_registered <= FINAL.day
    }
    judged = dict(GuidanceCase.objects.exclude(segment="").values_list("pk", "segment"))
    assert judged == {
        int(case.key[1:]): case.segment
        for case in final.cases
        if case.segment_registered is not None and case.segment_registered <= FINAL.day
    }
