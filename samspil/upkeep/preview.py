"""What a merge will do, as far as the reader may know: own content by number, others by fact of contact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Count, IntegerField, QuerySet, Value
from django.utils.translation import gettext as _

from samspil.companies.models import Subject
from samspil.companies.queries import contact_persons_for
from samspil.guidance.queries import cases_for, interactions_for, tasks_for
from samspil.referrals.queries import referrals_for
from samspil.upkeep.merge import FIELDS, refuse_unlike
from samspil.upkeep.relations import refuse_unknown

if TYPE_CHECKING:
    from samspil.organisations.models import User


@dataclass(frozen=True)
class Choice:
    """A field in which the two differ; `chooses` when both have something."""

    column: str
    label: str
    ours: str
    theirs: str

    @property
    def chooses(self) -> bool:
        return bool(self.ours and self.theirs)


@dataclass(frozen=True)
class Going:
    """How many rows of a sort each of the two has that the reader may know of."""

    label: str
    organisation: str
    ours: int
    theirs: int


@dataclass(frozen=True)
class Preview:
    """What the page shows before anything is done; `obstacle` says why it cannot be."""

    choices: list[Choice]
    going: list[Going]
    obstacle: str


def preview(user: User, survivor: Subject, duplicate: Subject) -> Preview:
    """Return what merging will do. Nothing here tells of a shielded case to who may not see it."""
    obstacle = ""
    try:
        refuse_unknown()
        refuse_unlike(survivor, duplicate)
    except ValidationError as error:
        obstacle = " ".join(error.messages)
    return Preview(_choices(survivor, duplicate), _going(user, survivor, duplicate), obstacle)


def _choices(survivor: Subject, duplicate: Subject) -> list[Choice]:
    found = []
    for column in FIELDS:
        ours, theirs = (_said(row, column) for row in (survivor, duplicate))
        if ours != theirs:
            label = str(_word(column))
            found.append(Choice(column, label, ours, theirs))
    return found


def _word(column: str) -> Any:
    return getattr(Subject._meta.get_field(column.removesuffix("_id")), "verbose_name", column)


def _said(row: Subject, column: str) -> str:
    value: Any = getattr(row, column)
    if value in ("", None):
        return ""
    if column == "municipality_id":
        return str(row.municipality)
    return f"{value:%d-%m-%Y}" if column in {"founded", "ceased"} else str(value)


def _going(user: User, survivor: Subject, duplicate: Subject) -> list[Going]:
    """Facts of contact of everybody; of content only what the scoped queries give."""
    keys = (survivor.pk, duplicate.pk)
    approaches = Subject._meta.get_field("approaches").related_model
    assert isinstance(approaches, type)
    every: dict[str, QuerySet[Any]] = {
        _("Kontakter, alle kan se"): approaches._default_manager.all(),
        _("Forløb"): cases_for(user),
        _("Kontakter med indhold"): interactions_for(user),
        _("Opgaver"): tasks_for(user),
        _("Henvisninger"): referrals_for(user),
        _("Kontaktpersoner"): contact_persons_for(user),
    }
    # One question for all sorts.
    first, *others = [
        rows.filter(subject__in=keys)
        .order_by()
        .annotate(sort=Value(place, output_field=IntegerField()))
        .values_list("sort", "organisation__name", "subject_id")
        .annotate(count=Count("pk", distinct=True))
        for place, rows in enumerate(every.values())
    ]
    sums: dict[tuple[int, str], dict[int, int]] = {}
    for sort, name, key, count in first.union(*others, all=True):
        sums.setdefault((sort, name), {})[key] = count
    labels = list(every)
    return [
        Going(labels[sort], name, held.get(survivor.pk, 0), held.get(duplicate.pk, 0))
        for (sort, name), held in sorted(sums.items())
    ]
