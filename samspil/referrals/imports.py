"""Moves referrals in from another system: one tick with receiver and day, since their clocks have stopped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncYear
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.companies.imports import NUMBER
from samspil.companies.resolving import OWNER, SUBJECT, by_year, find_subjects, refuse_future
from samspil.guidance.imports import CASE_ID, TOPICS, find_cases, fits_case
from samspil.guidance.rules import topic_codes
from samspil.organisations.models import Organisation
from samspil.platform.danish import search_key
from samspil.platform.imports import cells, kinds
from samspil.platform.imports.cells import text
from samspil.platform.imports.kinds import EXTERNAL, Column, Made, Row, Setup, wrong
from samspil.referrals.kinds import ReceiverKind
from samspil.referrals.models import Referral
from samspil.referrals.queries import referrals_for


def _receivers(setup: Setup) -> Iterable[tuple[str, Any]]:
    yield from ReceiverKind.choices
    yield from ((ReceiverKind.PRIVATE_ADVISER, word) for word in ("Privat", "Revisor", "Advokat", "Bank"))
    yield ReceiverKind.BUSINESS_HUB, "Erhvervshuset"


class Referrals(kinds.Kind):
    """Referrals that were made."""

    code = "referrals"
    label = gettext_lazy("Henvisninger")
    tables = (Referral,)
    columns = (
        Column(EXTERNAL, NUMBER, text(190), ("id", "henvisning id", "referral id")),
        *SUBJECT,
        CASE_ID,
        Column(
            "on", gettext_lazy("Dato"), cells.day, ("henvist", "henvist den", "dag", "date"), required=True
        ),
        Column(
            "receiver_kind",
            gettext_lazy("Modtagertype"),
            guesses=("type", "modtager type", "henvist til type"),
            choices=_receivers,
            required=True,
        ),
        Column(
            "receiver", gettext_lazy("Modtager"), text(200), ("henvist til", "modtagers navn", "receiver")
        ),
        OWNER,
        TOPICS,
    )

    def check(self, rows: Sequence[Row], setup: Setup, heads: dict[str, str]) -> None:
        find_cases(rows, setup, heads)
        find_subjects(rows, setup, heads)
        if "receivers" not in setup.shelf:
            every = Organisation.objects.values_list("name", "pk")
            setup.shelf["receivers"] = {search_key(name): key for name, key in every}
        for row in rows:
            refuse_future(row, setup, heads, "on")
            fits_case(row, heads)
            row.values["organisation"] = setup.shelf["receivers"].get(search_key(row.get("receiver") or ""))
            if row.get("organisation") == setup.organisation:
                wrong(row, heads, "receiver", _("en anden end jer selv"))
        here = self._here(rows, setup)
        for row in rows:
            row.match = here.get(_identity(row)) if row.get("subject") else None

    def _here(self, rows: Sequence[Row], setup: Setup) -> dict[Any, Referral]:
        about = {row.get("subject").pk for row in rows if row.get("subject")}
        days = {row.get("on") for row in rows} - {None}
        sent = referrals_for(setup.by).filter(organisation=setup.organisation)
        found = sent.filter(subject__in=about, on__in=days)
        return {
            (each.subject_id, each.on, each.receiver_kind, each.receiver_id, each.receiver_name): each
            for each in found
        }

    def write(self, rows: Sequence[Row], setup: Setup) -> list[Made]:
        new = [row for row in rows if row.match is None]
        made = Referral.objects.bulk_create((_referral(row, setup) for row in new), batch_size=500)
        found = [Made(row, row.match, made=False) for row in rows if row.match is not None]
        return [*found, *(Made(row, referral) for row, referral in zip(new, made, strict=True))]

    def tallies(self, records: QuerySet[Any]) -> dict[str, list[tuple[str, str, int]]]:
        words = dict(ReceiverKind.choices)
        by_month = records.order_by().annotate(year=TruncYear("on"))
        kinds_of = by_month.values_list("year", "receiver_kind").annotate(count=Count("pk"))
        advisers = by_month.values_list("year", "adviser__name").annotate(count=Count("pk"))
        return {
            str(_("Modtagertype")): by_year((year, words[kind], count) for year, kind, count in kinds_of),
            str(_("Konsulent")): by_year((year, name or "–", count) for year, name, count in advisers),
        }


def _identity(row: Row) -> tuple[Any, ...]:
    receiver = row.get("organisation")
    named = "" if receiver else row.get("receiver") or ""
    return (row.get("subject").pk, row.get("on"), row.get("receiver_kind"), receiver, named)


def _referral(row: Row, setup: Setup) -> Referral:
    _subject, on, kind, receiver, named = _identity(row)
    return Referral(
        subject=row.get("subject"),
        case=row.get("case"),
        organisation_id=setup.organisation,
        adviser_id=row.get("adviser") or None,
        on=on,
        topics=topic_codes(row.get("topics") or ()),
        receiver_kind=kind,
        receiver_id=receiver,
        receiver_name=named,
    )


kinds.add(Referrals())
