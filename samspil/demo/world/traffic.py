"""A hub's year: who comes to individual guidance and to group offers, day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from samspil.demo.world.casework import Casework
from samspil.demo.world.companies import OUTSIDE_AREA, Register, now
from samspil.demo.world.dice import Dice, shares
from samspil.demo.world.places import HUB, OTHER_HUB, area
from samspil.demo.world.programmes import Programmes
from samspil.demo.world.records import Session, Subject, World
from samspil.demo.world.steering import Steering

# Full-size numbers of a year: cases opened, sessions held.
CASES = {2020: 1650, 2021: 1850, 2022: 2540}
SESSIONS = {2020: 140, 2021: 165, 2022: 214}
MONTHS = (10, 9.5, 10.5, 8.5, 9.5, 8.5, 3, 9, 10.5, 9, 8, 4)
SEATS = (10, 26)


@dataclass
class Year:
    """Who has used the hub in a year, and how, by the municipality they were steered from."""

    guided: dict[str, list[Subject]] = field(default_factory=lambda: defaultdict(list))
    came: dict[str, list[Subject]] = field(default_factory=lambda: defaultdict(list))
    users: dict[str, str | None] = field(default_factory=dict)


class Traffic:
    """Plays the hub's years; every draw is steered so that the published rates come out."""

    def __init__(self, world: World, register: Register) -> None:
        self.world, self.register = world, register
        self.dice = Dice(world.seed, "traffic")
        self.work = Casework(world, "hub-cases")
        self.programmes = Programmes(world, "hub-sessions")
        self.fresh = self._fresh()
        self.abroad = [each for each in world.subjects if each.municipality in self._other_area()]
        self.years: dict[int, Year] = defaultdict(Year)

    def _other_area(self) -> set[str]:
        return {place.code for place in area(OTHER_HUB)}

    def _fresh(self) -> dict[str, list[Subject]]:
        """Companies the hub does not know yet, by municipality; some have none written down."""
        codes = [place.code for place in area(HUB)]
        fresh: dict[str, list[Subject]] = {code: [] for code in codes}
        for subject in self.world.subjects:
            home = subject.municipality if subject.municipality else self.dice.one(codes)
            if home in fresh:
                fresh[home].append(subject)
        return fresh

    def play(self) -> None:
        """Three years of cases and sessions, in the order of their days."""
        for year in CASES:
            steering = Steering(Dice(self.world.seed, f"steering-{year}"))
            # Who came over New Year with an open case is there from the first day.
            for municipality in self.years[year].users.values():
                steering.count(municipality)
            for on, session in self._slots(year):
                if session is None:
                    self._case(year, on, steering)
                else:
                    self._session(year, session, steering)

    def _slots(self, year: int) -> list[tuple[date, Session | None]]:
        days = self._days(year, self.world.scaled(CASES[year], at_least=6))
        slots: list[tuple[date, Session | None]] = [(on, None) for on in days]
        for on in self._days(year, self.world.scaled(SESSIONS[year], at_least=3)):
            slots.append((on, self.programmes.announce(on)))
        return sorted(slots, key=lambda slot: (slot[0], slot[1].key if slot[1] else ""))

    def _days(self, year: int, total: int) -> Iterator[date]:
        """Working days by the season; the summer is slow."""
        for month, part in enumerate(shares(total, MONTHS), start=1):
            first = date(year, month, 1)
            for _ in range(part):
                on = first + timedelta(self.dice.number(0, 27))
                yield on - timedelta(max(0, on.weekday() - 4)) if on.day > 3 else on

    def _case(self, year: int, on: date, steering: Steering) -> None:
        subject, home = self._client(year, on, steering)
        case = self.work.guide(subject, on, HUB)
        for contact_year in sorted({contact.on.year for contact in case.contacts}):
            self._used(contact_year, subject, home, steering if contact_year == year else None)
            self.years[contact_year].guided[home].append(subject)

    def _used(self, year: int, subject: Subject, home: str, steering: Steering | None) -> None:
        users = self.years[year].users
        if subject.key not in users:
            users[subject.key] = subject.municipality
            if steering is not None:
                steering.count(subject.municipality)

    def _client(self, year: int, on: date, steering: Steering) -> tuple[Subject, str]:
        """Somebody for a case: mostly new, some from last year, some from two years ago or an event."""
        if self.abroad and self.dice.hit(OUTSIDE_AREA):
            return self.dice.one(self.abroad), ""
        home = steering.next()
        before, this = self.years[year - 1], self.years[year]
        for pool, chance in (
            (this.guided, 0.07), (before.guided, 0.155), (self.years[year - 2].guided, 0.04),
            (this.came, 0.09), (before.came, 0.05),
        ):  # fmt: skip
            if self.dice.hit(chance) and pool.get(home):
                return self._again(self.dice.one(pool[home]), on), home
        if self.dice.hit(0.25):
            return self.register.founder(home, on), home
        return self._new(home, on), home

    def _new(self, home: str, on: date) -> Subject:
        if self.fresh[home]:
            return now(self.dice.take(self.fresh[home]), on)
        return self.register.company(home, on - timedelta(200), on)

    def _again(self, subject: Subject, on: date) -> Subject:
        """Somebody who comes back, perhaps under another number by now."""
        subject = now(subject, on)
        if subject.registered >= on - timedelta(2) or subject.became is not None:
            return subject
        change = 0.3 if subject.kind == "founder" else 0.03
        if not self.dice.hit(change):
            return subject
        moved = self.dice.day(subject.registered + timedelta(1), on - timedelta(1))
        moved = max(moved, on - timedelta(90))
        return self.register.renumber(subject, moved, moved)

    def _session(self, year: int, session: Session, steering: Steering) -> None:
        there: set[str] = set()
        for _ in range(self.dice.number(*SEATS)):
            subject, home = self._guest(year, session.on, steering)
            if subject is not None and subject.key in there:
                continue
            row = self.programmes.enrol(session, subject)
            if subject is None:
                continue
            there.add(subject.key)
            if row.attended is not False and row.persons != 0:
                self._used(year, subject, home, steering)
                self.years[year].came[home].append(subject)

    def _guest(self, year: int, on: date, steering: Steering) -> tuple[Subject | None, str]:
        """Somebody for a session: a regular, somebody under guidance, a founder, or a new face."""
        if self.dice.hit(0.05):
            return None, ""
        home = steering.next()
        before, this = self.years[year - 1], self.years[year]
        for pool, chance in (
            (this.came, 0.14), (this.guided, 0.075), (before.came, 0.1), (before.guided, 0.04),
        ):  # fmt: skip
            if self.dice.hit(chance) and pool.get(home):
                return self._again(self.dice.one(pool[home]), on), home
        if self.dice.hit(0.15):
            return self.register.founder(home, on), home
        return self._new(home, on), home
