"""What an organisation's leader chooses for its cases: the rule for idle ones, and own Word templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspil.guidance import letters
from samspil.guidance.caselists import idle_rule_of
from samspil.guidance.casework import set_idle_rule
from samspil.guidance.permissions import roles_in
from samspil.guidance.rules import LEADERS
from samspil.platform.documents.kinds import Purpose
from samspil.platform.documents.rules import MOST_BYTES
from samspil.web.staff.cases.opening import workplace
from samspil.web.staff.cooperation.frame import reader

if TYPE_CHECKING:
    from samspil.organisations.models import Organisation, User

# What the page proposes where an organisation has chosen nothing.
PROPOSED = {"remind_after": 90, "close_after": 90}


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: HttpRequest) -> HttpResponse:
    """Show and change what holds for the organisation's cases."""
    user = reader(request)
    data = request.POST if request.method == "POST" else request.GET
    organisation = workplace(request, data.get("organisation", ""))
    if not roles_in(user, organisation.pk) & LEADERS:
        raise Http404
    errors: list[str] = []
    if request.method == "POST":
        try:
            _chosen(request, user, organisation)
        except ValidationError as error:
            errors = list(error.messages)
        else:
            messages.success(request, _("Valget er gemt."))
            return redirect("case-choices")
    own = letters.own_templates(organisation)
    context = {
        "organisation": organisation,
        "rule": idle_rule_of(organisation),
        "proposed": PROPOSED,
        "templates": [
            {"purpose": purpose, "template": template, "own": own.get(template)}
            for purpose, template in letters.TEMPLATES.items()
        ],
        "errors": errors,
        "posted": request.POST,
    }
    return render(request, "staff/cases/choices.jinja", context, status=422 if errors else 200)


def _chosen(request: HttpRequest, user: User, organisation: Organisation) -> None:
    if request.POST.get("valg") == "skabelon":
        purpose = request.POST.get("purpose", "")
        file = request.FILES.get("file")
        if purpose not in set(letters.TEMPLATES.values()) or file is None:
            raise ValidationError(_("Vælg en fil først."))
        content = cast("Any", file).read(MOST_BYTES + 1)
        letters.put_template(
            by=user,
            organisation=organisation,
            purpose=Purpose(purpose),
            name=file.name or "",
            content=content,
        )
        return
    days = {name: _days(request.POST.get(name, "")) for name in PROPOSED}
    set_idle_rule(by=user, organisation=organisation, **days)


def _days(text: str) -> int | None:
    bare = text.strip()
    if not bare:
        return None
    if not (bare.isascii() and bare.isdecimal() and len(bare) < 6):
        raise ValidationError(_("Skriv et antal dage mellem 7 og 1.000, eller lad feltet stå tomt."))
    return int(bare)
