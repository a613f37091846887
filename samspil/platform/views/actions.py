"""Every change to saved views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from samspil.platform.audit.actions import keep, record
from samspil.platform.cpr import refuse_cpr
from samspil.platform.views.models import SavedView

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

# What belongs to the moment and not to the view: the page one stands on, and the file one fetches.
PASSING = ("side", "hent")
MOST = 50


@transaction.atomic
def save_view(
    *, by: AbstractBaseUser, route: str, name: str, query: str, organisation: int | None = None
) -> SavedView:
    """Save a list's state under a name; the same name again replaces one's own view of that name."""
    view = SavedView.objects.filter(user_id=by.pk, route=route, name=name.strip()).first()
    if view is None:
        if SavedView.objects.filter(user_id=by.pk, route=route).count() >= MOST:
            raise ValidationError(_("Du har allerede 50 visninger af listen. Slet en først."))
        view = SavedView(user_id=by.pk, route=route)
    view.name, view.query, view.organisation_id = name.strip(), lasting(query), organisation
    _must_hold(view)
    keep(view, by=by, action="save_view")
    return view


@transaction.atomic
def rename_view(*, by: AbstractBaseUser, view: SavedView, name: str) -> SavedView:
    """Give a view another name."""
    view.name = name.strip()
    _must_hold(view)
    if SavedView.objects.filter(user_id=view.user_id, route=view.route, name=view.name).exclude(pk=view.pk):
        raise ValidationError(_("Du har allerede en visning med det navn."))
    keep(view, by=by, action="rename_view")
    return view


@transaction.atomic
def delete_view(*, by: AbstractBaseUser, view: SavedView) -> None:
    """Delete a view; nothing but the name is lost."""
    record(by=by, action="delete_view", row=view, route=view.route)
    view.delete()


def lasting(query: str) -> str:
    """Return a list's state without what belongs to the moment, in one order."""
    state = QueryDict(query.removeprefix("?"), mutable=True)
    for name in PASSING:
        state.pop(name, None)
    return "&".join(sorted(state.urlencode().split("&"))) if state else ""


def _must_hold(view: SavedView) -> None:
    if not view.name:
        raise ValidationError(_("Giv visningen et navn."))
    if len(view.name) > 60:
        raise ValidationError(_("Navnet må højst være 60 tegn."))
    if len(view.query) > 1000:
        raise ValidationError(_("Så mange filtre kan ikke gemmes i én visning."))
    refuse_cpr(**{_("Navn"): view.name, _("Søgning"): QueryDict(view.query).get("q", "")})
