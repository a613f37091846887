"""The world as a snapshot: what was in the register at a day, of events up to a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

import polars as pl

from samspil.core.measures.snapshot import Snapshot, schema
from samspil.core.measures.tables import BY_NAME
from samspil.demo.world.places import HUB
from samspil.demo.world.records import Case, Subject, World

Row = tuple[Any, ...]


def snapshot(world: World, as_of: date, known_on: date | None = None) -> Snapshot:
    """The snapshot of events up to `as_of`, as known at the end of `known_on` (the same day if none)."""
    known = known_on or as_of
    rows = Known(world, known).tables()
    frames = {
        name: pl.DataFrame(list(each), schema=schema(BY_NAME[name]), orient="row")
        for name, each in rows.items()
    }
    return Snapshot.of(frames, known, datetime.combine(known, time(22), UTC), HUB).at(as_of)


class Known:
    """The rows of every table that had been written down by a day, in the format's columns."""

    def __init__(self, world: World, day: date) -> None:
        self.world, self.day = world, day

    def tables(self) -> dict[str, Iterable[Row]]:
        """Every table of the format; outcomes are delivered and empty until there are some."""
        return {
            "companies": self._companies(),
            "successions": self._successions(),
            "cases": self._cases(),
            "interactions": self._interactions(),
            "participations": self._participations(),
            "referrals": self._referrals(),
            "answers": self._answers(),
            "awareness": self._awareness(),
            "waves": self._waves(),
            "outcomes": self._outcomes(),
            "population": self._population(),
            "offers": self._offers(),
            "milestones": self._milestones(),
        }

    def _by_then(self, day: date | None) -> date | None:
        return day if day is not None and day <= self.day else None

    def _companies(self) -> Iterable[Row]:
        for each in self.world.subjects:
            if each.registered <= self.day:
                yield self._company(each)

    def _company(self, each: Subject) -> Row:
        ceased = self._by_then(each.ceased)
        return (each.key, each.kind, each.municipality, each.industry, each.employees, each.founded, ceased)

    def _successions(self) -> Iterable[Row]:
        for each in self.world.successions:
            if each.registered <= self.day:
                yield each.predecessor.key, each.successor.key, each.on

    def _cases(self) -> Iterable[Row]:
        for each in self.world.cases:
            if each.registered <= self.day:
                yield self._case(each)

    def _case(self, each: Case) -> Row:
        judged = each.segment_registered is not None and each.segment_registered <= self.day
        closed = each.ended_registered is not None and each.ended_registered <= self.day
        return (
            each.key,
            each.subject.key,
            each.organisation,
            each.office,
            each.level,
            each.segment if judged else None,
            each.segment_by.key if judged and each.segment_by else None,
            each.segment_on if judged else None,
            each.target_group,
            ";".join(sorted(each.topics)) or None,
            each.met,
            each.started,
            each.ended if closed else None,
            each.signed_up,
        )

    def _interactions(self) -> Iterable[Row]:
        for each in self.world.contacts:
            if each.registered <= self.day:
                case = each.case.key if each.case else None
                yield each.key, each.subject.key, case, each.organisation, each.on, each.kind

    def _participations(self) -> Iterable[Row]:
        """Each organiser counts its participants, so a shared session has a row for each."""
        for each in self.world.participations:
            if each.registered <= self.day:
                who = each.subject.key if each.subject else None
                session = each.session
                for place, organiser in enumerate(session.organisers):
                    key = each.key if place == 0 else f"{each.key}-{place + 1}"
                    yield key, who, organiser, session.offer, session.on, each.persons, each.attended

    def _referrals(self) -> Iterable[Row]:
        for each in self.world.referrals:
            if each.registered <= self.day:
                case = each.case.key if each.case else None
                yield each.key, each.subject.key, case, each.organisation, each.on, each.receiver

    def _answers(self) -> Iterable[Row]:
        for each in self.world.answers:
            if each.registered <= self.day:
                yield (
                    each.key, each.subject.key, each.case.key if each.case else None, each.organisation,
                    each.guided_year, each.on, each.satisfaction, each.recommend, each.referred,
                    each.referred_to, each.used, each.effect, ";".join(sorted(each.topics)) or None,
                    each.consented,
                )  # fmt: skip

    def _awareness(self) -> Iterable[Row]:
        for each in self.world.respondents:
            if each.registered <= self.day:
                yield (
                    each.key, each.organisation, each.wave, each.on, each.municipality, each.stratum,
                    each.weight, each.heard, each.green,
                )  # fmt: skip

    def _waves(self) -> Iterable[Row]:
        for each in self.world.waves:
            if each.registered <= self.day:
                yield each.organisation, each.wave, each.population

    def _outcomes(self) -> Iterable[Row]:
        for each in self.world.outcomes:
            if each.registered <= self.day:
                yield each.subject.key, each.year, each.revenue, each.employment, each.fte

    def _population(self) -> Iterable[Row]:
        for place in self.world.places:
            for year, persons in place.inhabitants.items():
                yield place.code, year, persons

    def _offers(self) -> Iterable[Row]:
        for each in self.world.presentations:
            if each.offered <= self.day:
                yield each.key, each.organisation, each.municipality, each.offered, self._by_then(each.held)

    def _milestones(self) -> Iterable[Row]:
        for each in self.world.milestones:
            if each.on <= self.day:
                yield each.code, each.organisation, each.on, each.done, None, each.document or None
