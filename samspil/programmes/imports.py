"""Moves events and who came in from another system: a row is one participant on one day (A15)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncYear
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.companies.imports import NUMBER
from samspil.companies.kinds import ApproachKind, ApproachState
from samspil.companies.models import Approach
from samspil.companies.resolving import SUBJECT, by_year, find_subjects, municipality_column
from samspil.platform.danish import search_key
from samspil.platform.imports import cells, kinds
from samspil.platform.imports.cells import text
from samspil.platform.imports.kinds import EXTERNAL, Column, Made, Row, Setup, wrong
from samspil.programmes.kinds import OfferKind
from samspil.programmes.models import GroupOffer, Participation, Session


def _kinds(setup: Setup) -> Iterable[tuple[str, Any]]:
    yield from OfferKind.choices
    yield from ((OfferKind.EVENT, word) for word in ("Arrangement", "Temamøde", "Event", "Informationsmøde"))
    yield OfferKind.NETWORK, "Netværksmøde"


class Participations(kinds.Kind):
    """Participants; events and their days are made where they are not here."""

    code = "participations"
    label = gettext_lazy("Arrangementer og deltagere")
    tables = (Participation, Session, GroupOffer, Approach)
    once_only = True
    columns = (
        Column(EXTERNAL, NUMBER, text(190), ("id", "deltager id", "tilmelding id")),
        Column(
            "title",
            gettext_lazy("Arrangement"),
            text(200),
            ("titel", "event", "arrangementets navn", "aktivitet", "netværk"),
            required=True,
        ),
        Column(
            "day", gettext_lazy("Dato"), cells.day, ("dag", "afholdt", "date", "startdato"), required=True
        ),
        Column("kind", gettext_lazy("Type"), guesses=("arrangementstype",), choices=_kinds),
        municipality_column("place", gettext_lazy("Arrangementets kommune"), "sted"),
        *SUBJECT,
        Column("persons", gettext_lazy("Antal personer"), cells.whole_number, ("antal", "personer")),
        Column("attended", gettext_lazy("Mødte op"), cells.yes_no, ("deltog", "fremmødt", "deltaget")),
    )

    def records(self) -> QuerySet[Any]:
        return Participation.objects.all()

    def check(self, rows: Sequence[Row], setup: Setup, heads: dict[str, str]) -> None:
        find_subjects(rows, setup, heads, required=False)
        self._find_days(rows, setup)
        here = self._here(rows)
        seen = setup.shelf.setdefault("participants", {})
        for row in rows:
            day, subject = row.get("day"), row.get("subject")
            if day and day > setup.today and row.get("attended") is not None:
                wrong(row, heads, "attended", _("tom for et arrangement, der ikke er holdt"))
            if row.get("persons") == 0:
                wrong(row, heads, "persons", _("mindst 1"))
            if subject is None:
                continue
            key = (search_key(row.get("title") or ""), day, subject.pk)
            first = seen.setdefault(key, row.line)
            if first != row.line:
                wanted = _("en deltager, der ikke også står i række %(line)s") % {"line": first}
                wrong(row, heads, "company_name" if "company_name" in heads else "cvr_number", wanted)
            session = setup.shelf["sessions"].get(key[:2])
            row.match = here.get((session.pk, subject.pk)) if session else None

    def _find_days(self, rows: Sequence[Row], setup: Setup) -> None:
        """Know the organisation's events and days; those the import makes are added as it goes."""
        if "offers" in setup.shelf:
            return
        offers = GroupOffer.objects.filter(organiser=setup.organisation)
        setup.shelf["offers"] = {search_key(offer.title): offer for offer in offers}
        sessions = Session.objects.filter(offer__organiser=setup.organisation).select_related("offer")
        setup.shelf["sessions"] = {
            (search_key(session.offer.title), session.day): session for session in sessions
        }

    def _here(self, rows: Sequence[Row]) -> dict[tuple[Any, Any], Participation]:
        about = {row.get("subject").pk for row in rows if row.get("subject")}
        days = {row.get("day") for row in rows} - {None}
        found = Participation.objects.filter(subject__in=about, session__day__in=days)
        return {(each.session_id, each.subject_id): each for each in found}

    def write(self, rows: Sequence[Row], setup: Setup) -> list[Made]:
        new = [row for row in rows if row.match is None]
        offers, sessions = self._make_days(new, setup)
        shown = [(row, _approach(row, setup)) for row in new]
        approaches = Approach.objects.bulk_create((each for _row, each in shown if each), batch_size=500)
        people = Participation.objects.bulk_create(
            (_participation(row, approach, setup) for row, approach in shown), batch_size=500
        )
        found = [Made(row, row.match, made=False) for row in rows if row.match is not None]
        made = [Made(row, person) for row, person in zip(new, people, strict=True)]
        return [*found, *made, *(Made(None, each) for each in (*approaches, *sessions, *offers))]

    def _make_days(self, rows: Sequence[Row], setup: Setup) -> tuple[list[GroupOffer], list[Session]]:
        offers, sessions = setup.shelf["offers"], setup.shelf["sessions"]
        wanted = {search_key(row.get("title")): row for row in reversed(rows)}
        new_offers = GroupOffer.objects.bulk_create(
            GroupOffer(
                organiser_id=setup.organisation,
                title=row.get("title"),
                kind=row.get("kind") or OfferKind.EVENT,
            )
            for key, row in wanted.items()
            if key not in offers
        )
        offers |= {search_key(offer.title): offer for offer in new_offers}
        days = {_day(row): row for row in reversed(rows)}
        new_sessions = Session.objects.bulk_create(
            Session(offer=offers[key[0]], day=key[1], municipality_id=row.get("place") or None)
            for key, row in days.items()
            if key not in sessions
        )
        sessions |= {(search_key(session.offer.title), session.day): session for session in new_sessions}
        return new_offers, new_sessions

    def tallies(self, records: QuerySet[Any]) -> dict[str, list[tuple[str, str, int]]]:
        words = dict(OfferKind.choices)
        came = records.exclude(attended=False).order_by().annotate(year=TruncYear("session__day"))
        per_kind = came.values_list("year", "session__offer__kind")
        rows = per_kind.annotate(count=Count("pk"))
        persons = per_kind.annotate(count=Sum("persons"))
        days = per_kind.annotate(count=Count("session", distinct=True))
        return {
            str(_("Deltagende virksomheder")): by_year((year, words[kind], n) for year, kind, n in rows),
            str(_("Personer")): by_year((year, words[kind], n) for year, kind, n in persons),
            str(_("Mødegange")): by_year((year, words[kind], n) for year, kind, n in days),
        }


def _day(row: Row) -> tuple[str, Any]:
    return search_key(row.get("title")), row.get("day")


def _approach(row: Row, setup: Setup) -> Approach | None:
    """As when a list is ticked off: who came had a meeting, who is signed up will have one."""
    if row.get("subject") is None or row.get("attended") is False:
        return None
    return Approach(
        subject=row.get("subject"),
        organisation_id=setup.organisation,
        day=row.get("day"),
        kind=ApproachKind.MEETING,
        state=ApproachState.HELD if row.get("attended") else ApproachState.PLANNED,
    )


def _participation(row: Row, approach: Approach | None, setup: Setup) -> Participation:
    return Participation(
        session=setup.shelf["sessions"][_day(row)],
        subject=row.get("subject"),
        persons=row.get("persons") or 1,
        attended=row.get("attended"),
        approach=approach,
    )


kinds.add(Participations())
