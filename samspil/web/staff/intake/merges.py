"""Pairs that may be the same, what merging two will do, and the merges that were made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspil.companies.kinds import SubjectKind
from samspil.companies.queries import subjects_for
from samspil.upkeep import actions
from samspil.upkeep.merge import FIELDS, merge
from samspil.upkeep.preview import preview
from samspil.upkeep.queries import deciding_for, likeness_for, merges_for, pairs_for, pairs_of
from samspil.upkeep.unmerge import undo
from samspil.web.components.tables import Column, Listing
from samspil.web.jinja import formats
from samspil.web.staff.companies import picking
from samspil.web.staff.intake.frame import reader

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.organisations.models import Organisation
    from samspil.upkeep.models import Likeness, Merge

TABS = ("mulige", "afviste", "sammenlagt")


@require_http_methods(["GET", "HEAD", "POST"])
def merges(request: HttpRequest) -> HttpResponse:
    """Show the pairs, those that somebody has said are two, and what was merged; say that two are two."""
    user = reader(request)
    mine = set(deciding_for(user).values_list("pk", flat=True))
    if not mine:
        raise Http404
    if request.method == "POST":
        return _dismissed(request)
    tab = request.GET.get("fane", TABS[0])
    tab = tab if tab in TABS else TABS[0]
    keys, more = {}, {}
    for name, dismissed in (("mulige", False), ("afviste", True)):
        keys[name], more[name] = pairs_for(user, dismissed=dismissed)
    made = merges_for(user)
    labels = {"mulige": _("Mulige dubletter"), "afviste": _("Ikke dubletter"), "sammenlagt": _("Lagt sammen")}
    counts = {name: len(found) for name, found in keys.items()} | {"sammenlagt": made.count()}
    # The tab is a filter, so that turning pages keeps it.
    listing = Listing.read(request, [], filters={"fane": TABS})
    listing = listing.counted(counts[tab], more=more.get(tab, False))
    here = slice(listing.offset, listing.offset + listing.size)
    if tab == "sammenlagt":
        rows = [_made(each) for each in made[here]]
    else:
        rows = [_pair(each, mine) for each in pairs_of(keys[tab][here])]
    context = {
        "tab": tab,
        "tabs": [
            {"label": labels[name], "href": f"?fane={name}", "here": name == tab, "count": counts[name]}
            for name in TABS
        ],
        "columns": [Column("name", _("Virksomhed"))],
        "rows": rows,
        "listing": listing,
    }
    return render(request, "staff/intake/merges.jinja", context)


def _dismissed(request: HttpRequest) -> HttpResponse:
    dismissed = "again" in request.POST
    number = request.POST.get("again" if dismissed else "dismiss", "")
    known = number.isascii() and number.isdigit() and len(number) < 19
    pair = likeness_for(reader(request), int(number), dismissed=dismissed) if known else None
    if pair is None:
        raise Http404
    if dismissed:
        actions.propose_again(by=reader(request), pair=pair)
    else:
        actions.dismiss(by=reader(request), pair=pair)
        messages.success(request, _("Husket: de er ikke den samme. Du kan fortryde under »Ikke dubletter«."))
    return redirect("merges")


def _side(subject: Subject) -> dict[str, Any]:
    place = subject.municipality.name if subject.municipality else _("ingen kommune")
    number = formats.cvr(subject.cvr_number) if subject.cvr_number else _("uden CVR-nummer")
    return {
        "name": subject.name,
        "pk": subject.pk,
        "facts": " · ".join([str(subject.get_kind_display()), number, place]),
        "href": reverse("company", args=[subject.pk]),
    }


def _pair(pair: Likeness, mine: set[int]) -> dict[str, Any]:
    words = {
        "name": _("næsten samme navn og samme kommune"),
        "website": _("samme hjemmeside"),
        "phone": _("samme telefonnummer"),
        "email": _("samme e-mailadresse"),
    }
    # The one with a CVR number is proposed as the one that stays.
    first, second = sorted((pair.first, pair.second), key=_stays)
    return {
        "pk": pair.pk,
        "one": _side(first),
        "other": _side(second),
        "reasons": [words[code] for code, owner in pair.reasons if owner is None or owner in mine],
        "href": reverse("merge", args=[first.pk, second.pk]),
    }


def _made(done: Merge) -> dict[str, Any]:
    return {
        "pk": done.pk,
        "one": done.duplicate.name,
        "other": done.survivor.name,
        "href": reverse("company", args=[done.survivor_id]),
        "by": done.by.name,
        "on": done.at,
        "why": done.why,
        "undone": done.undone_at,
        "undo": reverse("unmerge", args=[done.pk]),
    }


@require_http_methods(["GET", "HEAD"])
def merge_with(request: HttpRequest, subject: int) -> HttpResponse:
    """Ask which one a company or founder is the same as; the choice leads on to what merging does."""
    user = reader(request)
    one = subjects_for(user).filter(pk=subject).first()
    if one is None or not deciding_for(user).exists():
        raise Http404
    picked = picking.read(user, request.GET)
    error = ""
    if picked.subject is not None and picked.subject.pk != one.pk:
        # The one with a CVR number is proposed as the one that stays.
        two = sorted((one, picked.subject), key=_stays)
        return redirect("merge", *(each.pk for each in two))
    if picked.subject is not None:
        picked.subject, error = None, _("Vælg en anden end den selv.")
    elif "virksomhed-soeg" in request.GET and not picked.asking:
        error = _("Vælg på listen, hvem det drejer sig om.")
    context = {"one": _side(one), "picked": picked, "error": error}
    return render(request, "staff/intake/merge_with.jinja", context)


def _stays(subject: Subject) -> tuple[bool, bool, int]:
    return subject.cvr_number is None, subject.kind == SubjectKind.FOUNDER, subject.pk


@require_http_methods(["GET", "HEAD", "POST"])
def merge_two(request: HttpRequest, survivor: int, duplicate: int) -> HttpResponse:
    """Show what merging two will do, and do it when told."""
    user = reader(request)
    places = list(deciding_for(user))
    known = subjects_for(user).filter(pk__in=(survivor, duplicate)).select_related("municipality")
    # The rule of permissions.may_merge, for both at once.
    found = {row.pk: row for row in known} if places else {}
    if survivor not in found or duplicate not in found:
        raise Http404
    one, other = found[survivor], found[duplicate]
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            return _merged(request, one, other, places)
        except ValidationError as error:
            errors = [("", message) for message in error.messages]
    context = {
        "one": _side(one),
        "other": _side(other),
        "versions": f"{one.version}-{other.version}",
        "preview": preview(user, one, other),
        "places": [(place.pk, place.name) for place in places],
        "why": request.POST.get("why", ""),
        "errors": errors,
    }
    return render(request, "staff/intake/merge.jinja", context, status=422 if errors else 200)


def _merged(request: HttpRequest, one: Subject, other: Subject, places: list[Organisation]) -> HttpResponse:
    place = next((each for each in places if str(each.pk) == request.POST.get("place")), places[0])
    seen = request.POST.get("versions", "").split("-")
    versions = (int(seen[0]), int(seen[1])) if len(seen) == 2 and all(map(str.isdecimal, seen)) else (0, 0)
    merge(
        by=reader(request),
        organisation=place,
        survivor=one,
        duplicate=other,
        versions=versions,
        take=frozenset(column for column in FIELDS if request.POST.get(f"take-{column}") == "theirs"),
        why=request.POST.get("why", "")[:500],
    )
    messages.success(request, _("De er lagt sammen. Du kan fortryde under Dubletter → Lagt sammen."))
    return redirect("company", one.pk)


@require_http_methods(["POST"])
def unmerge(request: HttpRequest, number: int) -> HttpResponse:
    """Part two that were merged."""
    done = merges_for(reader(request)).filter(pk=number).first()
    if done is None:
        raise Http404
    try:
        parted = undo(by=reader(request), done=done, why=request.POST.get("why", "")[:500])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"{reverse('merges')}?fane=sammenlagt")
    messages.success(request, _("De er skilt ad igen."))
    if parted.stayed:
        kept = ", ".join(dict.fromkeys(parted.stayed))
        messages.warning(request, _("Ændret siden og derfor blevet stående: %(kept)s.") % {"kept": kept})
    return redirect("company", done.duplicate_id)
