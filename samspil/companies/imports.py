"""Moves companies, founders and their contact persons in from another system."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.companies.kinds import SubjectKind
from samspil.companies.models import ContactPerson, ProductionUnit, Subject
from samspil.companies.queries import contact_persons_for, subjects_for
from samspil.companies.resolving import (
    COMPANIES,
    SUBJECT,
    by_year,
    cvr,
    find_subjects,
    municipality_column,
    refuse_before,
    refuse_future,
)
from samspil.companies.rules import phone_key
from samspil.organisations.models import Municipality
from samspil.platform.danish import search_key, sort_key
from samspil.platform.imports import cells, kinds
from samspil.platform.imports.cells import WrongError, plain, text
from samspil.platform.imports.kinds import EXTERNAL, Column, Made, Row, Setup, wrong

if TYPE_CHECKING:
    from collections.abc import Iterable

NUMBER = gettext_lazy("Nummer i det gamle system")
# A name that ends so is a company's, also where the file has no CVR number.
_COMPANY_FORMS = re.compile(r"\b(a/s|aps|i/s|k/s|p/s|ivs|a\.m\.b\.a\.?|amba|fmba|smba)\b", re.IGNORECASE)


def website(cell: Any) -> str:
    """An address on the web; https:// may be left out."""
    written = plain(cell)
    if not written:
        return ""
    address = written if "://" in written else f"https://{written}"
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        raise WrongError(_("en hjemmeside, f.eks. nordvest-smed.dk")) from None
    if len(address) > 200:
        raise WrongError(_("højst %(most)s tegn") % {"most": 200})
    return address


def digits(count: int, wanted: Any) -> cells.Read:
    """Text of so many digits, such as a P-number or an industry code."""

    def read(cell: Any) -> str:
        bare = plain(cell).replace(" ", "").replace(".", "")
        if bare and not re.fullmatch(rf"[0-9]{{{count}}}", bare):
            raise WrongError(str(wanted))
        return bare

    return read


def _kinds(setup: Setup) -> Iterable[tuple[str, Any]]:
    yield from SubjectKind.choices
    yield SubjectKind.FOUNDER, _("Førstarter")
    yield SubjectKind.COMPANY, "Firma"


class Companies(kinds.Kind):
    """Companies and founders; one that is here already, by CVR number or name and place, is found."""

    code = COMPANIES
    label = gettext_lazy("Virksomheder og iværksættere")
    tables = (ProductionUnit, Subject)
    once_only = True
    columns = (
        Column(EXTERNAL, NUMBER, text(190), ("id", "virksomhedsid", "account id", "accountid", "kundenr")),
        Column("cvr_number", gettext_lazy("CVR-nummer"), cvr, ("cvr", "cvr nr", "cvrnr", "vat")),
        Column(
            "name",
            gettext_lazy("Navn"),
            text(200),
            ("virksomhed", "virksomhedsnavn", "firma", "firmanavn", "company", "account name", "account"),
            required=True,
        ),
        Column("kind", gettext_lazy("Virksomhed eller iværksætter"), guesses=("type",), choices=_kinds),
        municipality_column(),
        Column("address", gettext_lazy("Adresse"), text(200), ("vej", "gade", "address", "adresse")),
        Column(
            "industry",
            gettext_lazy("Branchekode (DB07)"),
            digits(6, gettext_lazy("seks cifre, f.eks. 256200")),
            ("branche", "branchekode", "db07"),
        ),
        Column("employees", gettext_lazy("Ansatte"), cells.whole_number, ("antal ansatte", "employees")),
        Column("founded", gettext_lazy("Stiftet"), cells.day, ("startdato", "stiftelsesdato", "founded")),
        Column("ceased", gettext_lazy("Ophørt"), cells.day, ("ophørsdato", "lukket")),
        Column("website", gettext_lazy("Hjemmeside"), website, ("web", "website", "www", "url")),
        Column(
            "p_number",
            gettext_lazy("P-nummer"),
            digits(10, gettext_lazy("ti cifre")),
            ("pnr", "p nr", "produktionsenhed"),
            digits=True,
        ),
    )

    def check(self, rows: Sequence[Row], setup: Setup, heads: dict[str, str]) -> None:
        cvrs = {row.get("cvr_number") for row in rows} - {None, ""}
        here = {each.cvr_number: each for each in Subject.objects.filter(cvr_number__in=cvrs)}
        named = _by_name(rows, setup)
        units = {row.get("p_number") for row in rows} - {None, ""}
        taken = set(ProductionUnit.objects.filter(p_number__in=units).values_list("p_number", flat=True))
        for row in rows:
            self._settle(row)
            refuse_future(row, setup, heads, "founded", "ceased")
            refuse_before(row, heads, "ceased", "founded")
            row.match = _standing(here.get(row.get("cvr_number"))) or _same_name(row, named)
            if row.get("p_number") in taken and row.match is None:
                wrong(row, heads, "p_number", _("et P-nummer, som ingen anden virksomhed har"))
            self._once(row, setup, heads)

    def _settle(self, row: Row) -> None:
        """Say whether it is a company or a founder where the file does not."""
        if not row.get("kind"):
            company = row.get("cvr_number") or _COMPANY_FORMS.search(row.get("name") or "")
            row.values["kind"] = SubjectKind.COMPANY if company else SubjectKind.FOUNDER
        elif row.get("kind") == SubjectKind.FOUNDER and row.get("cvr_number"):
            row.values["kind"] = SubjectKind.COMPANY

    def _once(self, row: Row, setup: Setup, heads: dict[str, str]) -> None:
        """Refuse what stands twice in the file: by CVR number, else by name and municipality."""
        seen = setup.shelf.setdefault("companies", {})
        if row.get("cvr_number"):
            field, key = "cvr_number", row.get("cvr_number")
        else:
            field, key = "name", (search_key(row.get("name") or ""), row.get("municipality"))
        first = seen.setdefault(key, row.line)
        if first != row.line and row.get(field):
            wrong(
                row, heads, field, _("en virksomhed, der ikke også står i række %(line)s") % {"line": first}
            )

    def write(self, rows: Sequence[Row], setup: Setup) -> list[Made]:
        new = [row for row in rows if row.match is None]
        subjects = Subject.objects.bulk_create([_subject(row, setup) for row in new], batch_size=500)
        found = [Made(row, row.match, made=False) for row in rows if row.match is not None]
        units = ProductionUnit.objects.bulk_create(
            ProductionUnit(subject=subject, p_number=row.get("p_number"))
            for row, subject in zip(new, subjects, strict=True)
            if row.get("p_number")
        )
        made = [Made(row, subject) for row, subject in zip(new, subjects, strict=True)]
        return [*found, *made, *(Made(None, unit) for unit in units)]

    def tallies(self, records: QuerySet[Any]) -> dict[str, list[tuple[str, str, int]]]:
        words = dict(SubjectKind.choices)
        places = dict(Municipality.objects.values_list("code", "name"))
        rows = list(records.values_list("kind", "municipality_id"))
        return {
            str(_("Type")): by_year((None, words[kind], 1) for kind, _place in rows),
            str(_("Kommune")): by_year((None, places.get(place, "–"), 1) for _kind, place in rows),
        }


def _subject(row: Row, setup: Setup) -> Subject:
    name = row.get("name")
    return Subject(
        kind=row.get("kind"),
        name=name,
        search_key=search_key(name),
        sort_key=sort_key(name),
        cvr_number=row.get("cvr_number") or None,
        municipality_id=row.get("municipality") or None,
        industry=row.get("industry") or "",
        employees=row.get("employees"),
        founded=row.get("founded"),
        ceased=row.get("ceased"),
        address=row.get("address") or "",
        website=row.get("website") or "",
        organisation_id=setup.organisation,
    )


def _standing(subject: Subject | None) -> Subject | None:
    while subject is not None and subject.merged_into_id is not None:
        subject = subject.merged_into
    return subject


def _by_name(rows: Sequence[Row], setup: Setup) -> dict[tuple[str, str | None], list[Subject]]:
    """Who is here under the names of rows that have no CVR number."""
    names = {search_key(row.get("name") or "") for row in rows if not row.get("cvr_number")} - {""}
    found: dict[tuple[str, str | None], list[Subject]] = {}
    for subject in subjects_for(setup.by).filter(search_key__in=names):
        found.setdefault((subject.search_key, subject.municipality_id), []).append(subject)
    return found


def _same_name(row: Row, named: dict[tuple[str, str | None], list[Subject]]) -> Subject | None:
    """The one of that name and kind in that municipality; two of them, or an unknown place, say nothing."""
    if row.get("cvr_number") or not row.get("municipality"):
        return None
    found = named.get((search_key(row.get("name") or ""), row.get("municipality")), [])
    return found[0] if len(found) == 1 and found[0].kind == row.get("kind") else None


class ContactPersons(kinds.Kind):
    """People to talk to at the companies."""

    code = "contact_persons"
    label = gettext_lazy("Kontaktpersoner")
    tables = (ContactPerson,)
    once_only = True
    columns = (
        Column(EXTERNAL, NUMBER, text(190), ("id", "kontakt id", "contact id", "contactid")),
        Column(
            "name",
            gettext_lazy("Navn"),
            text(200),
            ("kontaktperson", "kontakt", "fulde navn", "full name", "person"),
            required=True,
        ),
        *SUBJECT,
        Column("title", gettext_lazy("Stilling"), text(100), ("titel", "job title", "rolle")),
        Column("email", gettext_lazy("E-mail"), cells.email, ("mail", "email", "mailadresse")),
        Column(
            "phone",
            gettext_lazy("Telefon"),
            text(30),
            ("tlf", "telefonnummer", "mobil", "phone", "mobiltelefon"),
            digits=True,
        ),
    )

    def check(self, rows: Sequence[Row], setup: Setup, heads: dict[str, str]) -> None:
        find_subjects(rows, setup, heads)
        about = [row.get("subject").pk for row in rows if row.get("subject")]
        here: dict[tuple[int, str, str, str], Model] = {
            (each.subject_id, each.search_key, each.email, each.phone_key): each
            for each in contact_persons_for(setup.by).filter(
                organisation=setup.organisation, subject__in=about
            )
        }
        for row in rows:
            row.match = here.get(_identity(row)) if row.get("subject") else None

    def write(self, rows: Sequence[Row], setup: Setup) -> list[Made]:
        new = [row for row in rows if row.match is None]
        people = ContactPerson.objects.bulk_create((_person(row, setup) for row in new), batch_size=500)
        found = [Made(row, row.match, made=False) for row in rows if row.match is not None]
        return [*found, *(Made(row, person) for row, person in zip(new, people, strict=True))]

    def tallies(self, records: QuerySet[Any]) -> dict[str, list[tuple[str, str, int]]]:
        places = records.values_list("subject__municipality__name", flat=True)
        counts = Counter(name or "–" for name in places)
        return {str(_("Kommune")): by_year((None, name, count) for name, count in counts.items())}


def _identity(row: Row) -> tuple[int, str, str, str]:
    key = search_key(row.get("name") or "")
    return (row.get("subject").pk, key, row.get("email") or "", phone_key(row.get("phone") or ""))


def _person(row: Row, setup: Setup) -> ContactPerson:
    subject, key, email, phone = _identity(row)
    return ContactPerson(
        subject_id=subject,
        organisation_id=setup.organisation,
        name=row.get("name"),
        search_key=key,
        title=row.get("title") or "",
        email=email,
        phone=row.get("phone") or "",
        phone_key=phone,
    )


kinds.add(Companies())
kinds.add(ContactPersons())
