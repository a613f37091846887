"""Whom the form offers: those who share the area first, then everybody else by kind and by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, Value, When
from django.utils.translation import gettext as _

from samspil.organisations.kinds import OrganisationKind
from samspil.organisations.queries import actors
from samspil.platform.danish import sort_key

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.organisations.models import Organisation
    from samspil.web.staff.referrals.reading import Given

# How many of the directory are shown at once; a search narrows them.
SHOWN = 40
# Those who perform business promotion themselves; where they serve, they are whom one refers to most.
SERVICES = (OrganisationKind.HUB, OrganisationKind.LOCAL_SERVICE)


@dataclass
class Group:
    """Receivers under one heading; `kinds` says of each what it is, where the heading does not."""

    label: str
    actors: list[Organisation]
    kinds: bool = False


@dataclass(frozen=True)
class Offered:
    """What the form shows: those ticked already, the groups, and whether there are more than are shown."""

    chosen: list[Organisation]
    groups: list[Group]
    more: bool
    most: int = SHOWN


def offered(given: Given, subject: Subject, offices: list[Organisation]) -> Offered:
    """Return those chosen and those the filters find; never the organisation that refers.

    Nobody stands before another by our choice (A9): first the hub and the services of the company's own
    municipality, who share the task by law, then kind by kind, and in alphabetical order everywhere.
    """
    own = next((each.pk for each in offices if each.pk == given.organisation), offices[0].pk)
    chosen = list(actors().filter(pk__in=given.chosen).exclude(pk=own)) if given.chosen else []
    topic = given.topics[0] if given.topics else ""
    found = actors(kind=given.kind, topic=topic, municipality=given.municipality, text=given.search)
    found = found.exclude(pk__in=[own, *given.chosen])
    here: list[Organisation] = []
    if subject.municipality is not None:
        near = actors(municipality=subject.municipality).filter(kind__in=SERVICES)
        here = list(found.filter(pk__in=near.order_by().values("pk"))[:SHOWN])
    kinds = sorted(OrganisationKind, key=lambda kind: sort_key(str(kind.label)))
    places = [When(kind=kind, then=Value(place)) for place, kind in enumerate(kinds)]
    others = found.exclude(pk__in=[each.pk for each in here]).order_by(Case(*places), "sort_key", "pk")
    left = SHOWN - len(here)
    rows = list(others[: left + 1])
    groups = []
    if here and subject.municipality is not None:
        label = _("Erhvervshus og lokal erhvervsservice i %(place)s") % {"place": subject.municipality.name}
        groups.append(Group(label, here, kinds=True))
    by_kind: dict[str, Group] = {}
    for each in rows[:left]:
        by_kind.setdefault(each.kind, Group(str(each.get_kind_display()), [])).actors.append(each)
    return Offered(chosen, [*groups, *by_kind.values()], len(rows) > left)
