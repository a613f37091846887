"""The local services' years: many short talks, events of their own, and companies the hub knows too."""

from __future__ import annotations

from datetime import date, timedelta

from samspil.demo.world.casework import Casework
from samspil.demo.world.companies import Register, now
from samspil.demo.world.dice import Dice, shares
from samspil.demo.world.places import HUB, area
from samspil.demo.world.programmes import Programmes
from samspil.demo.world.records import FIRST, Organisation, Subject, World

YEARS = (2020, 2021, 2022)
# Full-size numbers of a year for all services together.
TALKS, CALLS, SESSIONS = 3500, 1200, 300
SEATS = (8, 22)


class LocalServices:
    """Plays the local services after the hub, so that both levels meet some of the same companies."""

    def __init__(self, world: World, register: Register) -> None:
        self.world, self.register = world, register
        self.dice = Dice(world.seed, "local")
        self.work = Casework(world, "local-cases")
        self.programmes = Programmes(world, "local-sessions")
        self.operator = self._operators()
        self.companies = self._companies()
        self.at_hub = self._at_hub()

    def _operators(self) -> dict[str, Organisation]:
        return {served.municipality: each for each in self.world.organisations for served in each.serves}

    def _companies(self) -> dict[str, list[Subject]]:
        known: dict[str, list[Subject]] = {code: [] for code in self.operator}
        for subject in self.world.subjects:
            if subject.registered == FIRST and subject.municipality in known:
                known[subject.municipality].append(subject)
        return known

    def _at_hub(self) -> dict[tuple[str, int], list[Subject]]:
        """Whom the hub guides, by municipality and year."""
        met: dict[tuple[str, int], list[Subject]] = {}
        for case in self.world.cases:
            if case.organisation == HUB and case.subject.municipality:
                met.setdefault((case.subject.municipality, case.started.year), []).append(case.subject)
        return met

    def play(self) -> None:
        """Talks, calls and sessions in every municipality, by population."""
        places = area(HUB)
        people = [place.inhabitants[2021] for place in places]
        for year in YEARS:
            talks = shares(self.world.scaled(TALKS, 19), people)
            calls = shares(self.world.scaled(CALLS, 6), people)
            sessions = shares(self.world.scaled(SESSIONS, 6), people)
            for place, *numbers in zip(places, talks, calls, sessions, strict=True):
                self._year(place.code, year, *numbers)

    def _year(self, code: str, year: int, talks: int, calls: int, sessions: int) -> None:
        operator = self.operator[code].code
        for _ in range(talks):
            on = self._day(year)
            self.work.clarify(self._client(code, on), on, operator)
        for _ in range(calls):
            on = self._day(year)
            self.work.contact(self._client(code, on), on, operator)
        for _ in range(sessions):
            self._session(code, operator, self._day(year))

    def _day(self, year: int) -> date:
        on = self.dice.day(date(year, 1, 4), date(year, 12, 20))
        return on - timedelta(max(0, on.weekday() - 4))

    def _client(self, code: str, on: date) -> Subject:
        """Mostly founders and small companies; one in eight is at the hub in the same year."""
        both = self.at_hub.get((code, on.year))
        if both and self.dice.hit(0.12):
            subject = now(self.dice.one(both), on)
            if subject.registered <= on:
                return subject
        if self.companies[code] and not self.dice.hit(0.5):
            return now(self.dice.one(self.companies[code]), on)
        return self.register.founder(code, on)

    def _session(self, code: str, operator: str, on: date) -> None:
        session = self.programmes.announce(on, operator, code)
        there: set[str] = set()
        for _ in range(self.dice.number(*SEATS)):
            if self.dice.hit(0.08):
                self.programmes.enrol(session, None)
                continue
            subject = self._client(code, on)
            if subject.key not in there:
                there.add(subject.key)
                self.programmes.enrol(session, subject)
