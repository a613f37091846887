"""Small messy snapshots at random: every table empty, short or long, with every kind of doubtful row."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import polars as pl
from hypothesis import strategies as st

from samspil.core.measures.snapshot import Snapshot, schema
from samspil.core.measures.tables import (
    BY_NAME,
    DEGREE,
    HEARD,
    INTERACTION_KINDS,
    RECEIVER_SECTORS,
    RECEIVERS,
    SATISFACTION,
    TABLES,
    USE,
    YES_NO,
)

Row = dict[str, Any]
Tables = dict[str, list[Row]]

HUB = "hub-a"
AREA = ("0615", "0657", "0751")
TOPICS = ("green", "greenhouse", "digital", "export")
YEARS = (2020, 2021, 2022, 2023)
AS_OF = date(2023, 6, 30)


def random_tables(random: Random) -> Tables:
    """Rows of every table; keys are unique and references hold, and nothing else is promised."""
    return _Region(random).tables()


def empty_tables() -> Tables:
    """Every table, delivered with no rows."""
    return {table.name: [] for table in TABLES}


def as_snapshot(tables: Tables) -> Snapshot:
    """The rows as a snapshot; a column that a row lacks is empty."""
    frames = {
        name: pl.DataFrame(
            [{column: row.get(column) for column in BY_NAME[name].names} for row in rows],
            schema=schema(BY_NAME[name]),
        )
        for name, rows in tables.items()
    }
    return Snapshot.of(frames, AS_OF, datetime(2023, 7, 1, 12, tzinfo=UTC), HUB)


def region(seed: int) -> Tables:
    """The random tables of a seed; the same seed gives the same rows."""
    return random_tables(Random(seed))


regions = st.builds(random_tables, st.randoms(use_true_random=False))


class _Region:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.subjects = [f"s{number}" for number in range(self.some(9, at_least=1))]
        self.cases: list[Row] = []

    def some(self, most: int, at_least: int = 0) -> int:
        """A number of rows in which none and one come often."""
        drawn: int = self.random.choice([0, 1, *range(most + 1)])
        return max(at_least, drawn)

    def day(self) -> date:
        """A day, mostly at a turn of the year, where the rules differ."""
        year = self.random.choice(YEARS)
        turn = self.random.choice((date(year, 1, 1), date(year, 12, 31), date(year, 1, 2), date(year, 6, 15)))
        return (
            turn if self.random.random() < 0.8 else date(year, 1, 1) + timedelta(self.random.randrange(365))
        )

    def maybe(self, value: Any, empty: float = 0.25) -> Any:
        return None if self.random.random() < empty else value

    def organisation(self) -> str:
        return self.random.choice((HUB, HUB, HUB, HUB, "hub-b", "local-0751"))

    def municipality(self) -> str | None:
        return self.random.choice((*AREA, *AREA, "0101", None))

    def subject(self) -> str:
        return self.random.choice(self.subjects)

    def case(self) -> str | None:
        keys: list[str | None] = [case["case"] for case in self.cases]
        return self.random.choice([*keys, None])

    def topics(self) -> str | None:
        several = ";".join(self.random.sample(TOPICS, self.random.randrange(1, 4)))
        return self.random.choice((None, several))

    def tables(self) -> Tables:
        self.cases = [self._case(number) for number in range(self.some(10))]
        several = {
            "interactions": (self._interaction, 10),
            "participations": (self._participation, 10),
            "referrals": (self._referral, 6),
            "answers": (self._answer, 12),
            "awareness": (self._respondent, 12),
            "offers": (self._offer, 5),
        }
        drawn = {
            name: [make(number) for number in range(self.some(most))]
            for name, (make, most) in several.items()
        }
        return {
            "companies": [self._company(subject) for subject in self.subjects],
            "successions": self._successions(),
            "cases": self.cases,
            **drawn,
            "waves": self._waves(),
            "outcomes": self._outcomes(),
            "population": self._population(),
            "milestones": self._milestones(),
        }

    def _company(self, subject: str) -> Row:
        return {
            "subject": subject,
            "kind": self.random.choice(("company", "company", "company", "founder")),
            "municipality": self.municipality(),
            "employees": self.maybe(self.random.randrange(50)),
        }

    def _successions(self) -> list[Row]:
        """Chains, and several predecessors of one successor; never a ring."""
        order = self.random.sample(self.subjects, len(self.subjects))
        rows = []
        for place, predecessor in enumerate(order[:-1]):
            if self.random.random() < 0.3:
                successor = self.random.choice(order[place + 1 :])
                rows.append({"predecessor": predecessor, "successor": successor, "on": self.day()})
        return rows

    def _case(self, number: int) -> Row:
        started = self.day()
        return {
            "case": f"c{number:02}",
            "subject": self.subject(),
            "organisation": self.organisation(),
            "level": self.random.choice(("specialised", "specialised", "specialised", "basic")),
            "segment": self.random.choice(("growth", "growth", "operation", None)),
            "segment_by": self.maybe("adviser-1"),
            "segment_on": self.maybe(started),
            "topics": self.topics(),
            "meeting_municipality": self.municipality(),
            "started": started,
            "ended": self.maybe(max(started, self.day())),
            "signed_up": self.random.choice((True, False, None)),
        }

    def _interaction(self, number: int) -> Row:
        return {
            "interaction": f"i{number:02}",
            "subject": self.subject(),
            "case": self.case(),
            "organisation": self.organisation(),
            "on": self.day(),
            "kind": self.random.choice(INTERACTION_KINDS),
        }

    def _participation(self, number: int) -> Row:
        return {
            "participation": f"p{number:02}",
            "subject": self.maybe(self.subject()),
            "organisation": self.organisation(),
            "offer": self.random.choice(("offer-1", "offer-2")),
            "on": self.day(),
            "persons": self.random.choice((None, 0, 1, 3)),
            "attended": self.random.choice((None, True, True, False)),
        }

    def _referral(self, number: int) -> Row:
        return {
            "referral": f"r{number:02}",
            "subject": self.subject(),
            "case": self.case(),
            "organisation": self.organisation(),
            "on": self.day(),
            "receiver": self.random.choice(
                (*RECEIVERS, "virksomhedsguiden", "municipality", "own_programme")
            ),
        }

    def _answer(self, number: int) -> Row:
        return {
            "answer": f"a{number:02}",
            "subject": self.subject(),
            "case": self.case(),
            "organisation": self.organisation(),
            "guided_year": self.random.choice((2022, 2022, 2022, 2021)),
            "on": self.random.choice((date(2022, 12, 31), date(2023, 1, 1), self.day())),
            "satisfaction": self.random.choice((*SATISFACTION, "very_satisfied", None)),
            "recommend": self.random.choice((None, 0, 6, 7, 8, 9, 10)),
            "referred": self.random.choice((*YES_NO, "yes", "yes", None)),
            "referred_to": self.random.choice((*RECEIVER_SECTORS, None)),
            "used": self.random.choice((*USE, None)),
            "effect": self.random.choice((*DEGREE, "high", None)),
            "topics": self.topics(),
        }

    def _respondent(self, number: int) -> Row:
        heard = self.random.choice((*HEARD, "yes", "yes"))
        return {
            "respondent": f"w{number:02}",
            "organisation": self.organisation(),
            "wave": self.random.choice((2021, 2022)),
            "on": self.day(),
            "municipality": self.municipality(),
            "weight": self.random.choice((None, 0.0, 1.0, 0.5, 2.25)),
            "heard": heard,
            "green": self.random.choice((*YES_NO, "yes", None)),
        }

    def _waves(self) -> list[Row]:
        return [
            {"organisation": organisation, "wave": wave, "population": self.random.choice((5, 12, 50_000))}
            for organisation in (HUB, "hub-b")
            for wave in (2021, 2022)
            if self.random.random() < 0.5
        ]

    def _outcomes(self) -> list[Row]:
        return [
            {
                "subject": subject,
                "year": year,
                "revenue": self.maybe(self.random.choice((0.0, 100.0, 2500.5))),
                "employment": self.maybe(self.random.choice((0.0, 1.0, 7.5))),
                "fte": self.maybe(self.random.choice((0.0, 1.0, 7.5))),
            }
            for subject in self.subjects
            for year in (*YEARS, 2024)
            if self.random.random() < 0.5
        ]

    def _population(self) -> list[Row]:
        return [
            {"municipality": municipality, "year": year, "persons": self.random.choice((0, 1, 4000, 90_000))}
            for municipality in (*AREA, "0101")
            for year in (2021, 2022)
            if self.random.random() < 0.85
        ]

    def _offer(self, number: int) -> Row:
        offered = self.day()
        return {
            "offer": f"o{number:02}",
            "organisation": self.organisation(),
            "municipality": self.random.choice((*AREA, "0101")),
            "offered": offered,
            "held": self.maybe(max(offered, self.day()), 0.5),
        }

    def _milestones(self) -> list[Row]:
        return [
            {
                "milestone": name,
                "organisation": organisation,
                "on": self.random.choice((date(2022, 12, 31), self.day())),
                "done": self.random.random() < 0.7,
                "reached": self.random.choice((None, date(2022, 12, 31), self.day())),
            }
            for name in ("mea-continued", "dialogue-tool")
            for organisation in (HUB, "hub-b")
            if self.random.random() < 0.5
        ]


DAYS = {"successions": "on", "cases": "started", "offers": "offered"} | dict.fromkeys(
    ("interactions", "participations", "referrals", "answers", "awareness", "milestones"), "on"
)


def cut(tables: Tables, as_of: date) -> Tables:
    """The slow twin of a snapshot's `at`: what had happened on the day, as it is known now."""
    known: Tables = {}
    for name, rows in tables.items():
        kept = [row for row in rows if name not in DAYS or row[DAYS[name]] <= as_of]
        known[name] = [
            {
                column: None if isinstance(value, date) and value > as_of else value
                for column, value in row.items()
            }
            for row in kept
        ]
    begun = {case["case"] for case in known["cases"]}
    for name in ("interactions", "referrals", "answers"):
        for row in known[name]:
            row["case"] = row["case"] if row["case"] in begun else None
    return known
