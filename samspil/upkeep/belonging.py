"""Lets what was registered since a merge stand with the case or person it belongs to, when two are parted.

A contact, a task, a referral or a share on a case is about whom the case is about, and a fact of contact
about whom the contact is: that holds whichever of the two each of them was written on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from samspil.companies.models import ContactPerson
from samspil.guidance.models import Interaction
from samspil.platform.audit.actions import record_all
from samspil.platform.reading import keys_in
from samspil.platform.versioning import Versioned

if TYPE_CHECKING:
    from samspil.organisations.models import User
    from samspil.upkeep.models import Merge

# Table, the row it belongs to, and of which of its rows this is said; the case goes before all others.
BY_CASE: tuple[tuple[str, str, Q], ...] = tuple(
    (label, "case", Q())
    for label in (
        "guidance.Interaction",
        "guidance.Task",
        "guidance.Share",
        "guidance.Lead",
        "referrals.Referral",
        "cooperation.AccessRequest",
    )
)
BY_REST: tuple[tuple[str, str, Q], ...] = (
    ("guidance.Interaction", "person", Q(case=None)),
    ("guidance.Task", "interaction", Q(case=None)),
    ("cooperation.JointVisit", "proposer_interaction", Q()),
    ("cooperation.JointVisit", "invited_interaction", Q(proposer_interaction=None)),
    ("companies.Approach", "interaction", Q()),
    ("companies.Approach", "task", Q()),
)


def settle(done: Merge, by: User) -> tuple[int, list[str]]:
    """Let each row follow what it belongs to; return how many went back, and in words what did not.

    Called when the rows that the merge moved are back.
    """
    went, stayed = 0, list[str]()
    for label, link, among in BY_CASE:
        went += _follow(label, link, among, done, by, stayed)
    went += _new_persons(done, by)
    for label, link, among in BY_REST:
        went += _follow(label, link, among, done, by, stayed)
    # Somebody who is met on cases of both can stand with one of them only.
    if _of_both(done).filter(~Q(person__subject=F("subject"))).exists():
        stayed.append(str(ContactPerson._meta.verbose_name_plural))
    return went, stayed


def _of_both(done: Merge) -> QuerySet[Interaction]:
    return Interaction.objects.filter(subject__in=(done.survivor_id, done.duplicate_id), person__isnull=False)


def _follow(label: str, link: str, among: Q, done: Merge, by: User, stayed: list[str]) -> int:
    rows: QuerySet[Any] = apps.get_model(label)._base_manager.filter(among)
    two = (done.survivor_id, done.duplicate_id)
    along = rows.filter(**{"subject_id": two[0], f"{link}__subject_id": two[1]})
    back = rows.filter(**{"subject_id": two[1], f"{link}__subject_id": two[0]})
    if _point(back, done.survivor_id, by):
        stayed.append(str(rows.model._meta.verbose_name_plural))
    return _point(along, done.duplicate_id, by)


def _new_persons(done: Merge, by: User) -> int:
    """A person noted since, whom only contacts that went back speak of, goes with them."""
    met = _of_both(done)
    with_duplicate = met.filter(subject=done.duplicate_id).values("person")
    with_survivor = met.filter(subject=done.survivor_id).values("person")
    persons = ContactPerson._base_manager.filter(subject=done.survivor_id, pk__in=with_duplicate)
    return _point(persons.exclude(pk__in=with_survivor), done.duplicate_id, by)


def _point(rows: QuerySet[Any], subject: int, by: User) -> int:
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return 0
    columns: dict[str, Any] = {"subject_id": subject}
    if issubclass(rows.model, Versioned):
        columns["version"] = F("version") + 1
    moving = rows.model._base_manager.filter(pk__in=keys_in(keys))
    try:
        with transaction.atomic():
            moving.update(**columns)
    except IntegrityError:
        raise ValidationError(
            _("Begge ville få en %(what)s, som der kun kan være én af. Afslut eller fjern den ene først."),
            code="clash",
            params={"what": rows.model._meta.verbose_name},
        ) from None
    record_all(by=by, action="merge_put_back", rows=moving.iterator(), into=subject)
    return len(keys)
