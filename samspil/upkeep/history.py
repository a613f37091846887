"""What has happened to a record, in words: who changed what and why, for those who may read it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Field, Model, QuerySet
from django.utils.translation import gettext as _

from samspil.companies.queries import contact_persons_for, reach_of, subjects_for
from samspil.guidance.models import GuidanceCase
from samspil.guidance.queries import cases_for, enquiries_for, interactions_for, tasks_for
from samspil.organisations.directory import organisations_for
from samspil.platform.audit.actions import note_access
from samspil.platform.audit.models import Event
from samspil.platform.audit.queries import history_of
from samspil.programmes.queries import offers_for
from samspil.referrals.queries import referrals_for

if TYPE_CHECKING:
    from samspil.organisations.models import User

# Whose history can be opened, by the name in the address: the scoped query decides who may.
KINDS: dict[str, Callable[[Any], QuerySet[Any]]] = {
    "virksomhed": subjects_for,
    "arrangement": offers_for,
    "forloeb": cases_for,
    "kontakt": interactions_for,
    "henvendelse": enquiries_for,
    "opgave": tasks_for,
    "henvisning": referrals_for,
    "organisation": organisations_for,
}
# What a change may point at and not every reader of the row may read.
SCOPES: dict[str, Callable[[Any], QuerySet[Any]]] = {
    "companies.ContactPerson": contact_persons_for,
    "companies.Subject": subjects_for,
    "guidance.GuidanceCase": cases_for,
    "guidance.Interaction": lambda user: interactions_for(user, also_cancelled=True),
    "guidance.Task": tasks_for,
    "referrals.Referral": referrals_for,
}
# A relation or column and what stands in it.
Key = tuple[str, Any]
# More is never shown at once; a record with more changes than that has been loaded, not worked on.
MOST = 200


@dataclass(frozen=True)
class Change:
    """A field before and after, as its page would write it."""

    label: str
    before: str
    after: str
    # The column, for a page that has better words for what is in it.
    name: str = ""


@dataclass(frozen=True)
class Line:
    """One change of the record."""

    at: dt.datetime
    who: str
    action: str
    why: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class History:
    """A record and its lines, newest first; `more` when older ones are left out."""

    row: Model
    lines: tuple[Line, ...]
    more: bool


def open_history(*, by: User, kind: str, key: int) -> History | None:
    """Return the history and log that `by` looked; None where there is nothing `by` may read."""
    reader = KINDS.get(kind)
    row = reader(by).filter(pk=key).first() if reader else None
    if row is None:
        return None
    events = list(history_of(row)[: MOST + 1])
    shown = events[:MOST]
    names, unread = _names(type(row), shown, by)
    note_access(by=by, place="upkeep.history", kind=type(row), keys=[row.pk])
    told = _told(row, shown, unread, by)
    lines = tuple(_line(type(row), event, names, unread) for event in told)
    return History(row, lines, len(events) > MOST)


def changes_after(row: Model, version: int) -> tuple[Line, ...]:
    """Return what others changed after that version, newest first: for whoever was editing meanwhile.

    The caller has asked whether the row may be read, also as it was when editing began.
    """
    events = list(history_of(row).filter(version__gt=version)[:MOST])
    names, _unread = _names(type(row), events, None)
    return tuple(_line(type(row), event, names) for event in events)


def _told(row: Any, events: list[Event], unread: set[Key], by: User) -> list[Event]:
    """Leave out what was changed, newest first, while the row was on a case that `by` may not read.

    Of a case that was shielded once, the same: what was written meanwhile stays its adviser's and leaders'.
    """
    if isinstance(row, GuidanceCase):
        own = row.adviser_id == by.pk or row.organisation_id in reach_of(by).leads
        hidden: set[Key] = set() if own else {("shielded", True)}
        column = "shielded"
    else:
        hidden, column = {key for key in unread if key[0] == "case"}, "case_id"
    name, now, told = column.removesuffix("_id"), getattr(row, column, None), []
    for event in events:
        before, after = event.changes.get(column, (now, now))
        if not hidden & {(name, before), (name, after)}:
            told.append(event)
        now = before
    return told


def _line(model: type[Model], event: Event, names: dict[Key, str], unread: Set[Key] = frozenset()) -> Line:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    changes = tuple(
        Change(
            _label(fields[name]),
            _said(fields[name], pair[0], names),
            _said(fields[name], pair[1], names),
            name,
        )
        for name, pair in event.changes.items()
        if name in fields
        and fields[name].editable
        # Who else is on the row may be more than the reader knows of.
        and not unread & {(fields[name].name, value) for value in pair if isinstance(value, int)}
    )
    who = str(event.by) if event.by else _("Samspil")
    return Line(event.at, who, event.action, event.why, changes)


def _label(field: Field[Any, Any]) -> str:
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


def _said(field: Field[Any, Any], value: Any, names: dict[Key, str]) -> str:
    if value is None or value == "":
        return ""
    if field.is_relation:
        return names.get((field.name, value), str(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    return str(value)


def _names(model: type[Model], events: Iterable[Event], by: User | None) -> tuple[dict[Key, str], set[Key]]:
    """The names behind every key that stands in a change, and the keys of what `by` may not read.

    Asked for once for each kind of thing; without a reader, all are named.
    """
    relations = {field.attname: field for field in model._meta.concrete_fields if field.is_relation}
    keys: dict[str, set[Any]] = defaultdict(set)
    for event in events:
        for name in event.changes.keys() & relations.keys():
            keys[name] |= {value for value in event.changes[name] if value is not None}
    named: dict[Key, str] = {}
    unread: set[Key] = set()
    for name, wanted in keys.items():
        field = relations[name]
        other: Any = field.related_model
        target = apps.get_model(other._meta.label)
        scope = SCOPES.get(other._meta.label) if by is not None else None
        found = scope(by) if scope else target._default_manager.all()
        named |= {(field.name, row.pk): str(row) for row in found.filter(pk__in=wanted)}
        if scope:
            unread |= {(field.name, key) for key in wanted if (field.name, key) not in named}
    return named, unread
