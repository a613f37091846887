"""Finds the companies that a list of participants means: by CVR number, by e-mail, by the whole name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from samspil.companies.queries import contact_persons_for, subjects_for
from samspil.companies.rules import is_cvr_number
from samspil.platform.danish import search_key
from samspil.programmes.rules import Told

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.organisations.models import User

K = TypeVar("K")
# As many keys as one question asks for.
AT_ONCE = 500


def matched(user: User, lines: Iterable[Told]) -> list[tuple[Told, Subject | None]]:
    """Return each line with whom it means, or None where nobody or more than one fits.

    A number decides; then an e-mail that belongs to one company only; then a name that only one has.
    """
    told = list(lines)
    numbers = {each.cvr_number for each in told if is_cvr_number(each.cvr_number)}
    by_number: dict[str | None, Subject] = {}
    for keys in _parts(numbers):
        by_number |= {row.cvr_number: row for row in subjects_for(user).filter(cvr_number__in=keys)}
    by_mail = _by_mail(user, {each.email for each in told if each.email and each.cvr_number not in by_number})
    names = {
        search_key(name)
        for each in told
        if each.cvr_number not in by_number and each.email not in by_mail
        for name in each.names
    }
    by_name = _by_name(user, names - {""})
    return [(each, _one(each, by_number, by_mail, by_name)) for each in told]


def _one(
    line: Told, by_number: dict[str | None, Subject], by_mail: dict[str, Subject], by_name: dict[str, Subject]
) -> Subject | None:
    if line.cvr_number:
        # A number that is nobody's here is not outvoted by a name: it may be another firm's.
        return by_number.get(line.cvr_number)
    if line.email in by_mail:
        return by_mail[line.email]
    found = (by_name.get(search_key(name)) for name in line.names)
    return next((each for each in found if each is not None), None)


def _by_mail(user: User, wanted: set[str]) -> dict[str, Subject]:
    seen: dict[str, set[int]] = {}
    for keys in _parts(wanted):
        rows = contact_persons_for(user).filter(email__in=keys).values_list("email", "subject_id")
        for email, subject in rows:
            seen.setdefault(email, set()).add(subject)
    sure = {email: next(iter(subjects)) for email, subjects in seen.items() if len(subjects) == 1}
    found = {row.pk: row for keys in _parts(sure.values()) for row in subjects_for(user).filter(pk__in=keys)}
    return {email: found[subject] for email, subject in sure.items() if subject in found}


def _by_name(user: User, wanted: set[str]) -> dict[str, Subject]:
    found: dict[str, list[Subject]] = {}
    for keys in _parts(wanted):
        for row in subjects_for(user).filter(search_key__in=keys, ceased__isnull=True):
            found.setdefault(row.search_key, []).append(row)
    return {key: rows[0] for key, rows in found.items() if len(rows) == 1}


def _parts(keys: Iterable[K]) -> Iterable[list[K]]:
    every = list(dict.fromkeys(keys))
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]
