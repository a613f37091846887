"""The user evaluation: who was asked, who answered what, who said nothing."""

from __future__ import annotations

from datetime import date, timedelta

from samspil.demo.world.dice import Dice
from samspil.demo.world.records import LAST, Case, EvaluationAnswer, Subject, World

RESPONSE = 0.46
SECOND_PERSON = 0.06
# Very satisfied by segment; together 78.3 per cent, as published for 2021.
VERY = {"growth": 0.83, "operation": 0.753, None: 0.775}
PROMOTERS = 0.765
OTHER_SATISFACTION = (
    ("satisfied", 64.0), ("neither", 13.0), ("dissatisfied", 8.0), ("very_dissatisfied", 3.0),
    ("dont_know", 12.0),
)  # fmt: skip
HIGH: tuple[tuple[int, float], ...] = ((10, 48), (9, 28))
REST: tuple[tuple[int, float], ...] = (
    (8, 12), (7, 6), (6, 2), (5, 1.5), (4, 0.5), (3, 0.5), (2, 0.5), (1, 0.5), (0, 0.5),
)  # fmt: skip
REFERRED = (("yes", 68.0), ("no", 26.0), ("dont_know", 6.0))
SECTORS = (("private", 55.0), ("public", 30.0), ("both", 15.0))
USED = (("used", 31.0), ("expects", 17.0), ("no", 38.0), ("dont_know", 14.0))
EFFECT = (("high", 67.0), ("some", 20.0), ("low", 6.0), ("none", 3.0), ("dont_know", 4.0))
GREEN_EFFECT = (("high", 73.0), ("some", 17.0), ("low", 4.0), ("none", 2.0), ("dont_know", 4.0))


class Evaluations:
    """Asks after each case that was signed up, a few weeks after its last contact."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = Dice(world.seed, "evaluations")

    def ask(self) -> None:
        """Every specialised case that was signed up and has come to an end."""
        for case in list(self.world.cases):
            if case.level != "specialised" or not case.signed_up or case.ended is None:
                continue
            if self.dice.hit(RESPONSE):
                self._answer_case(case)

    def _answer_case(self, case: Case) -> None:
        assert case.ended is not None
        on = case.ended + timedelta(self.dice.number(5, 45))
        self.answer(case.subject, case, on)
        if self.dice.hit(SECOND_PERSON):
            self.answer(case.subject, case, on + timedelta(self.dice.number(0, 6)))

    def answer(self, subject: Subject, case: Case, on: date, *, about: Case | None = None) -> None:
        """One questionnaire; now and then nobody knows which case it is about."""
        if on > LAST:
            return
        known = case if about is None and not self.dice.hit(0.03) else about
        referred = self._said(REFERRED)
        told = referred == "yes"
        self.world.answers.append(
            EvaluationAnswer(
                key=f"a{len(self.world.answers) + 1:06}",
                subject=subject,
                case=known,
                organisation=case.organisation,
                guided_year=max(contact.on for contact in case.contacts).year,
                on=on,
                registered=max(on, case.registered),
                satisfaction=self._satisfaction(case),
                recommend=self._recommend(case),
                referred=referred,
                referred_to=self._said(SECTORS) if told else None,
                used=self._said(USED) if told else None,
                effect=self._said(GREEN_EFFECT if "green" in case.topics else EFFECT),
                topics=self._topics(case),
                consented=self.dice.hit(0.62),
            )
        )

    def _satisfaction(self, case: Case) -> str | None:
        if self.dice.hit(0.03):
            return None
        if self.dice.due(f"{case.segment} {case.started.year}", VERY[case.segment]):
            return "very_satisfied"
        return self.dice.by_weight(OTHER_SATISFACTION)

    def _recommend(self, case: Case) -> int | None:
        if self.dice.hit(0.04):
            return None
        promoter = self.dice.due(f"promoters {case.started.year}", PROMOTERS)
        return self.dice.by_weight(HIGH if promoter else REST)

    def _said(self, choices: tuple[tuple[str, float], ...]) -> str | None:
        """An answer, or an empty field."""
        return None if self.dice.hit(0.04) else self.dice.by_weight(choices)

    def _topics(self, case: Case) -> tuple[str, ...]:
        """The respondent does not always remember it as the adviser wrote it."""
        if self.dice.hit(0.05):
            return ()
        kept = tuple(topic for topic in case.topics if not self.dice.hit(0.06))
        extra = self.dice.hit(0.05) and "digital" not in kept
        return (*kept, "digital") if extra else kept
