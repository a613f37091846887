"""What a row is to a measure: counted, in the base, or excluded for a stated reason."""

from dataclasses import dataclass
from functools import reduce
from typing import Any

import narwhals as nw

Frame = nw.LazyFrame[Any]


@dataclass(frozen=True, slots=True)
class Role:
    """A role; where one subject has several rows, the role that stands first in ROLES wins.

    `aside` marks rows that were never candidates: they are counted, so that nothing vanishes, but a
    director asks how many were left out among those who could have counted.
    """

    code: str
    danish: str
    mend: str = ""
    aside: bool = False


COUNTED = "counted"
BASE = "base"

# Ordered from nearest to counting to farthest: a subject is listed under what it lacked least.
ROLES: tuple[Role, ...] = (
    Role(COUNTED, "talt med"),
    Role(BASE, "kun i nævneren"),
    Role("excluded:earlier_answer", "tidligere svar fra samme virksomhed"),
    Role("excluded:dont_know", "har svaret »ved ikke«"),
    Role("excluded:not_answered", "har ikke svaret på spørgsmålet"),
    Role("excluded:public_receiver", "henvist til en offentlig aktør"),
    Role("excluded:not_referred", "oplyser ikke at være henvist"),
    Role("excluded:not_heard", "kender ikke erhvervshuset"),
    Role("excluded:other_topic", "vejledt om et andet emne"),
    Role("excluded:no_municipality", "mangler kommune", "Skriv kommunen på virksomheden."),
    Role("excluded:outside_area", "ligger uden for husets kommuner"),
    Role(
        "excluded:no_segment_judgement",
        "segment uden dato eller vurderer",
        "Skriv hvem der vurderede segmentet og hvornår.",
    ),
    Role("excluded:no_segment", "mangler segment", "Vurdér segmentet på forløbet."),
    Role("excluded:other_segment", "i det andet segment"),
    Role("excluded:both_channels", "har brugt begge slags tilbud"),
    Role("excluded:founder", "iværksætter uden CVR-nummer"),
    Role("excluded:open_case", "forløbet er ikke afsluttet", "Afslut forløbet, eller skriv slutdato."),
    Role(
        "excluded:no_subject",
        "deltager uden virksomhed eller iværksætter",
        "Knyt deltageren til en virksomhed eller iværksætter.",
    ),
    Role("excluded:no_show", "mødte ikke op"),
    Role("excluded:outside_period", "uden for perioden", aside=True),
    Role("excluded:basic_guidance", "kun grundlæggende vejledning"),
    Role("excluded:other_organisation", "hos en anden organisation", aside=True),
)

RANK = {role.code: rank for rank, role in enumerate(ROLES)}
BY_CODE = {role.code: role for role in ROLES}


def first_of(*cases: tuple[nw.Expr, str], otherwise: str = COUNTED) -> nw.Expr:
    """The rank of the first role whose condition is true; an unknown condition is not true."""
    end: Any = nw.lit(RANK[otherwise], dtype=nw.Int64)

    def wrap(rest: Any, case: tuple[nw.Expr, str]) -> Any:
        return nw.when(case[0]).then(nw.lit(RANK[case[1]], dtype=nw.Int64)).otherwise(rest)

    rank: nw.Expr = reduce(wrap, reversed(cases), end)
    return rank
