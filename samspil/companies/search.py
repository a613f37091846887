"""Finds companies and founders as one types: number, name, person, telephone or e-mail, slips and all.

The cheapest question first, the next only while too little is found: a number by its index; the names
that begin so; the names and persons with these words; the same with words one slip away. Each question
has a cap, so that a search answers in a moment whatever the size of the register.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connections

from samspil.companies.kinds import SubjectKind
from samspil.companies.models import ContactPerson, ProductionUnit, Subject
from samspil.companies.rules import bare_number, phone_key
from samspil.companies.slips import SHORTEST, UNFINISHED, closeness, guesses_at, near
from samspil.companies.wordindex import AFTER, Words
from samspil.platform.danish import search_key
from samspil.platform.reading import keys_in

if TYPE_CHECKING:
    from django.db.models import QuerySet

LONGEST = 100
# As many rows as a question may bring, of which the nearest are shown.
MOST = 120
# Fewer signs of a telephone, an e-mail or a number would mean everybody.
ENOUGH = 3
# So many are looked up at a time.
AT_ONCE = 24
# As many guesses at a mistyped word as are asked for at once.
GUESSES = 40
# A name that is further off than this is another name.
NEAR_ENOUGH = 0.68
# How firmly a hit stands: what was typed in full comes before what was guessed at.
NUMBER, NAME, PERSON = 3.0, 1.0, 0.98


@dataclass(frozen=True)
class Hit:
    """Whom a search found: `matched` says by what, `detail` is what matched where that is not the name."""

    subject: int
    name: str
    kind: str
    cvr_number: str
    municipality: str
    # cvr, p_number, name, person, phone or email.
    matched: str
    detail: str = ""


@dataclass(order=True)
class _Found:
    """Why a subject is among the hits; the nearest reason counts."""

    score: float
    matched: str = field(compare=False)
    detail: str = field(compare=False, default="")


@dataclass(frozen=True)
class Search:
    """A search within what a user may see."""

    # All that the user knows of, and the contact persons whose names and numbers the user reads.
    subjects: Callable[[], QuerySet[Subject]]
    persons: Callable[[], QuerySet[ContactPerson]]
    # The merged rows that may lead the user to the one that stands.
    signposts: Callable[[], QuerySet[Subject]]
    # The organisations whose contact persons are found by name.
    organisations: frozenset[int]
    # Whether the user sees every company, so that only founders have to be asked for one by one.
    partner: bool
    kind: str | None = None

    @property
    def words(self) -> Words:
        return Words(connections[Subject.objects.db])

    def run(self, text: str, *, limit: int) -> list[Hit]:
        """Return the nearest hits first."""
        text = " ".join(text.split())[:LONGEST]
        if not text:
            return []
        found: dict[int, _Found] = {}
        digits = bare_number(text).lstrip("+")
        if "@" in text:
            self._by_email(text, found)
        elif digits.isascii() and digits.isdecimal():
            # A Danish number that is not finished still has its country in front.
            phone = digits.removeprefix("00")[2:] if text.startswith(("+45", "0045")) else phone_key(text)
            self._by_number(digits, phone, found)
        if not found and (key := search_key(text)):
            self._by_name(key, found, limit)
        return self._hits(found, limit)

    def _by_email(self, text: str, found: dict[int, _Found]) -> None:
        asked = text.lower()
        if len(asked) <= ENOUGH:
            return
        rows = self.persons().filter(email__gte=asked, email__lt=asked + AFTER)
        for subject, name, email in rows.values_list("subject", "name", "email")[:MOST]:
            _add(found, subject, NUMBER - (email != asked), "email", f"{name}, {email}")

    def _by_number(self, digits: str, phone: str, found: dict[int, _Found]) -> None:
        """A CVR number, a P-number or a telephone; who has typed all of it wants that one."""
        if len(digits) < ENOUGH:
            return
        numbers = Subject.objects.filter(
            cvr_number__gte=digits.ljust(8, "0"), cvr_number__lte=digits.ljust(8, "9")
        )
        for key, number in numbers.order_by("cvr_number").values_list("pk", "cvr_number")[:MOST]:
            _add(found, key, NUMBER + (number == digits), "cvr")
        units = ProductionUnit.objects.filter(
            p_number__gte=digits.ljust(10, "0"), p_number__lte=digits.ljust(10, "9")
        )
        for key, number in units.order_by("p_number").values_list("subject", "p_number")[:MOST]:
            _add(found, key, NUMBER - 0.2 + (number == digits), "p_number", f"P {number}")
        if len(phone) > ENOUGH:
            people = self.persons().filter(phone_key__gte=phone, phone_key__lt=phone + AFTER)
            for key, name, told in people.values_list("subject", "name", "phone")[:MOST]:
                exact = phone_key(told) == phone
                _add(found, key, NUMBER - 0.1 + exact, "phone", f"{name}, {told}")

    def _by_name(self, key: str, found: dict[int, _Found], limit: int) -> None:
        begun = Subject.objects.filter(search_key__gte=key, search_key__lt=key + AFTER)
        _names(key, begun.order_by("search_key").values_list("pk", "search_key")[: limit * 3], found)
        if len(found) < limit:
            _people(key, self._begun_people(key), found)
        words = [word for word in key.split() if len(word) > 1]
        if not words or len(found) >= limit:
            return
        # All but the last are finished, which is the cheaper question; see _guesses for when they are not.
        self._worded(key, [*([word] for word in words[:-1]), [f"{words[-1]}*"]], found)
        if len(found) < limit and (guesses := self._guesses(key)):
            self._worded(key, guesses, found)

    def _begun_people(self, key: str) -> Iterable[tuple[int, str, str]]:
        own = self.persons().filter(organisation__in=self.organisations)
        begun = own.filter(search_key__gte=key, search_key__lt=key + AFTER).order_by()
        return begun.values_list("subject_id", "name", "search_key")[:MOST]

    def _worded(self, key: str, groups: Sequence[Sequence[str]], found: dict[int, _Found]) -> None:
        _names(key, self.words.subjects(groups, MOST), found)
        # The index knows words, not who may read: whom a shielded case has made known is sorted out here.
        if people := self.words.persons(groups, self.organisations, MOST):
            read = self.persons().filter(pk__in=keys_in(people)).order_by()
            _people(key, read.values_list("subject_id", "name", "search_key"), found)

    def _guesses(self, key: str) -> list[list[str]]:
        """Return for each word what it may have been meant to be; empty when a word leads nowhere."""
        typed = [word for word in key.split() if len(word) > 1]
        forms = {word: near(word) for word in typed}
        if len(typed) == 1 and not forms[typed[0]]:
            return []
        # A short word that was mistyped is finished, else it would begin half the register.
        short = {form for word in typed if len(word) < UNFINISHED for form in forms[word]}
        long = {form for word in typed if len(word) >= UNFINISHED for form in forms[word]}
        known = self.words.known({*short, *typed}, {form for form in long if len(form) >= SHORTEST})
        groups = [
            [f"{word}*", *guesses_at(word, forms[word], known, unfinished=len(word) >= UNFINISHED)[:GUESSES]]
            for word in typed
        ]
        return groups if any(len(group) > 1 or len(groups) > 1 for group in groups) else []

    def _hits(self, found: dict[int, _Found], limit: int) -> list[Hit]:
        """Return the nearest that the user knows of; only as many rows are read as it takes."""
        hits: dict[int, Hit] = {}
        nearest = sorted(found, key=lambda key: (-found[key].score, key))
        for start in range(0, len(nearest), AT_ONCE):
            for row in self._seen(self._rows(nearest[start : start + AT_ONCE], found)):
                key, name, kind, number, place = row[:5]
                hits.setdefault(
                    key,
                    Hit(key, name, kind, number or "", place or "", found[key].matched, found[key].detail),
                )
            if len(hits) >= limit:
                break
        return list(hits.values())[:limit]

    def _rows(self, keys: Iterable[int], found: dict[int, _Found]) -> list[tuple[Any, ...]]:
        """Return the rows, nearest first and then in order; a merged one leads to the one that stands."""
        asked = list(keys)
        rows: dict[int, tuple[Any, ...]] = {}
        while asked:
            more = Subject.objects.filter(pk__in=keys_in(asked)).values_list(
                "pk", "name", "kind", "cvr_number", "municipality__name", "sort_key", "merged_into"
            )
            asked = []
            merged = {row[0]: row for row in more if row[6] is not None}
            rows |= {row[0]: row for row in more if row[6] is None}
            leading: list[int] = []
            if merged:
                known = self.signposts().filter(pk__in=keys_in(merged))
                leading = list(known.values_list("pk", flat=True))
            for key in leading:
                into: int = merged[key][6] or key
                found[into] = max(found[key], found.get(into, found[key]))
                asked.append(into)
        kept = [row for row in rows.values() if self.kind in (None, row[2])]
        return sorted(kept, key=lambda row: (-found[row[0]].score, row[5], row[0]))

    def _seen(self, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Return the rows that the user knows of; the rule is asked only about whom it could hide."""
        doubtful = {row[0] for row in rows if not (self.partner and row[2] == SubjectKind.COMPANY)}
        if not doubtful:
            return list(rows)
        known = set(self.subjects().filter(pk__in=keys_in(doubtful)).values_list("pk", flat=True))
        return [row for row in rows if row[0] not in doubtful or row[0] in known]


def _names(key: str, rows: Iterable[tuple[int, str]], found: dict[int, _Found]) -> None:
    for subject, name in rows:
        score = closeness(key, name)
        if score >= NEAR_ENOUGH:
            _add(found, subject, NAME * score, "name")


def _people(key: str, rows: Iterable[tuple[int, str, str]], found: dict[int, _Found]) -> None:
    for subject, name, name_key in rows:
        score = closeness(key, name_key)
        if score >= NEAR_ENOUGH:
            _add(found, subject, PERSON * score, "person", name)


def _add(found: dict[int, _Found], subject: int, score: float, matched: str, detail: str = "") -> None:
    why = _Found(score, matched, detail)
    if subject not in found or why > found[subject]:
        found[subject] = why
