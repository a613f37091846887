"""What had happened by one day and was written down by another: the world as somebody could know it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from samspil.demo.truth.tally import COUNTED
from samspil.demo.world.records import (
    Case,
    EvaluationAnswer,
    Participation,
    Referral,
    Respondent,
    Session,
    Subject,
    Succession,
    World,
)  # fmt: skip


@dataclass
class Station:
    """Events up to `as_of`, as far as they were registered by `known_on`.

    With `hub_only` no more than the hub may take out of a shared register: its own rows, and the local
    services' where they are not shielded; of others, neither cases nor answers.
    """

    world: World
    hub: str
    area: tuple[str, ...]
    as_of: date
    known_on: date
    hub_only: bool = False
    _case_roles: dict[tuple[int, str], list[tuple[Case, str]]] = field(default_factory=dict)

    def seen(self, on: date | None, registered: date | None) -> bool:
        """Whether something that happened then and was written down then is known here."""
        return on is not None and registered is not None and on <= self.as_of and registered <= self.known_on

    @cached_property
    def cases(self) -> list[Case]:
        """Cases of everybody."""
        return [
            each
            for each in self.world.cases
            if self.seen(each.started, each.registered)
            and self._open_to_hub(each.organisation)
            and not (self.hub_only and each.shielded and each.organisation != self.hub)
        ]

    def _open_to_hub(self, organisation: str) -> bool:
        return not self.hub_only or organisation in self._ours

    @cached_property
    def _ours(self) -> set[str]:
        local = {each.code for each in self.world.organisations if each.kind == "local_service"}
        return local | {self.hub}

    def _organisers(self, session: Session) -> tuple[str, ...]:
        """For whom a session's guests are counted; the hub does not see how others count a shared one."""
        if not self.hub_only:
            return session.organisers
        if self.hub in session.organisers:
            return (self.hub,)
        return session.organisers[:1] if session.organisers[0] in self._ours else ()

    @cached_property
    def seats(self) -> list[Participation]:
        """Sign-ups to everybody's sessions."""
        return [each for each in self.world.participations if self.seen(each.session.on, each.registered)]

    @cached_property
    def referrals(self) -> list[Referral]:
        """Referrals by the hub."""
        return [
            each
            for each in self.world.referrals
            if each.organisation == self.hub and self.seen(each.on, each.registered)
        ]

    @cached_property
    def answers(self) -> list[EvaluationAnswer]:
        """Questionnaires about everybody's guidance."""
        return [
            each
            for each in self.world.answers
            if self.seen(each.on, each.registered) and (not self.hub_only or each.organisation == self.hub)
        ]

    @cached_property
    def respondents(self) -> list[Respondent]:
        """Firms asked whether they know a hub."""
        return [
            each
            for each in self.world.respondents
            if self.seen(each.on, each.registered) and (not self.hub_only or each.organisation == self.hub)
        ]

    def who(self, subject: Subject, successions: str) -> Subject:
        """Whom the subject is known to have become; itself where successions are ignored."""
        if successions == "ignored" or subject.became is None:
            return subject
        step: Succession | None = subject.became
        while step is not None and self.seen(step.on, step.registered):
            subject = step.successor
            step = subject.became
        return subject

    def ended(self, case: Case) -> date | None:
        """The last day of the case, if it is known to be over."""
        return case.ended if self.seen(case.ended, case.ended_registered) else None

    def segment(self, case: Case) -> Literal["growth", "operation"] | None:
        """The segment that stands in the file."""
        known = case.segment_registered is not None and case.segment_registered <= self.known_on
        return case.segment if known else None

    def judged(self, case: Case) -> bool:
        """Whether it is written who judged the segment, and when, and the day has come."""
        return case.segment_by is not None and case.segment_on is not None and case.segment_on <= self.as_of

    def guided_in(self, case: Case, year: int, rule: str) -> bool:
        """Whether the case falls in the year: by its start, by a contact as well, or by being open."""
        if rule == "open":
            end = self.ended(case)
            return case.started.year <= year and (end is None or end.year >= year)
        return case.started.year == year or (rule == "contact" and year in self._contact_years[case])

    @cached_property
    def _contact_years(self) -> dict[Case, set[int]]:
        return {
            case: {each.on.year for each in case.contacts if self.seen(each.on, each.registered)}
            for case in self.cases
        }

    def case_roles(self, year: int, rule: str) -> list[tuple[Case, str]]:
        """Every case: counted when the hub gave specialised guidance in the year, else why not."""
        found = self._case_roles.get((year, rule))
        if found is None:
            found = [(case, self._case_role(case, year, rule)) for case in self.cases]
            self._case_roles[year, rule] = found
        return found

    def _case_role(self, case: Case, year: int, rule: str) -> str:
        if case.organisation != self.hub:
            return "other_organisation"
        if case.level != "specialised":
            return "basic_guidance"
        return COUNTED if self.guided_in(case, year, rule) else "outside_period"

    def seat_roles(self, year: int) -> list[tuple[Participation, str]]:
        """Every seat, once for each organiser: counted when somebody known came to the hub in the year."""
        return [
            (seat, self._seat_role(seat, year, organiser))
            for seat in self.seats
            for organiser in self._organisers(seat.session)
        ]

    def _seat_role(self, seat: Participation, year: int, organiser: str) -> str:
        if organiser != self.hub:
            return "other_organisation"
        if seat.session.on.year != year:
            return "outside_period"
        if seat.attended is False or seat.persons == 0:
            return "no_show"
        return COUNTED if seat.subject is not None else "no_subject"
