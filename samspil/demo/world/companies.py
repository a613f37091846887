"""Invented companies and founders, which nobody can take for real ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from samspil.demo.world.dice import Dice, shares
from samspil.demo.world.places import HUB, OTHER_HUB
from samspil.demo.world.records import FIRST, Subject, Succession, World

# DB07 code, the word in the name, how common. Enough kinds that lists and charts look alive.
TRADES: tuple[tuple[tuple[str, str], float], ...] = (
    (("256200", "Smedeværk"), 3), (("251200", "Vinduesfabrik"), 1), (("310900", "Møbelfabrik"), 2),
    (("282900", "Maskinfabrik"), 2), (("222900", "Plastfabrik"), 1), (("274000", "Lampefabrik"), 1),
    (("271100", "Motorfabrik"), 1), (("107110", "Bageri"), 2), (("110500", "Bryghus"), 1),
    (("108900", "Fødevarer"), 2), (("141300", "Konfektion"), 1), (("011100", "Planteavl"), 6),
    (("014610", "Svineavl"), 2), (("016100", "Maskinstation"), 2), (("412000", "Byggeselskab"), 5),
    (("432100", "El-installation"), 4), (("432200", "VVS"), 3), (("433200", "Tømrerforretning"), 5),
    (("433410", "Malerfirma"), 3), (("452010", "Autoværksted"), 3), (("463890", "Engros"), 2),
    (("475210", "Farvehandel"), 1), (("479111", "Webshop"), 5), (("494100", "Vognmandsforretning"), 3),
    (("551010", "Hotel"), 1), (("561010", "Restaurant"), 5), (("620100", "Software"), 6),
    (("620200", "IT-rådgivning"), 5), (("692000", "Regnskab"), 3), (("702200", "Rådgivning"), 7),
    (("711210", "Ingeniørfirma"), 3), (("731110", "Reklamebureau"), 3), (("741010", "Designstudie"), 2),
    (("855900", "Kursuscenter"), 2), (("869020", "Klinik"), 3), (("931300", "Fitness"), 1),
    (("960210", "Frisør"), 4), (("381100", "Genbrug"), 1),
)  # fmt: skip
WINDS = ("Nordvest", "Østbæk", "Sydhøj", "Vestmark", "Midtby", "Havblik", "Åhuse", "Skovbo", "Engdal")
SIZES: tuple[tuple[tuple[int, int], float], ...] = (
    ((0, 0), 50), ((1, 1), 13), ((2, 4), 15), ((5, 9), 9), ((10, 19), 6),
    ((20, 49), 4.5), ((50, 99), 1.5), ((100, 249), 0.8), ((250, 900), 0.2),
)  # fmt: skip
# The register's code for the legal form and what stands in the name, for small firms and for larger.
SMALL_FORMS: tuple[tuple[tuple[str, str], float], ...] = (
    (("10", ""), 45), (("80", " ApS"), 42), (("81", " IVS"), 5), (("30", " I/S"), 8),
)  # fmt: skip
LARGE_FORMS: tuple[tuple[tuple[str, str], float], ...] = ((("60", " A/S"), 60), (("80", " ApS"), 40))

NO_MUNICIPALITY = 0.008
OUTSIDE_AREA = 0.004
OTHER_HUB_PART = 0.02
WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)


def cvr_numbers() -> Iterator[str]:
    """Numbers that pass the register's check, counted down from 99999999.

    The register hands numbers out in rising order from 10000000 and has come to the forties of
    millions, so the top is the farthest from any number given today. Older numbers carried over from
    other registers lie scattered, so the number alone proves nothing: the name says Demo as well.
    """
    for number in range(99_999_999, 10_000_000, -1):
        digits = f"{number:08}"
        if sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11 == 0:
            yield digits


class Register:
    """Makes companies and founders, and keeps who went on as whom."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.dice = Dice(world.seed, "companies")
        self._cvr = cvr_numbers()

    def populate(self) -> None:
        """Fill the region: companies by population, a few outside it, a few of the second hub."""
        for hub, total in ((HUB, self.world.size), (OTHER_HUB, round(self.world.size * OTHER_HUB_PART))):
            places = [place for place in self.world.places if place.hub == hub]
            parts = shares(total, [place.inhabitants[2021] for place in places])
            for place, part in zip(places, parts, strict=True):
                for _ in range(part):
                    self.company(place.code, FIRST - timedelta(self.dice.number(30, 9000)), FIRST)

    def company(self, municipality: str | None, founded: date, registered: date) -> Subject:
        """A company of any size; a few have ceased, or lack their municipality."""
        low, high = self.dice.by_weight(SIZES)
        employees = self.dice.number(low, high)
        form, suffix = self.dice.by_weight(LARGE_FORMS if employees >= 10 else SMALL_FORMS)
        industry, word = self.dice.by_weight(TRADES)
        number = len(self.world.subjects) + 1
        return self._add(
            Subject(
                key=f"s{number:06}",
                kind="company",
                name=f"Demo {self.dice.one(WINDS)} {word} {number:05}{suffix}",
                cvr=next(self._cvr),
                municipality=None if self.dice.hit(NO_MUNICIPALITY) else municipality,
                industry=industry,
                employees=employees,
                founded=founded,
                ceased=None,
                legal_form=form,
                protected=self.dice.hit(0.3 if form == "10" else 0.12),
                registered=registered,
            )
        )

    def founder(self, municipality: str | None, on: date) -> Subject:
        """Somebody who is starting, and has no CVR number yet."""
        number = len(self.world.subjects) + 1
        return self._add(
            Subject(
                key=f"s{number:06}",
                kind="founder",
                name=f"Demo Iværksætter {number:05}",
                cvr="",
                municipality=None if self.dice.hit(NO_MUNICIPALITY) else municipality,
                industry=None,
                employees=None,
                founded=None,
                ceased=None,
                legal_form="",
                protected=False,
                registered=on,
            )
        )

    def _add(self, subject: Subject) -> Subject:
        self.world.subjects.append(subject)
        return subject

    def renumber(self, subject: Subject, on: date, registered: date) -> Subject:
        """The company goes on under a new CVR number, or the founder has become a company."""
        heir = self.company(subject.municipality, on, on)
        heir.municipality = subject.municipality
        if subject.kind == "company":
            heir.employees, heir.industry = subject.employees, subject.industry
            subject.ceased = on
        self._link(subject, heir, on, registered)
        return heir

    def merge(self, subject: Subject, into: Subject, on: date) -> Subject:
        """The company goes on as part of another that was there already."""
        subject.ceased = on
        self._link(subject, into, on, on)
        return into

    def _link(self, subject: Subject, heir: Subject, on: date, registered: date) -> None:
        subject.became = Succession(subject, heir, on, registered, _kind(subject, heir, on))
        self.world.successions.append(subject.became)


def _kind(subject: Subject, heir: Subject, on: date) -> Literal["renumbered", "incorporated", "merged"]:
    if heir.registered < on:
        return "merged"
    return "incorporated" if subject.kind == "founder" else "renumbered"


def now(subject: Subject, on: date) -> Subject:
    """Whom the subject has become by a day."""
    while subject.became is not None and subject.became.on <= on:
        subject = subject.became.successor
    return subject
