"""Finds, for many imported rows at once, which company each speaks of and who its adviser was."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.companies.models import Subject
from samspil.companies.queries import subjects_for
from samspil.companies.rules import is_cvr_number
from samspil.organisations.models import Municipality, User
from samspil.platform.danish import search_key
from samspil.platform.imports.cells import WrongError, plain, text
from samspil.platform.imports.kinds import Column, Row, Setup, wrong
from samspil.platform.imports.models import ImportedRow

if TYPE_CHECKING:
    from django.db.models import Model

COMPANIES = "companies"


def cvr(cell: Any) -> str:
    """A CVR number, with or without DK and spaces; the checksum must be right."""
    bare = plain(cell).upper().removeprefix("DK").replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
    if bare and not is_cvr_number(bare):
        raise WrongError(_("et CVR-nummer med otte cifre og rigtig kontrol"))
    return bare


def _municipalities(setup: Setup) -> Iterable[tuple[str, str]]:
    if "municipalities" not in setup.shelf:
        setup.shelf["municipalities"] = list(Municipality.objects.values_list("code", "name"))
    for code, name in setup.shelf["municipalities"]:
        yield code, name
        yield code, f"{name} Kommune"
        # Excel drops the zero of 0751.
        yield code, code.lstrip("0")


def _owners(setup: Setup) -> Iterable[tuple[str, str]]:
    """Everybody who belongs to the organisation, also those who have left, by name and by address."""
    there = User.objects.filter(memberships__organisation=setup.organisation).distinct()
    for key, name, email in there.order_by("name").values_list("pk", "name", "email"):
        yield str(key), name
        yield str(key), email


def municipality_column(key: str = "municipality", label: Any = None, *guesses: str) -> Column:
    """Return a column that holds a municipality by name or code."""
    return Column(
        key,
        label or gettext_lazy("Kommune"),
        guesses=(*guesses, "kommune", "kommunenavn", "kommunekode", "municipality"),
        choices=_municipalities,
    )


OWNER = Column(
    "adviser",
    gettext_lazy("Konsulent"),
    guesses=("ejer", "ansvarlig", "owner", "medarbejder", "konsulent", "rådgiver", "adviser", "oprettet af"),
    hint=gettext_lazy("Navn eller e-mail på den, der stod for det"),
    choices=_owners,
)
SUBJECT = (
    Column(
        "company_id",
        gettext_lazy("Virksomhedens nummer i det gamle system"),
        text(190),
        ("virksomhedsid", "virksomhed id", "company id", "account id", "accountid", "kundenr", "kundenummer"),
    ),
    Column("cvr_number", gettext_lazy("CVR-nummer"), cvr, ("cvr", "cvr nr", "cvrnr", "vat", "se nummer")),
    Column(
        "company_name",
        gettext_lazy("Virksomhedens navn"),
        text(200),
        (
            "virksomhed",
            "virksomhedsnavn",
            "firma",
            "firmanavn",
            "company",
            "account",
            "account name",
            "kunde",
        ),
    ),
    municipality_column("company_municipality", gettext_lazy("Virksomhedens kommune")),
)


def find_subjects(rows: Sequence[Row], setup: Setup, heads: dict[str, str], *, required: bool = True) -> None:
    """Put `subject` on each row: by the old system's number, by CVR number, or by name and municipality."""
    finder = _Finder(rows, setup)
    for row in rows:
        if row.values.get("subject") is None:
            row.values["subject"] = finder.subject_of(row, heads, required)


class _Finder:
    """What the rows of one batch may speak of, read in a few questions."""

    def __init__(self, rows: Sequence[Row], setup: Setup) -> None:
        numbers = {row.get("company_id") for row in rows} - {None, ""}
        loaded = ImportedRow.objects.filter(
            space=setup.space(COMPANIES), external_id__in=numbers, label=Subject._meta.label
        )
        self.by_number = dict(loaded.values_list("external_id", "key"))
        cvrs = {row.get("cvr_number") for row in rows} - {None, ""}
        found = Subject.objects.filter(cvr_number__in=cvrs)
        self.by_cvr = {subject.cvr_number: subject for subject in found}
        self.by_key = Subject.objects.in_bulk(set(self.by_number.values()))
        self._follow_merged()
        self.by_name: dict[str, list[Subject]] = defaultdict(list)
        names = {search_key(row.get("company_name") or "") for row in rows} - {""}
        for subject in subjects_for(setup.by).filter(search_key__in=names):
            self.by_name[subject.search_key].append(subject)

    def _follow_merged(self) -> None:
        """A row that was merged into another stands for that one."""
        known = {subject.pk: subject for subject in [*self.by_key.values(), *self.by_cvr.values()]}
        while missing := {each.merged_into_id for each in known.values()} - {None} - set(known):
            known |= Subject.objects.in_bulk([key for key in missing if key is not None])
        self.known = known

    def standing(self, subject: Subject) -> Subject:
        """The row that a merged one leads to."""
        while subject.merged_into_id is not None:
            subject = self.known[subject.merged_into_id]
        return subject

    def subject_of(self, row: Row, heads: dict[str, str], required: bool) -> Subject | None:
        number, cvr_number, name = (row.get(key) for key in ("company_id", "cvr_number", "company_name"))
        if number and self.by_number.get(number) in self.by_key:
            return self.standing(self.by_key[self.by_number[number]])
        if cvr_number and cvr_number in self.by_cvr:
            return self.standing(self.by_cvr[cvr_number])
        if any(error.column == heads.get("cvr_number") for error in row.errors):
            return None
        if number or cvr_number:
            field = "company_id" if number else "cvr_number"
            wrong(row, heads, field, _("en virksomhed, der er her; indlæs virksomhederne først"))
        elif name:
            return self._named(row, heads, name)
        elif required:
            field = next((key for key in ("cvr_number", "company_name", "company_id") if key in heads), "")
            wrong(row, heads, field, _("virksomhedens CVR-nummer, navn eller nummer"))
        return None

    def _named(self, row: Row, heads: dict[str, str], name: str) -> Subject | None:
        place = row.get("company_municipality")
        found = self.by_name.get(search_key(name), [])
        found = [each for each in found if not place or each.municipality_id in (place, None)]
        if len(found) == 1:
            return found[0]
        told = (
            _("flere hedder det; skriv CVR-nummer eller kommune") if found else _("en virksomhed, der er her")
        )
        wrong(row, heads, "company_name", told)
        return None


def refuse_future(row: Row, setup: Setup, heads: dict[str, str], *keys: str) -> None:
    """Refuse days after today: what is loaded has happened."""
    for key in keys:
        day = row.get(key)
        if isinstance(day, dt.date) and day > setup.today:
            wrong(row, heads, key, _("en dag, der er gået"))


def refuse_before(row: Row, heads: dict[str, str], last: str, first: str) -> None:
    """Refuse an end that lies before the start."""
    if row.get(last) and row.get(first) and row.get(last) < row.get(first):
        wrong(row, heads, last, _("en dag efter begyndelsen"))


def external(kind: str, keys: Iterable[str], setup: Setup, table: type[Model]) -> dict[str, int]:
    """Return which records here the old system's numbers of a kind stand for."""
    loaded = ImportedRow.objects.filter(
        space=setup.space(kind), external_id__in={*keys} - {"", None}, label=table._meta.label
    )
    return dict(loaded.values_list("external_id", "key"))


def by_year(pairs: Iterable[tuple[dt.date | None, Any, int]]) -> list[tuple[str, str, int]]:
    """Sum counts per year and word, in order."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for day, word, count in pairs:
        sums[str(day.year) if day else "–", str(word)] += count
    return [(year, word, count) for (year, word), count in sorted(sums.items())]
