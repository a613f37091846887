"""What the pages of people and places share: the tabs between them, choices, and two who edit at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from samspil.core.reference import municipalities
from samspil.organisations import directory
from samspil.organisations.kinds import TAKING_PART, OrganisationKind
from samspil.platform.audit.queries import changed_since
from samspil.platform.danish import sort_key

if TYPE_CHECKING:
    from django.db.models import Model

    from samspil.organisations.models import Organisation, User

# The kinds of the directory, those that everybody who works with companies may add.
ACTORS = [kind for kind in OrganisationKind if kind not in TAKING_PART]


def reader(request: HttpRequest) -> User:
    """The person who looks."""
    return cast("User", request.user)


def tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the pages that lie side by side here."""
    named = {
        "directory": _("Aktører"),
        "organisations": _("Organisationer"),
        "people": _("Medarbejdere"),
        "specialists": _("Hvem ved mest?"),
    }
    here = request.path
    return [
        {"label": label, "href": reverse(route), "here": here == reverse(route)}
        for route, label in named.items()
    ]


def organisation_or_404(key: int) -> Organisation:
    """Return the organisation of an address."""
    found = directory.organisation(key)
    if found is None:
        raise Http404
    return found


def places() -> list[tuple[str, str]]:
    """Return code and name of every municipality in Danish order."""
    every = municipalities().values()
    return [(place.code, place.name) for place in sorted(every, key=lambda place: sort_key(place.name))]


def conflict(row: Model, version: int) -> list[dict[str, str]]:
    """Return what another has changed meanwhile: field, as it was, as it is now."""
    named = {field.attname: field for field in row._meta.concrete_fields}
    told = []
    for name, (before, after) in changed_since(row, version).items():
        field = named.get(name)
        if field is None or not field.editable:
            continue
        choices = dict(field.flatchoices) if field.choices else {}
        told.append(
            {
                "field": str(field.verbose_name).capitalize(),
                "before": str(choices.get(before, before) or "–"),
                "after": str(choices.get(after, after) or "–"),
            }
        )
    return told
