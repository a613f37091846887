"""The leaves of a result contract: parties, duties, financing, quotes, switches and decisions."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Unit = Literal["percent", "points", "score", "count", "municipalities", "yes_no"]
Municipality = Annotated[str, Field(pattern=r"^\d{4}$")]
Year = Annotated[int, Field(ge=1900, le=2100)]
Amount = Annotated[int, Field(ge=0)]
Figure = Annotated[float, Field(allow_inf_nan=False)]


def twice(values: Iterable[object]) -> str:
    """What stands more than once among the values, as text; empty when nothing does."""
    return ", ".join(sorted(str(value) for value, count in Counter(values).items() if count > 1))


def once(values: tuple[str, ...]) -> tuple[str, ...]:
    """The values themselves; ValueError when one stands more than once."""
    if twice(values):
        raise ValueError(f"found {twice(values)} more than once; wanted each once")
    return values


class Part(BaseModel):
    """A piece of a contract: unknown fields are refused, nothing is changed after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Party(Part):
    """Who makes the contract, or works under it."""

    name: str
    role: str
    code: str = ""


class Duty(Part):
    """One duty of a priority area: what the hub (or both) must do, with the words it comes from."""

    text: str
    quote: str
    requirement: str = ""


class PriorityArea(Part):
    """One of the contract's special priority areas (særlige indsatsområder)."""

    number: int
    title: str
    duties: tuple[Duty, ...]


class FinancingRow(Part):
    """A municipality's contribution as printed, in 1,000 kr."""

    municipality: Municipality
    name: str
    amount: Amount


class Financing(Part):
    """The financing table as printed, and what is known of the key behind it."""

    year: Year
    printed_total: Amount
    population_date: date
    note: str
    quote: str
    rows: tuple[FinancingRow, ...]

    @model_validator(mode="after")
    def _each_once(self) -> "Financing":
        once(tuple(row.municipality for row in self.rows))
        return self


class Reporting(Part):
    """Who reports what to whom, and when."""

    sender: str
    receivers: tuple[str, ...]
    what: str
    when: str


class Quote(Part):
    """Words of the contract, verbatim, and where they stand."""

    place: str
    text: str


class Option(Part):
    """One way to read a switch: the value the measure gets, what it means, and words that call for it."""

    value: str | int | float
    label: str
    quote: str = ""


class Switch(Part):
    """One ambiguity, decided in the open: the reading chosen, the others, the reason."""

    name: str
    question: str
    chosen: Option
    others: tuple[Option, ...]
    reason: str
    requirements: tuple[str, ...] = ()


class Combination(Part):
    """Several switches turned at once, where the contract's words call for it."""

    name: str
    label: str
    switches: dict[str, str | int | float]


class Decision(Part):
    """What we decided where the text is silent and no switch is needed."""

    requirement: str
    text: str
