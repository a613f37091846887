"""Every way the measures can be asked: each value of each switch, and all switches at random."""

from collections.abc import Iterator
from random import Random
from typing import Any, Literal, get_args, get_origin

import samspil.core.measures.definitions  # noqa: F401  registers the measures
from samspil.core.measures.registry import MEASURES, Measure
from samspil.core.measures.sources import Parameters

# What has no default, and what is no switch.
FIXED: dict[str, list[Any]] = {
    "year": [2022],
    "wave": [2022],
    "against": [2021],
    "milestone": ["mea-continued", "dialogue-tool"],
    "deadline": ["2022-12-31", "2021-12-31"],
    "cohort": [2021, 2020],
    "segment": ["growth", "operation"],
    "outcome": ["revenue", "employment", "revenue_per_fte"],
    "population_year": [2021],
    "topic": ["", "green"],
}


def switches(measure: Measure) -> dict[str, list[Any]]:
    """The values each parameter can take, the default first."""
    found = {}
    for name, field in measure.parameters.model_fields.items():
        if name in FIXED:
            found[name] = FIXED[name]
        elif get_origin(field.annotation) is Literal:
            found[name] = sorted(get_args(field.annotation), key=lambda value: value != field.default)
    return found


def each_switch(measure: Measure) -> Iterator[Parameters]:
    """The defaults, and every single value that differs from them."""
    choices = switches(measure)
    defaults = {name: values[0] for name, values in choices.items()}
    yield measure.parameters(**defaults)
    for name, values in choices.items():
        for value in values[1:]:
            yield measure.parameters(**{**defaults, name: value})


def at_random(measure: Measure, random: Random) -> Parameters:
    """Every switch turned at random."""
    return measure.parameters(**{name: random.choice(values) for name, values in switches(measure).items()})


def readings(random: Random | None = None, several: int = 0) -> list[tuple[str, Parameters]]:
    """Measures by name with parameters: each switch, and `several` random mixtures per measure."""
    asked = [(name, parameters) for name, measure in MEASURES.items() for parameters in each_switch(measure)]
    if random is not None:
        asked += [
            (name, at_random(measure, random)) for name, measure in MEASURES.items() for _ in range(several)
        ]
    return asked
