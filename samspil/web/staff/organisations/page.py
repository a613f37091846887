"""One organisation: what it can help with, where its people sit, whom it serves and since when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspil.competence.queries import topics_by_office
from samspil.organisations import directory, queries
from samspil.organisations.kinds import (
    TAKING_PART,
    AgreementKind,
    AgreementRole,
    LegalForm,
    OfficeKind,
    OrganisationKind,
    Role,
)
from samspil.organisations.permissions import may_arrange, may_edit, may_manage
from samspil.organisations.rules import follows_naming, operator_model
from samspil.platform.clock import today
from samspil.web.components.tables import Column
from samspil.web.jinja import formats
from samspil.web.staff.contacts import topics
from samspil.web.staff.organisations import frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samspil.organisations.models import Membership, OperatorAgreement, Organisation


@require_safe
def organisation(request: HttpRequest, organisation: int) -> HttpResponse:
    """Show an organisation to anybody who is logged in: nothing here is a company's."""
    found = frame.organisation_or_404(organisation)
    reader, on = frame.reader(request), today()
    seats = [seat for seat in queries.seats_in([found.pk]) if seat.user.is_active]
    manages = may_manage(reader, found)
    context = {
        "organisation": found,
        "kind": OrganisationKind(found.kind).label,
        "facts": facts(found),
        "merged_into": getattr(found, "merged_into", None),
        # Hubs are not merged: their number is the law's.
        "merged_from": [] if found.kind == OrganisationKind.HUB else directory.merged_into(found),
        "offices": offices(found, seats, on),
        "office_columns": office_columns(),
        "people": people(seats, on),
        "people_columns": people_columns(),
        **agreements(found, on),
        "agreement_columns": agreement_columns(),
        "naming": naming(found),
        "may_manage": manages,
        "may_edit": manages or may_edit(reader, found),
        "may_arrange": manages or may_arrange(reader, found),
    }
    return render(request, "staff/organisations/organisation.jinja", context)


def facts(found: Organisation) -> list[tuple[str, str]]:
    """Return what stands about it, without what is not known."""
    form = LegalForm(found.legal_form).label if found.legal_form else ""
    takes_part = found.kind in TAKING_PART
    covers = "" if takes_part else ", ".join(place.name for place in found.covers.order_by("name"))
    every = [
        (_("Retsform"), form),
        (_("Hører under"), found.parent.name if found.parent else ""),
        (_("CVR-nummer"), formats.cvr(found.cvr_number)),
        (_("Emner"), ", ".join(topics.labels(found.topics)) if found.topics else ""),
        (_("Dækker"), covers),
        (_("Lukket"), formats.day(found.closed_on) if found.closed_on else ""),
    ]
    return [(str(name), str(value)) for name, value in every if value]


def office_columns() -> list[Column]:
    """Return the columns of the offices."""
    return [
        Column("navn", _("Sted")),
        Column("adresse", _("Adresse")),
        Column("vaert", _("Hos")),
        Column("medarbejdere", _("Medarbejdere"), "number"),
        Column("emner", _("Emner, der er hjælp til her")),
    ]


def offices(found: Organisation, seats: Iterable[Membership], on: dt.date) -> list[dict[str, Any]]:
    """Return each office with what one can be helped with there (B15)."""
    known = topics_by_office(seats)
    counts: dict[int | None, set[int]] = defaultdict(set)
    for seat in seats:
        counts[seat.office_id].add(seat.user_id)
    return [
        {
            "key": office.pk,
            "navn": office.name,
            "slags": OfficeKind(office.kind).label if office.kind == OfficeKind.MEETING_PLACE else "",
            "lukket": office.closed_on,
            "adresse": ", ".join(part for part in (office.address, office.municipality.name) if part),
            "vaert": office.host.name if office.host else None,
            "vaert_href": reverse("organisation", args=[office.host.pk]) if office.host else None,
            "medarbejdere": len(counts[office.pk]),
            "emner": ", ".join(topics.labels(known.get(office.pk, {}))) or None,
        }
        for office in directory.places_of(found)
    ]


def people_columns() -> list[Column]:
    """Return the columns of the people."""
    return [Column("navn", _("Navn")), Column("rolle", _("Rolle")), Column("kontor", _("Kontor"))]


def people(seats: Iterable[Membership], on: dt.date) -> list[dict[str, Any]]:
    """Return who works here, once each, with who is lent by another and who is away today."""
    seats = list(seats)
    absent = queries.away({seat.user_id for seat in seats}, on=on)
    shown: dict[int, dict[str, Any]] = {}
    for seat in seats:
        line = shown.setdefault(
            seat.user_id,
            {
                "navn": seat.user.name,
                "href": reverse("person", args=[seat.user_id]),
                "roles": [],
                "kontor": seat.office.name if seat.office else None,
                "employer": seat.employer.name if seat.employer else "",
                "away": absent.get(seat.user_id),
            },
        )
        line["roles"].append(str(Role(seat.role).label))
    return [line | {"rolle": ", ".join(line["roles"])} for line in shown.values()]


def agreement_columns() -> list[Column]:
    """Return the columns of the agreements."""
    return [
        Column("kommune", _("Kommune")),
        Column("model", _("Model")),
        Column("grundlag", _("Grundlag")),
        Column("fra", _("Fra"), "day"),
        Column("til", _("Til"), "day"),
    ]


def agreements(found: Organisation, on: dt.date) -> dict[str, list[dict[str, Any]]]:
    """Return what runs or is to come, and what is over, for whom."""
    every = list(directory.agreements_of(found))
    over = [each for each in every if each.valid_to is not None and each.valid_to < on]
    return {
        "running": [agreement(each) for each in every if each not in over],
        "past": [agreement(each) for each in over],
    }


def agreement(each: OperatorAgreement) -> dict[str, Any]:
    """Return one agreement in words: the operator is supplier where a neighbour buys (A24)."""
    models = {
        "own": _("egen operatør"),
        "joint": _("fælles med andre kommuner"),
        "bought": _("leverandør til nabokommune"),
    }
    performs = each.role == AgreementRole.OPERATOR
    return {
        "key": each.pk,
        "kommune": each.municipality.name,
        "model": models[operator_model(each.legal_kind)] if performs else AgreementRole(each.role).label,
        "grundlag": AgreementKind(each.legal_kind).label,
        "fra": each.valid_from,
        "til": each.valid_to,
    }


def naming(found: Organisation) -> str:
    """Say when a local service is called otherwise than the kind of name agreed on (A20); it only advises."""
    if found.kind != OrganisationKind.LOCAL_SERVICE or found.closed_on or follows_naming(found.name):
        return ""
    return _("Navnet følger ikke mønstret »Business [kommunenavn]«, så virksomhederne kan genkende det.")
