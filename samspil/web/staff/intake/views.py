"""Saving a list's state under a name, and renaming, sharing and deleting what was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samspil.organisations.queries import workplaces_of
from samspil.platform.views import actions
from samspil.platform.views.queries import views_for
from samspil.web.staff.intake.frame import reader

if TYPE_CHECKING:
    from samspil.platform.views.models import SavedView


@require_safe
def view(request: HttpRequest, number: int) -> HttpResponse:
    """Lead to the list as it was saved: the view's own address, to be sent to a colleague."""
    found = views_for(reader(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    return redirect(_address(found.route, found.query))


def _address(route: str, query: str) -> str:
    """The list's address; a list that is no longer there is not found."""
    try:
        return reverse(route) + (f"?{query}" if query else "")
    except NoReverseMatch:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
def save_view(request: HttpRequest) -> HttpResponse:
    """Ask for a name and whether colleagues may use the view too."""
    typed = request.POST if request.method == "POST" else request.GET
    route, query = typed.get("liste", ""), actions.lasting(typed.get("visning", "")[:2000])
    back = _address(route, query)
    places = list(workplaces_of(reader(request)))
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        place = next((each.pk for each in places if str(each.pk) == typed.get("place")), None)
        try:
            saved = actions.save_view(
                by=reader(request), route=route, name=typed.get("name", ""), query=query, organisation=place
            )
        except ValidationError as error:
            errors = [("name", message) for message in error.messages]
        else:
            messages.success(request, _("Visningen »%(name)s« er gemt.") % {"name": saved.name})
            return redirect(back)
    context = {
        "route": route,
        "query": query,
        "back": back,
        "name": typed.get("name", ""),
        "place": typed.get("place", ""),
        "places": [("", _("Kun mig")), *((each.pk, _share(each.name)) for each in places)],
        "errors": errors,
    }
    return render(request, "staff/intake/save_view.jinja", context, status=422 if errors else 200)


def _share(name: str) -> str:
    return _("Alle i %(organisation)s") % {"organisation": name}


@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """Show the views one may use; rename and delete one's own."""
    if request.method == "POST":
        return _changed(request)
    user = reader(request)
    found = views_for(user).select_related("user", "organisation").order_by("route", "name")
    return render(request, "staff/intake/views.jinja", {"rows": [_shown(each, user.pk) for each in found]})


def _shown(saved: SavedView, me: int) -> dict[str, Any]:
    return {
        "pk": saved.pk,
        "name": saved.name,
        "href": reverse("view", args=[saved.pk]),
        "list": _named(saved.route),
        "mine": saved.user_id == me,
        "who": saved.organisation.name if saved.organisation else _("kun mig"),
        "by": getattr(saved.user, "name", ""),
    }


def _named(route: str) -> str:
    """What a list is called: its address without slashes says it in Danish."""
    try:
        return reverse(route).strip("/").replace("/", " · ").capitalize()
    except NoReverseMatch:
        return route


def _changed(request: HttpRequest) -> HttpResponse:
    user = reader(request)
    number = request.POST.get("delete") or request.POST.get("rename") or ""
    own = views_for(user).filter(user=user)
    saved = own.filter(pk=int(number)).first() if number.isascii() and number.isdigit() else None
    if saved is None:
        raise Http404
    if "delete" in request.POST:
        actions.delete_view(by=user, view=saved)
        messages.success(request, _("Visningen »%(name)s« er slettet.") % {"name": saved.name})
        return redirect("views")
    try:
        actions.rename_view(by=user, view=saved, name=request.POST.get("name", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("views")
