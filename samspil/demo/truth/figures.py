"""Every point and reading of a contract with its true figure, at one station or at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from samspil.core.measures.contract import Point, ResultContract
from samspil.demo.truth import evaluation, guidance, reach, surveys
from samspil.demo.truth.station import Station
from samspil.demo.truth.tally import Figure
from samspil.demo.world.mess import census
from samspil.demo.world.records import World

FORMAT = "samspil-truth/1"
CONTRACT = "erhvervshus-midtjylland-2022"
STATIONS = (date(2022, 6, 30), date(2022, 9, 30), date(2022, 12, 31), date(2023, 11, 30))

GUIDANCE = {"successions": "followed", "case_year": "contact"}
EVALUATION = GUIDANCE | {"answers": "latest", "dont_know": "in", "denominator": "answered"}
AWARENESS = {"question": "heard", "dont_know": "in", "weights": "design"}
# Each measure's truth, and what a contract that is silent means, after the words of the definitions.
TRUTHS: dict[str, tuple[Callable[[Station, dict[str, Any]], Figure], dict[str, Any]]] = {
    "awareness": (surveys.awareness, AWARENESS),
    "awareness_change": (surveys.awareness_change, AWARENESS),
    "new_share": (
        guidance.new_share,
        GUIDANCE | {"guided": "individual", "lookback": "previous_year", "founders": "out"},
    ),
    "very_satisfied": (evaluation.very_satisfied, EVALUATION | {"segments": "each"}),
    "net_promoter_score": (evaluation.net_promoter_score, EVALUATION),
    "referral_use": (
        evaluation.referral_use,
        EVALUATION | {"dont_know": "out", "use": "used_or_expects", "receivers": "all"},
    ),
    "high_degree": (evaluation.high_degree, EVALUATION | {"topic": "", "topic_source": "answer"}),
    "presentations_offered": (surveys.presentations_offered, {"stage": "offered"}),
    "milestone": (surveys.milestone, {}),
    "effect_against_controls": (guidance.effect_against_controls, {"successions": "followed"}),
    "geographic_spread": (
        reach.geographic_spread,
        GUIDANCE
        | {"band": 10, "band_kind": "relative", "channel": "both", "unit": "subject", "place": "registered"},
    ),
    "unique_users": (reach.unique_users, GUIDANCE | {"unit": "subject", "founders": "in", "channel": "both"}),
    "growth_courses": (guidance.growth_courses, GUIDANCE | {"unit": "case"}),
    "channel_balance": (reach.channel_balance, GUIDANCE | {"in_both": "each", "tolerance": "none"}),
    "referral_rate": (
        guidance.referral_rate,
        GUIDANCE | {"virksomhedsguiden": "yes", "municipality": "yes", "own_programme": "no"},
    ),
}


def true_figures(
    world: World,
    contract: ResultContract,
    as_of: date,
    known_on: date | None = None,
    *,
    hub_only: bool = False,
) -> dict[str, dict[str, Figure]]:
    """Point -> reading -> figure, of events up to `as_of` known by `known_on` (the same day if none).

    Points that no method is given for are left out; `hub_only` as in Station.
    """
    station = Station(world, contract.hub, contract.municipalities, as_of, known_on or as_of, hub_only)
    found = {point.id: _readings(station, point) for point in contract.points if point.measure}
    for point in contract.points:
        if point.same_as in found:
            found[point.id] = found[point.same_as]
    return {point.id: found[point.id] for point in contract.points if point.id in found}


def _readings(station: Station, point: Point) -> dict[str, Figure]:
    truth, silent = TRUTHS[point.measure]
    given = silent | {"baselines": point.baselines}
    return {reading.id: truth(station, given | reading.parameters) for reading in point.readings()}


def as_json(world: World, contract: ResultContract, stations: Sequence[tuple[date, date]]) -> str:
    """The figures at several stations (as of, known on) as JSON, and how many messy rows of each kind."""
    told = [
        {
            "as_of": as_of.isoformat(),
            "known_on": known_on.isoformat(),
            "points": {
                point: {reading: figure.as_json() for reading, figure in readings.items()}
                for point, readings in true_figures(world, contract, as_of, known_on).items()
            },
        }
        for as_of, known_on in stations
    ]
    whole = {
        "format": FORMAT,
        "seed": world.seed,
        "size": world.size,
        "contract": contract.id,
        "contract_hash": contract.hash,
        "stations": told,
        "messy_rows": census(world),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
