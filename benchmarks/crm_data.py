"""Fills a database with companies, contact persons and contacts as a hub and its local services have them.

Everything is invented from lists of words; the same seed gives the same rows. Rows are written in bulk:
COPY on PostgreSQL, executemany on SQLite.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import Model

    from samspil.organisations.models import User

DAY = dt.date(2022, 9, 30)
SERVICES, ADVISERS = 19, 6
BATCH = 20_000
EMAIL = "anna@bench.example"


def _listed(words: str) -> list[str]:
    return words.split()


FIRST = _listed("""
Anna Anne Maria Kirsten Mette Hanne Helle Susanne Lene Marianne Inge Karen Lone Bente Pia Camilla
Louise Charlotte Jette Tina Gitte Ida Emma Sofie Freja Peter Jens Michael Lars Henrik Thomas Søren
Jan Niels Christian Martin Morten Hans Jørgen Anders Per Rasmus Mads Ole Bo Åge Bjørn Kåre Esben
Torben Villads
""")
LAST = _listed("""
Nielsen Jensen Hansen Pedersen Andersen Christensen Kristensen Larsen Sørensen Rasmussen Jørgensen
Petersen Madsen Olsen Thomsen Christiansen Poulsen Johansen Møller Mortensen Knudsen Lund Holm
Schmidt Kjær Bach Friis Østergaard Nørgaard Damgaard Vestergaard Søndergaard Bæk Bøgh Aagaard Skov
Krogh Winther Bang Dahl Riis Toft Kjeldsen Ravn Høj Lauritsen Iversen Svendsen Mikkelsen Clausen
Steffensen Thygesen Overgaard Brandt
""")
PLACES = _listed("""
Nordvest Vesthavet Limfjord Engdal Midtby Åhuse Skovbo Bakkely Fjordhøj Klitgård Strandby Hedelund
Kærby Ådal Søhøj Mølledal Birkely Egeskov Lyngby Thyholm Ørsted Århøj Stenbæk Grønhøj Blåvand
Sønderå Vesterled
""")
TRADES = _listed("""
Smedeværk Bageri Tømrer Software Møbelfabrik Planteskole Rådgivning Maskinfabrik VVS El Murer Maler
Transport Frisør Revision Konsulent Ejendomme Holding Invest Byg Entreprenør Landbrug Fiskeri
Catering Café Design Vin Cykler Auto Trykkeri Arkitekter Optik Fysioterapi Rengøring Energi Plast
Stål Træ Fødevarer Mejeri Logistik
""")
BEGIN = _listed("""
Ba Be Bi Bo Da De Di Do Fa Fe Fi Fo Ga Gi Go Ha He Hi Ho Ka Ke Ki Ko La Le Li Lo Ma Me Mi Mo Na Ne
Ni No Pa Pe Pi Po Ra Re Ri Ro Sa Se Si So Ta Te Ti To Va Ve Vi Vo Ø Æ Å Sky Stra Kli Bru Tri Flo
""")
MIDDLE = _listed("""
ra re ri ro la le li lo na ne ni no ta te ti to ma me mi mo sa se si so va ve vi vo ndra rti lko
""")
END = _listed("""
tech lab soft dan nor via con net pro tek max flex gruppen partner line works media care food form
lux
""")
FORMS = ("ApS", "ApS", "ApS", "A/S", "I/S", "", "", "IVS", "v/")
INDUSTRIES = (
    "256200",
    "107120",
    "433200",
    "620100",
    "310900",
    "013000",
    "702200",
    "471110",
    "494100",
    "960210",
)


def fill(companies: int, contacts: int, interactions: int, seed: int) -> None:
    """Write so many companies, contact persons and contacts, with a minimum fact for each contact."""
    from django.db import connection, transaction

    from samspil.companies.models import Approach, ContactPerson, Subject
    from samspil.guidance.models import GuidanceCase, Interaction

    people = _people()
    dice = random.Random(seed)
    with transaction.atomic():
        _write(Subject, _subjects(companies, dice, [each.organisation for each in people]))
        _write(ContactPerson, _persons(contacts, companies, dice, people))
        cases = max(interactions // 10, 1)
        _write(GuidanceCase, _cases(cases, companies, dice, people))
        _write(Approach, _approaches(interactions, companies, random.Random(seed + 1), people))
        _write(Interaction, _interactions(interactions, companies, random.Random(seed + 1), people))
        _renumber([Subject, ContactPerson, GuidanceCase, Approach, Interaction])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def adviser() -> User:
    """The adviser whose pages are measured."""
    from samspil.organisations.models import User

    return User.objects.get(email=EMAIL)


def pages() -> dict[str, Callable[[int], tuple[str, dict[str, str] | None]]]:
    """What is measured: the address of a page in its n-th round, and what is posted to it."""
    from django.urls import reverse

    from samspil.companies.models import ContactPerson, Subject

    size = Subject.objects.order_by("-pk").values_list("pk", flat=True)[0]
    dice = random.Random(5)
    keys = [dice.randint(1, size) for _ in range(400)]
    companies = list(Subject.objects.filter(pk__in=keys, kind="company").values_list("pk", "name"))
    some = ContactPerson.objects.filter(subject__in=keys).values_list("name", "phone")
    people = [pair for pair in some if pair[1]][:200] or [("Anna", "97820000")]

    def company(number: int) -> tuple[int, str]:
        return companies[number % len(companies)]

    def slip(number: int) -> str:
        name = company(number)[1]
        place = min(len(name) - 2, 3)
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]

    def search(text: Callable[[int], str]) -> Callable[[int], tuple[str, None]]:
        from urllib.parse import quote

        return lambda number: (f"{reverse('search-suggestions')}?q={quote(text(number))}", None)

    def register(number: int) -> tuple[str, dict[str, str]]:
        from samspil.organisations.queries import working_for

        place = working_for(adviser())
        return reverse("register"), {
            "who": "known",
            "subject": str(company(number)[0]),
            "organisation": str(place.pk if place else ""),
            "kind": "call",
            "on": DAY.strftime("%d-%m-%Y"),
            "note": f"Ringede om lån, runde {number}",
            "topics": "capital",
            "step": "call_back",
            "step_on": (DAY + dt.timedelta(7)).strftime("%d-%m-%Y"),
            "act": "save",
            "draft": f"bench-{number}",
        }

    return {
        "company list": lambda number: (f"{reverse('companies')}?side={number % 20 + 1}", None),
        "company page": lambda number: (reverse("company", args=[company(number)[0]]), None),
        "search, a name begun": search(lambda number: company(number)[1][:6]),
        "search, two words": search(lambda number: " ".join(company(number)[1].split()[:2])),
        "search, a slip": search(slip),
        "search, a person": search(lambda number: people[number % len(people)][0]),
        "search, a telephone": search(lambda number: people[number % len(people)][1]),
        "register a contact": register,
        "my day": lambda _number: (reverse("my-day"), None),
    }


def _people() -> list[Any]:
    """A hub, its local services and their advisers; each as the membership that ties them."""
    from samspil.organisations import actions
    from samspil.organisations.imports import load_municipalities
    from samspil.organisations.kinds import OrganisationKind, Role
    from samspil.organisations.models import Membership, Municipality, Organisation

    if not Municipality.objects.exists():
        load_municipalities(by=None)
    places = [("bench-hub", "Erhvervshus Bench", OrganisationKind.HUB)]
    places += [(f"bench-{n}", f"Business Bench {n}", OrganisationKind.LOCAL_SERVICE) for n in range(SERVICES)]
    for code, name, kind in places:
        home = Organisation.objects.filter(code=code).first() or actions.create_organisation(
            by=None, code=code, name=name, kind=kind
        )
        for number in range(ADVISERS):
            email = EMAIL if code == "bench-hub" and number == 0 else f"{code}-{number}@bench.example"
            if not Membership.objects.filter(user__email=email).exists():
                user = actions.create_user(by=None, email=email, name=f"{FIRST[number]} Bench", password=None)
                actions.grant(by=None, user=user, organisation=home, role=Role.ADVISER)
    # The hub's people stand six times, since the hub has more of everything.
    every = list(Membership.objects.filter(organisation__code__startswith="bench-").order_by("pk"))
    return [each for each in every for _ in range(6 if each.organisation.code == "bench-hub" else 1)]


def _cvr_numbers() -> Iterator[str]:
    from samspil.companies.rules import CVR_WEIGHTS

    for start in range(1_000_000, 10_000_000):
        digits = [int(digit) for digit in str(start)]
        last = -sum(weight * digit for weight, digit in zip(CVR_WEIGHTS[:7], digits, strict=True)) % 11
        if last < 10:
            yield f"{start}{last}"


def company_name(dice: random.Random) -> str:
    """Return an invented name: a place and a trade, a family and a trade, or a word of its own."""
    form = dice.choice(FORMS)
    shape = dice.random()
    if shape < 0.35:
        name = f"{dice.choice(PLACES)} {dice.choice(TRADES)}"
    elif shape < 0.6:
        name = f"{dice.choice(LAST)} {dice.choice(TRADES)}"
    else:
        name = dice.choice(BEGIN) + dice.choice(MIDDLE) + dice.choice(MIDDLE) + dice.choice(END)
        name = f"{name} {dice.choice(TRADES)}" if shape < 0.85 else name
    if form == "v/":
        return f"{name} v/{person_name(dice)}"
    return f"{name} {form}".strip()


def person_name(dice: random.Random) -> str:
    """Return an invented name of a person."""
    between = f" {dice.choice(LAST)}" if dice.random() < 0.4 else ""
    return f"{dice.choice(FIRST)}{between} {dice.choice(LAST)}"


def _subjects(many: int, dice: random.Random, owners: Sequence[Any]) -> Iterator[dict[str, Any]]:
    from samspil.core.reference import municipalities
    from samspil.platform.danish import search_key, sort_key

    codes, numbers = list(municipalities()), _cvr_numbers()
    for key in range(1, many + 1):
        founder = key % 25 == 0
        name = person_name(dice) if founder else company_name(dice)
        yield {
            "id": key,
            "key": f"s{key:016d}",
            "kind": "founder" if founder else "company",
            "name": name,
            "search_key": search_key(name),
            "sort_key": sort_key(name),
            "cvr_number": None if founder else next(numbers),
            "municipality_id": dice.choice(codes),
            "industry": "" if founder else dice.choice(INDUSTRIES),
            "employees": None if founder else int(dice.expovariate(0.1)),
            "advertising_protected": dice.random() < 0.2,
            "organisation_id": dice.choice(owners).pk if founder else None,
        }


def _persons(
    many: int, companies: int, dice: random.Random, people: Sequence[Any]
) -> Iterator[dict[str, Any]]:
    from samspil.platform.danish import search_key

    for key in range(1, many + 1):
        name = person_name(dice)
        folded, digits = search_key(name), f"{dice.randint(20_000_000, 99_999_999)}"
        yield {
            "id": key,
            "subject_id": dice.randint(1, companies),
            "organisation_id": dice.choice(people).organisation_id,
            "name": name,
            "search_key": folded,
            "email": f"{folded.replace(' ', '.')}{key % 1000}@firma{key % 50_000}.example",
            "phone": " ".join(digits[place : place + 2] for place in range(0, 8, 2)),
            "phone_key": digits,
        }


def _cases(many: int, companies: int, dice: random.Random, people: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for key in range(1, many + 1):
        by = dice.choice(people)
        started = DAY - dt.timedelta(dice.randint(0, 1800))
        ended = started + dt.timedelta(dice.randint(5, 200))
        yield {
            "id": key,
            "subject_id": dice.randint(1, companies),
            "organisation_id": by.organisation_id,
            "adviser_id": by.user_id,
            "level": "specialised",
            "started": started,
            "ended": ended if ended <= DAY else None,
            "shielded": key % 200 == 0,
        }


def _contacts(many: int, companies: int, dice: random.Random, people: Sequence[Any]) -> Iterator[Any]:
    """Number, subject, who, day and form of each contact; the same for the fact and for the content."""
    for key in range(1, many + 1):
        day = DAY - dt.timedelta(dice.randint(0, 1800))
        yield (
            key,
            dice.randint(1, companies),
            dice.choice(people),
            day,
            dice.choice(("call", "visit", "meeting")),
        )


def _approaches(*asked: Any) -> Iterator[dict[str, Any]]:
    for key, subject, by, day, kind in _contacts(*asked):
        yield {
            "id": key,
            "subject_id": subject,
            "organisation_id": by.organisation_id,
            "adviser_id": by.user_id,
            "day": day,
            "kind": kind,
            "state": "held",
        }


def _interactions(*asked: Any) -> Iterator[dict[str, Any]]:
    for key, subject, by, day, kind in _contacts(*asked):
        yield {
            "id": key,
            "subject_id": subject,
            "organisation_id": by.organisation_id,
            "adviser_id": by.user_id,
            "on": day,
            "kind": kind,
            "topics": ("", "finance", "export", "green;digital")[key % 4],
            "note": "Talte om næste skridt; vender tilbage med et overslag." if key % 3 else "",
            "approach_id": key,
        }


def _write(model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    """Write rows given by column; a column that is not given has what an empty row has."""
    from django.db import connection

    fields = model._meta.concrete_fields
    columns, empty = [field.column for field in fields], model()
    usual = {
        field.column: field.get_db_prep_save(field.pre_save(empty, True), connection) for field in fields
    }

    def tuples() -> Iterator[list[Any]]:
        for row in rows:
            yield [row.get(column, usual[column]) for column in columns]

    table, names = model._meta.db_table, ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for each in tuples():
                    copy.write_row(each)
            return
        places = ", ".join("%s" for _ in columns)
        left = tuples()
        while batch := list(islice(left, BATCH)):
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", batch)  # noqa: S608  # our own names


def _renumber(models: Sequence[type[Model]]) -> None:
    """Let new rows be numbered after ours."""
    from django.core.management.color import no_style
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
