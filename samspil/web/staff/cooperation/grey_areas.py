"""Gråzoner: what was decided before, what waits for the leaders, and the page where they settle it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from samspil.companies.queries import subject_for as known_subject
from samspil.cooperation import actions, permissions, queries, rules
from samspil.guidance.kinds import Level
from samspil.platform.clock import today
from samspil.platform.versioning import StaleRowError
from samspil.web import words
from samspil.web.components.tables import Column, Listing
from samspil.web.staff.contacts import topics
from samspil.web.staff.cooperation.frame import (
    OnBehalfForm,
    blame,
    choice,
    must,
    reader,
    whole_number,
    workplaces,
)

if TYPE_CHECKING:
    from samspil.cooperation.models import GreyArea
    from samspil.organisations.models import Organisation, User

SHOWN = ("afgjort", "aaben")


def service_names() -> dict[str, str]:
    """The kinds of service by code, in the reader's language."""
    english = words.in_english()
    return {each.code: each.english if english else each.danish for each in rules.services(today())}


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show the decisions of the area, or the questions that wait, searched and by service."""
    user = reader(request)
    if not queries.takes_part(user):
        raise Http404
    names = service_names()
    columns = [
        Column("title", _("Spørgsmål")),
        Column("service", _("Ydelse")),
        Column("level", _("Hører til")),
    ]
    columns += [Column("sides", _("Mellem")), Column("day", _("Dag"), kind="day")]
    listing = Listing.read(request, columns, filters={"vis": SHOWN, "ydelse": names})
    waiting = listing.filters.get("vis") == "aaben"
    rows = queries.open_grey_areas_for(user) if waiting else queries.decisions_for(user)
    if service := listing.filters.get("ydelse"):
        rows = rows.filter(service=service)
    rows = queries.found_by(rows, listing.search)
    listing = listing.counted(rows.count())
    rows = rows.order_by("-asked_on" if waiting else "-decided_on", "-pk")
    context = {
        "columns": columns,
        "rows": [_line(row, names) for row in rows[listing.offset : listing.offset + listing.size]],
        "listing": listing,
        "tabs": _tabs(listing, waiting),
        "chips": _chips(listing, names),
        "may_ask": bool(queries.works_somewhere(user)),
    }
    return render(request, "staff/cooperation/grey_areas.jinja", context)


def _line(row: GreyArea, names: dict[str, str]) -> dict[str, Any]:
    level = row.decided_level or row.level
    return {
        "pk": row.pk,
        "title": row.title,
        "decision": row.decision if row.state == "decided" else "",
        "service": names.get(row.service, row.service) or None,
        "level": Level(level).label if level else None,
        "sides": f"{row.hub.name} · {row.local.name}",
        "day": row.decided_on or row.asked_on,
    }


def _tabs(listing: Listing, waiting: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("Afgjort"), "href": listing.filtered("vis"), "here": not waiting},
        {"label": _("Til afklaring"), "href": listing.filtered("vis", "aaben"), "here": waiting},
    ]


def _chips(listing: Listing, names: dict[str, str]) -> list[dict[str, Any]]:
    chosen = listing.filters.get("ydelse", "")
    every = {"label": _("Alle"), "href": listing.filtered("ydelse"), "chosen": not chosen}
    return [
        every,
        *(
            {"label": name, "href": listing.filtered("ydelse", code), "chosen": code == chosen}
            for code, name in names.items()
        ),
    ]


class AskForm(OnBehalfForm):
    """What one is in doubt about, between which two."""

    title = forms.CharField(label=gettext_lazy("Overskrift"), max_length=200)
    service = forms.ChoiceField(label=gettext_lazy("Ydelse"), required=False)
    hub = forms.TypedChoiceField(label=gettext_lazy("Erhvervshus"), coerce=int)
    local = forms.TypedChoiceField(label=gettext_lazy("Lokal erhvervsservice"), coerce=int)
    level = forms.ChoiceField(
        label=gettext_lazy("Dit eget bud: hvor hører det til?"), required=False, widget=forms.RadioSelect
    )
    question = forms.CharField(
        label=gettext_lazy("Hvad er du i tvivl om?"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=gettext_lazy("Læses af de to sider. Overskriften og afgørelsen kan alle i området læse."),
    )

    def __init__(self, offices: list[Organisation], user: User, data: Any = None, **options: Any) -> None:
        super().__init__(offices, data, **options)
        hubs, local = queries.sides_near(user, on=today())
        self.sides = {each.pk: each for each in [*hubs, *local]}
        choice(self, "hub", [(each.pk, each.name) for each in hubs])
        choice(self, "local", [(each.pk, each.name) for each in local])
        choice(self, "service", [("", _("En anden ydelse")), *service_names().items()])
        choice(self, "level", [("", _("Ved ikke")), *((each.value, str(each.label)) for each in Level)])
        self.fields["level"].required = False


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form for a question to the leaders, and take one."""
    offices, user = workplaces(request), reader(request)
    names = service_names()
    asked = request.GET.get("ydelse", "")
    key = whole_number(request.POST.get("virksomhed") or request.GET.get("virksomhed"))
    subject = known_subject(user, key) if key is not None else None
    mine = {each.pk for each in offices}
    form = AskForm(offices, user, request.POST if request.method == "POST" else None)
    form.initial = {"service": asked if asked in names else "", **_own_side(form, mine)}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made: list[GreyArea] = []
        if form.try_to(
            lambda: made.append(
                actions.ask_grey_area(
                    by=user,
                    organisation=form.chosen,
                    hub=form.sides[given["hub"]],
                    local=form.sides[given["local"]],
                    title=given["title"],
                    question=given["question"],
                    service=given["service"],
                    topics=topics.stored(request.POST.getlist("topics")),
                    level=given["level"],
                    subject=subject,
                    on=today(),
                )
            )
        ):
            messages.success(request, _("Spørgsmålet er sendt til de to ledere."))
            return redirect("grey-area", made[0].pk)
    context = {
        "form": form,
        "subject": subject,
        "topics": topics.options(),
        "picked": request.POST.getlist("topics"),
        "precedents": queries.precedents(user, service=asked) if asked in names else [],
    }
    status = 422 if form.is_bound else 200
    return render(request, "staff/cooperation/ask_grey_area.jinja", context, status=status)


def _own_side(form: AskForm, mine: set[int]) -> dict[str, int]:
    """The sides that are one's own, chosen beforehand."""
    hubs = [key for key, side in form.sides.items() if key in mine and side.kind == "hub"]
    local = [key for key, side in form.sides.items() if key in mine and side.kind == "local_service"]
    return {name: keys[0] for name, keys in (("hub", hubs), ("local", local)) if keys}


class DecideForm(forms.Form):
    """The words both leaders stand behind."""

    decided_level = forms.ChoiceField(
        label=gettext_lazy("Hvor hører det til?"), choices=Level.choices, widget=forms.RadioSelect
    )
    decision = forms.CharField(
        label=gettext_lazy("Afgørelse"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=gettext_lazy("Alle i området kan læse den. Nævn ikke virksomheder eller personer."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def grey_area(request: HttpRequest, grey: int) -> HttpResponse:
    """Show a question to its two sides, or its decision to everybody in the area."""
    user = reader(request)
    row = actions.open_grey_area(by=user, key=grey)
    if row is None:
        return _precedent(request, user, grey)
    may_decide = permissions.may_decide_grey_area(user, row) and row.state == "open"
    form = None
    if may_decide:
        start = {
            "decided_level": row.decided_level or row.level,
            "decision": row.decision,
            "version": row.version,
        }
        deciding = request.method == "POST" and request.POST.get("step") == "decide"
        form = DecideForm(request.POST if deciding else None, initial=start)
    if request.method == "POST" and _done(request, user, row, form):
        return redirect("grey-area", row.pk)
    context = {
        "row": row,
        "service": service_names().get(row.service, ""),
        "topics": topics.labels(row.topics),
        "form": form,
        "comments": row.comments.select_related("by", "organisation")[:200],
        "may_comment": row.state == "open" and permissions.may_comment_grey_area(user, row),
        "may_withdraw": row.state == "open" and row.asked_by_id == user.pk,
        "own": True,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "staff/cooperation/grey_area.jinja", context, status=status)


def _precedent(request: HttpRequest, user: User, key: int) -> HttpResponse:
    """The decision without the question behind it, for others in the area."""
    row = queries.decisions_for(user).filter(pk=key).first()
    if row is None:
        raise Http404
    must(request.method in ("GET", "HEAD"))
    context = {
        "row": row, "service": service_names().get(row.service, ""), "topics": topics.labels(row.topics),
        "form": None, "comments": [], "may_comment": False, "may_withdraw": False, "own": False,
    }  # fmt: skip
    return render(request, "staff/cooperation/grey_area.jinja", context)


def _done(request: HttpRequest, user: User, row: GreyArea, form: DecideForm | None) -> bool:
    step = request.POST.get("step", "")
    try:
        if step == "comment":
            must(permissions.may_comment_grey_area(user, row))
            side = next(
                each for each in (row.hub, row.local, row.organisation) if permissions.works_in(user, each.pk)
            )
            actions.comment_grey_area(by=user, grey=row, organisation=side, text=request.POST.get("text", ""))
        elif step == "withdraw":
            must(row.asked_by_id == user.pk)
            actions.withdraw_grey_area(by=user, grey=row)
        else:
            must(permissions.may_decide_grey_area(user, row))
            return _decided(request, user, row, form)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return True


def _decided(request: HttpRequest, user: User, row: GreyArea, form: DecideForm | None) -> bool:
    """A leader's yes to a wording; when the other has changed it meanwhile, both wordings are shown."""
    if form is None:
        raise ValidationError(_("Gråzonen er allerede afgjort."))
    if not form.is_valid():
        return False
    given = form.cleaned_data
    sides = [side for side in ("hub", "local") if permissions.leads(user, getattr(row, f"{side}_id"))]
    try:
        actions.settle_grey_area(
            by=user, grey=row, sides=sides, decision=given["decision"], level=given["decided_level"],
            on=today(), version=given["version"],
        )  # fmt: skip
    except StaleRowError:
        row.refresh_from_db()
        theirs = _("Den anden leder har skrevet imens: »%(text)s«. Gem igen for at bruge dine egne ord.")
        form.data = {**request.POST.dict(), "version": str(row.version)}
        form.add_error("decision", theirs % {"text": row.decision})
        return False
    except ValidationError as error:
        blame(form, error)
        row.refresh_from_db()
        return False
    return True
