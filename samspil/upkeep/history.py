"""What has happened to a record, in words: who changed what and why, for those who may read it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Field, Model, QuerySet
from django.utils.translation import gettext as _

from samspil.companies.queries import subjects_for
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
    names = _names(type(row), shown)
    note_access(by=by, place="upkeep.history", kind=type(row), keys=[row.pk])
    return History(row, tuple(_line(type(row), event, names) for event in shown), len(events) > MOST)


def changes_after(row: Model, version: int) -> tuple[Line, ...]:
    """Return what others changed after that version, newest first: for whoever was editing meanwhile.

    The caller has asked whether the row may be read.
    """
    events = list(history_of(row).filter(version__gt=version)[:MOST])
    names = _names(type(row), events)
    return tuple(_line(type(row), event, names) for event in events)


def _line(model: type[Model], event: Event, names: dict[tuple[str, Any], str]) -> Line:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    changes = tuple(
        Change(_label(fields[name]), *(_said(fields[name], value, names) for value in pair), name=name)
        for name, pair in event.changes.items()
        if name in fields and fields[name].editable
    )
    who = str(event.by) if event.by else _("Samspil")
    return Line(event.at, who, event.action, event.why, changes)


def _label(field: Field[Any, Any]) -> str:
    label = str(field.verbose_name)
    return label[:1].upper() + label[1:]


def _said(field: Field[Any, Any], value: Any, names: dict[tuple[str, Any], str]) -> str:
    if value is None or value == "":
        return ""
    if field.is_relation:
        return names.get((field.name, value), str(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    return str(value)


def _names(model: type[Model], events: Iterable[Event]) -> dict[tuple[str, Any], str]:
    """The names behind every key that stands in a change, asked for once for each kind of thing."""
    relations = {field.attname: field for field in model._meta.concrete_fields if field.is_relation}
    keys: dict[str, set[Any]] = defaultdict(set)
    for event in events:
        for name in event.changes.keys() & relations.keys():
            keys[name] |= {value for value in event.changes[name] if value is not None}
    named: dict[tuple[str, Any], str] = {}
    for name, wanted in keys.items():
        field = relations[name]
        other: Any = field.related_model
        target = apps.get_model(other._meta.label)
        for row in target._default_manager.filter(pk__in=wanted):
            named[field.name, row.pk] = str(row)
    return named
