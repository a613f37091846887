"""Moves cases and contacts in from another system, with their own days and advisers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncYear
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.companies.imports import NUMBER
from samspil.companies.models import Approach
from samspil.companies.resolving import (
    OWNER,
    SUBJECT,
    by_year,
    external,
    find_subjects,
    municipality_column,
    refuse_before,
    refuse_future,
)
from samspil.core.standards import target_groups
from samspil.guidance.kinds import InteractionKind, Level, Segment
from samspil.guidance.models import GuidanceCase, Interaction
from samspil.guidance.queries import cases_for, interactions_for
from samspil.guidance.rules import shown_as, topic_codes
from samspil.guidance.topics import choices as topics_on
from samspil.organisations.kinds import OrganisationKind
from samspil.organisations.models import Office, Organisation
from samspil.platform.imports import cells, kinds
from samspil.platform.imports.cells import text
from samspil.platform.imports.kinds import EXTERNAL, Column, Made, Row, Setup, wrong
from samspil.platform.reading import keys_in

CASES = "cases"


def _topics(setup: Setup) -> Iterable[tuple[str, Any]]:
    for choice in topics_on(setup.today):
        yield choice.code, choice.danish
        yield choice.code, choice.english
        yield from ((older, older) for older in choice.older)


def _offices(setup: Setup) -> Iterable[tuple[str, Any]]:
    for key, name in Office.objects.filter(organisation=setup.organisation).values_list("pk", "name"):
        yield str(key), name


def _groups(setup: Setup) -> Iterable[tuple[str, Any]]:
    for version in reversed(target_groups().versions):
        yield from ((group.code, group.danish) for group in version.groups)


def _kinds(setup: Setup) -> Iterable[tuple[str, Any]]:
    yield from InteractionKind.choices
    yield from ((InteractionKind.CALL, word) for word in ("Opkald", "Telefonmøde", "Telefonsamtale", "Tlf"))
    yield from ((InteractionKind.MAIL, word) for word in ("E-mail", "Email"))
    yield from ((InteractionKind.VISIT, word) for word in ("Virksomhedsbesøg", "Visit"))
    yield from ((InteractionKind.MEETING, word) for word in ("Meeting", "Onlinemøde", "Teams", "Teamsmøde"))
    yield from ((InteractionKind.CALL, word) for word in ("Phone", "Phone call"))


def _levels(setup: Setup) -> Iterable[tuple[str, Any]]:
    yield from Level.choices
    yield from ((Level.SPECIALISED, word) for word in ("Specialiseret", "Erhvervshus"))
    yield from ((Level.BASIC, word) for word in ("Grundlæggende", "Basis", "Lokal"))


def _segments(setup: Setup) -> Iterable[tuple[str, Any]]:
    yield from Segment.choices
    yield from ((Segment.GROWTH, "Vækst"), (Segment.OPERATION, "Drift"))


TOPICS = Column(
    "topics",
    gettext_lazy("Emner"),
    guesses=("emne", "tema", "temaer", "topic"),
    choices=_topics,
    several=True,
)
CASE_ID = Column(
    "case_id",
    gettext_lazy("Forløbets nummer i det gamle system"),
    text(190),
    ("forløbsid", "forløb id", "forløb", "sagsnr", "sagsnummer", "sag", "case id", "opportunity id"),
)


class Cases(kinds.Kind):
    """Cases, open and closed."""

    code = CASES
    label = gettext_lazy("Forløb")
    tables = (GuidanceCase,)
    columns = (
        Column(EXTERNAL, NUMBER, text(190), ("id", "forløbsid", "sagsnr", "sagsnummer", "case id")),
        *SUBJECT,
        Column(
            "started",
            gettext_lazy("Begyndt"),
            cells.day,
            ("start", "startdato", "oprettet", "dato", "begyndelse", "created on"),
            required=True,
        ),
        Column(
            "ended", gettext_lazy("Afsluttet"), cells.day, ("slut", "slutdato", "lukket", "end", "closed on")
        ),
        OWNER,
        Column(
            "level",
            gettext_lazy("Niveau"),
            guesses=("niveau", "level"),
            choices=_levels,
            hint=gettext_lazy("Uden kolonne: specialiseret i et erhvervshus, ellers grundlæggende"),
        ),
        Column("segment", gettext_lazy("Segment"), guesses=("segment",), choices=_segments),
        Column("segment_on", gettext_lazy("Segment vurderet den"), cells.day, ("segmentdato",)),
        Column("target_group", gettext_lazy("Målgruppe"), guesses=("målgruppe",), choices=_groups),
        TOPICS,
        Column("office", gettext_lazy("Kontor"), guesses=("kontor", "lokation", "office"), choices=_offices),
        municipality_column("meeting_municipality", gettext_lazy("Mødekommune"), "mødested"),
        Column(
            "signed_up", gettext_lazy("Tilmeldt brugerevaluering"), cells.yes_no, ("evaluering", "tilmeldt")
        ),
        Column("not_signed_up_reason", gettext_lazy("Hvorfor ikke tilmeldt"), text(200)),
        Column("shielded", gettext_lazy("Skærmet"), cells.yes_no, ("fortroligt", "fortrolig", "hemmelig")),
    )

    def check(self, rows: Sequence[Row], setup: Setup, heads: dict[str, str]) -> None:
        find_subjects(rows, setup, heads)
        here = _same_day(rows, setup)
        for row in rows:
            refuse_future(row, setup, heads, "started", "ended", "segment_on")
            refuse_before(row, heads, "ended", "started")
            if row.get("segment_on") and not row.get("segment"):
                wrong(row, heads, "segment_on", _("et segment ved siden af"))
            if row.get("not_signed_up_reason") and row.get("signed_up"):
                wrong(row, heads, "not_signed_up_reason", _("tom, når virksomheden er tilmeldt"))
            if row.get("subject") and row.get("started"):
                row.match = here.get((row.get("subject").pk, row.get("started")))

    def write(self, rows: Sequence[Row], setup: Setup) -> list[Made]:
        new = [row for row in rows if row.match is None]
        cases = GuidanceCase.objects.bulk_create((_case(row, setup) for row in new), batch_size=500)
        found = [Made(row, row.match, made=False) for row in rows if row.match is not None]
        return [*found, *(Made(row, case) for row, case in zip(new, cases, strict=True))]

    def tallies(self, records: QuerySet[Any]) -> dict[str, list[tuple[str, str, int]]]:
        ended = records.filter(ended__isnull=False)
        return {
            str(_("Begyndt, efter niveau")): _tally(records, "started", "level", dict(Level.choices)),
            str(_("Afsluttet, efter niveau")): _tally(ended, "ended", "level", dict(Level.choices)),
            str(_("Begyndt, efter konsulent")): _tally(records, "started", "adviser__name"),
        }


def _case(row: Row, setup: Setup) -> GuidanceCase:
    if "level" not in setup.shelf:
        hub = Organisation.objects.filter(pk=setup.organisation, kind=OrganisationKind.HUB).exists()
        setup.shelf["level"] = Level.SPECIALISED if hub else Level.BASIC
    return GuidanceCase(
        subject=row.get("subject"),
        organisation_id=setup.organisation,
        office_id=row.get("office") or None,
        level=row.get("level") or setup.shelf["level"],
        segment=row.get("segment") or "",
        segment_by_id=(row.get("adviser") or None) if row.get("segment") else None,
        segment_on=row.get("segment_on"),
        target_group=row.get("target_group") or "",
        topics=topic_codes(row.get("topics") or ()),
        adviser_id=row.get("adviser") or None,
        meeting_municipality_id=row.get("meeting_municipality") or None,
        started=row.get("started"),
        ended=row.get("ended"),
        signed_up=row.get("signed_up"),
        not_signed_up_reason=row.get("not_signed_up_reason") or "",
        shielded=bool(row.get("shielded")),
    )


class Interactions(kinds.Kind):
    """Contacts that were held; each visit, meeting and call leaves its minimum fact (B21)."""

    code = "interactions"
    label = gettext_lazy("Henvendelser og besøg")
    tables = (Interaction, Approach)
    columns = (
        Column(EXTERNAL, NUMBER, text(190), ("id", "aktivitet id", "activity id", "activityid")),
        *SUBJECT,
        CASE_ID,
        Column(
            "on",
            gettext_lazy("Dato"),
            cells.day,
            ("afholdt", "mødedato", "dag", "date", "aktivitetsdato", "actual end"),
            required=True,
        ),
        Column(
            "kind",
            gettext_lazy("Form"),
            guesses=("type", "kontaktform", "aktivitetstype", "kanal", "activity type"),
            choices=_kinds,
            required=True,
        ),
        OWNER,
        TOPICS,
        Column(
            "note",
            gettext_lazy("Notat"),
            text(20_000),
            ("beskrivelse", "referat", "tekst", "kommentar", "noter", "description", "note"),
        ),
    )

    def records(self) -> QuerySet[Any]:
        return Interaction.objects.all()

    def check(self, rows: Sequence[Row], setup: Setup, heads: dict[str, str]) -> None:
        find_cases(rows, setup, heads)
        find_subjects(rows, setup, heads)
        for row in rows:
            refuse_future(row, setup, heads, "on")
            fits_case(row, heads)
        here = self._here(rows, setup)
        for row in rows:
            row.match = here.get(_identity(row)) if row.get("subject") else None

    def _here(self, rows: Sequence[Row], setup: Setup) -> dict[Any, Interaction]:
        days = [row.get("on") for row in rows if row.get("on")]
        about = {row.get("subject").pk for row in rows if row.get("subject")}
        # Only what the one who loads may read: else a file could ask what a shielded case holds.
        readable = interactions_for(setup.by, also_cancelled=True)
        found = readable.filter(organisation=setup.organisation, subject__in=about, on__in=set(days))
        return {
            (each.subject_id, each.on, each.kind, str(each.adviser_id or ""), each.note): each
            for each in found
        }

    def write(self, rows: Sequence[Row], setup: Setup) -> list[Made]:
        new = [row for row in rows if row.match is None]
        shown = [(row, _approach(row, setup)) for row in new]
        approaches = Approach.objects.bulk_create((each for _row, each in shown if each), batch_size=500)
        contacts = Interaction.objects.bulk_create(
            (_interaction(row, approach, setup) for row, approach in shown), batch_size=500
        )
        found = [Made(row, row.match, made=False) for row in rows if row.match is not None]
        made = [Made(row, contact) for row, contact in zip(new, contacts, strict=True)]
        return [*found, *made, *(Made(None, approach) for approach in approaches)]

    def tallies(self, records: QuerySet[Any]) -> dict[str, list[tuple[str, str, int]]]:
        return {
            str(_("Form")): _tally(records, "on", "kind", dict(InteractionKind.choices)),
            str(_("Konsulent")): _tally(records, "on", "adviser__name"),
        }


def find_cases(rows: Sequence[Row], setup: Setup, heads: dict[str, str]) -> None:
    """Put `case` on the rows that name one, and its subject with it; only cases the loader may read."""
    numbers = external(CASES, (row.get("case_id") or "" for row in rows), setup, GuidanceCase)
    readable = cases_for(setup.by).filter(organisation=setup.organisation, pk__in=keys_in(numbers.values()))
    cases = {case.pk: case for case in readable.select_related("subject")}
    for row in rows:
        if not row.get("case_id"):
            continue
        row.values["case"] = cases.get(numbers.get(row.get("case_id"), 0))
        if row.values["case"] is None:
            wrong(
                row, heads, "case_id", _("et forløb, der er indlæst, og som du må se; indlæs forløbene først")
            )
        elif not any(row.get(key) for key in ("company_id", "cvr_number", "company_name")):
            row.values["subject"] = row.values["case"].subject


def fits_case(row: Row, heads: dict[str, str]) -> None:
    """Refuse a row whose case is about another company."""
    case, subject = row.get("case"), row.get("subject")
    if case is not None and subject is not None and case.subject_id != subject.pk:
        wrong(row, heads, "case_id", _("et forløb med samme virksomhed"))


def _identity(row: Row) -> tuple[Any, ...]:
    adviser = str(row.get("adviser") or "")
    return (row.get("subject").pk, row.get("on"), row.get("kind"), adviser, row.get("note") or "")


def _approach(row: Row, setup: Setup) -> Approach | None:
    case = row.get("case")
    shown = shown_as(kind=row.get("kind"), shielded=case is not None and case.shielded)
    if shown is None:
        return None
    return Approach(
        subject=row.get("subject"),
        organisation_id=setup.organisation,
        adviser_id=row.get("adviser") or None,
        day=row.get("on"),
        kind=shown,
    )


def _interaction(row: Row, approach: Approach | None, setup: Setup) -> Interaction:
    return Interaction(
        subject=row.get("subject"),
        case=row.get("case"),
        organisation_id=setup.organisation,
        adviser_id=row.get("adviser") or None,
        on=row.get("on"),
        kind=row.get("kind"),
        topics=topic_codes(row.get("topics") or ()),
        note=row.get("note") or "",
        approach=approach,
    )


def _same_day(rows: Sequence[Row], setup: Setup) -> dict[tuple[Any, Any], GuidanceCase]:
    """The cases that the organisation has registered itself, as far as the loader may read them."""
    about = {row.get("subject").pk for row in rows if row.get("subject")}
    days = {row.get("started") for row in rows} - {None}
    readable = cases_for(setup.by).filter(organisation=setup.organisation)
    found = readable.filter(subject__in=about, started__in=days)
    return {(each.subject_id, each.started): each for each in found}


def _tally(
    records: QuerySet[Any], day: str, column: str, words: dict[str, Any] | None = None
) -> list[tuple[str, str, int]]:
    """Count records per year of a day and value of a column."""
    grouped = records.order_by().annotate(year=TruncYear(day)).values_list("year", column)
    counted = grouped.annotate(count=Count("pk"))
    return by_year((year, (words or {}).get(value, value) or "–", count) for year, value, count in counted)


kinds.add(Cases())
kinds.add(Interactions())
