"""Small stories that a definition must survive: companies that change, cases that do not end, odd answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from samspil.demo.world.casework import Casework
from samspil.demo.world.companies import Register, now
from samspil.demo.world.dice import Dice
from samspil.demo.world.evaluations import Evaluations
from samspil.demo.world.places import HUB, OTHER_HUB
from samspil.demo.world.programmes import Programmes
from samspil.demo.world.records import Case, Session, Subject, World

TURN = date(2021, 12, 31)


class Stories:
    """Adds each story a few times, so that even the smallest region has them all."""

    def __init__(self, world: World, register: Register) -> None:
        self.world, self.register = world, register
        self.dice = Dice(world.seed, "stories")
        self.work = Casework(world, "story-cases")
        self.programmes = Programmes(world, "story-sessions")
        self.settled = self._settled()

    def _settled(self) -> list[Subject]:
        """Companies guided in 2021 that are still themselves."""
        known = {
            case.subject.key: case.subject
            for case in self.world.cases
            if case.organisation == HUB and case.started.year == 2021 and case.subject.kind == "company"
        }
        return self.dice.mixed([each for each in known.values() if each.became is None])

    def tell(self) -> None:
        """All stories about cases; those about answers come when the answers are there."""
        told: tuple[tuple[Callable[[], None], float], ...] = (
            (self.chain, 10), (self.merger, 8), (self.two_lives_in_a_year, 8), (self.late_succession, 8),
            (self.founder_all_the_way, 8), (self.quiet_new_year, 20), (self.came_as_nobody, 8),
            (self.stranger, 4), (self.homeless, 4), (self.at_both_hubs, 4), (self.in_confidence, 4),
        )  # fmt: skip
        for story, number in told:
            for _ in range(self.world.scaled(number, at_least=2)):
                story()

    def _somebody(self, on: date) -> Subject:
        """A company guided in 2021 that no story has used."""
        if self.settled:
            return self.settled.pop()
        return self.register.company("0751", on - timedelta(400), on - timedelta(300))

    def _day(self, first: date, last: date) -> date:
        return self.dice.day(first, last)

    def chain(self) -> None:
        """Three numbers in a row; guided under the first and the last."""
        moved = self._day(date(2022, 1, 3), date(2022, 3, 1))
        middle = self.register.renumber(self._somebody(moved), moved, moved)
        again = moved + timedelta(self.dice.number(20, 60))
        last = self.register.renumber(middle, again, again)
        self.work.guide(last, again + timedelta(self.dice.number(5, 60)), HUB)

    def merger(self) -> None:
        """Two guided companies become one, which is guided again."""
        moved = self._day(date(2022, 1, 10), date(2022, 8, 1))
        first, second = self._somebody(moved), self._somebody(moved)
        self.register.merge(first, second, moved)
        self.work.guide(second, moved + timedelta(self.dice.number(5, 90)), HUB)

    def two_lives_in_a_year(self) -> None:
        """Guided under one number in the spring and under the next in the autumn."""
        start = self._day(date(2022, 2, 1), date(2022, 4, 1))
        subject = self._somebody(start)
        self.work.guide(subject, start, HUB)
        moved = self._day(date(2022, 5, 20), date(2022, 6, 20))
        self.work.guide(self.register.renumber(subject, moved, moved), moved + timedelta(60), HUB)

    def late_succession(self) -> None:
        """The new number is known at once, that it is the same company only half a year later."""
        moved = self._day(date(2022, 2, 1), date(2022, 6, 1))
        heir = self.register.renumber(
            self._somebody(moved), moved, moved + timedelta(self.dice.number(90, 200))
        )
        self.work.guide(heir, moved + timedelta(15), HUB)

    def founder_all_the_way(self) -> None:
        """A founder becomes a company, which changes its number; met at every step, in both channels."""
        on = self._day(date(2021, 10, 1), date(2022, 3, 1))
        founder = self.register.founder("0661", on)
        self.work.guide(founder, on, HUB)
        company = self.register.renumber(founder, on + timedelta(70), on + timedelta(70))
        self.programmes.enrol(self._session_after(on + timedelta(80)), company)
        last = self.register.renumber(company, on + timedelta(160), on + timedelta(170))
        self.work.guide(last, on + timedelta(200), HUB)

    def _session_after(self, on: date) -> Session:
        later = [each for each in self.world.sessions if HUB in each.organisers and each.on >= on]
        return (
            min(later, key=lambda session: (session.on, session.key))
            if later
            else self.programmes.announce(on)
        )

    def quiet_new_year(self) -> None:
        """A case stays open over New Year though nobody was in contact again."""
        started = self._day(date(2021, 9, 1), date(2021, 10, 1))
        case = self.work.guide(self._somebody(TURN), started, HUB, more=0)
        case.ended = case.ended_registered = self._day(date(2022, 1, 3), date(2022, 2, 20))

    def came_as_nobody(self) -> None:
        """Signed up for a session in 2021 with no persons, and guided the year after."""
        subject = self._somebody(TURN)
        on = self._day(date(2021, 3, 1), date(2021, 11, 1))
        row = self.programmes.enrol(self.programmes.announce(on, together=True), subject)
        row.persons, row.attended = 0, None
        self.work.guide(now(subject, date(2022, 3, 1)), self._day(date(2022, 3, 1), date(2022, 9, 1)), HUB)

    def stranger(self) -> None:
        """A company from the other hub's area comes to ours."""
        on = self._day(date(2022, 2, 1), date(2022, 8, 1))
        self.work.guide(self.register.company("0851", on - timedelta(900), on), on, HUB)

    def homeless(self) -> None:
        """Nobody wrote down which municipality the company is in."""
        on = self._day(date(2022, 2, 1), date(2022, 8, 1))
        subject = self.register.company(None, on - timedelta(900), on)
        self.work.guide(subject, on, HUB)

    def at_both_hubs(self) -> None:
        """The second hub guides a company that ours guided the year before; then it comes back."""
        subject, on = self._somebody(TURN), self._day(date(2022, 2, 1), date(2022, 5, 1))
        self.work.guide(subject, on, OTHER_HUB)
        self.work.guide(subject, on + timedelta(40), HUB)

    def in_confidence(self) -> None:
        """A company in difficulties: a shielded case that partners must not see."""
        on = self._day(date(2022, 2, 1), date(2022, 8, 1))
        self.work.guide(self._somebody(on), on, HUB).shielded = True


def odd_answers(world: World, evaluations: Evaluations) -> None:
    """Several answers from one company on the same day, which say different things."""
    dice = Dice(world.seed, "odd-answers")
    answered = [each for each in world.answers if each.case is not None and each.organisation == HUB]
    for cohort in (2020, 2021, 2022):
        of_cohort = [each for each in answered if each.guided_year == cohort]
        for _ in range(world.scaled(12, at_least=2) if of_cohort else 0):
            first = dice.one(of_cohort)
            case = first.case
            assert isinstance(case, Case)
            evaluations.answer(first.subject, case, first.on)
