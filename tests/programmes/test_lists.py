"""Lists of participants: read from what people paste, matched, counted once, and never with a CPR number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from samspil.companies.actions import register_company
from samspil.companies.kinds import ApproachState
from samspil.companies.models import Company
from samspil.companies.people import add_contact_person
from samspil.companies.queries import approaches_to
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Organisation, User
from samspil.platform.danish import search_key
from samspil.platform.versioning import StaleRowError
from samspil.programmes import actions, queries
from samspil.programmes.models import Participation, Session
from samspil.programmes.permissions import may_edit_offer, may_read_offer
from samspil.programmes.rules import Told, cells_of, counted_by, read_lines

DAY = dt.date(2022, 9, 28)


def told(text: str) -> list[Told]:
    lines = enumerate(text.splitlines(), start=1)
    return read_lines(((number, cells_of(line)) for number, line in lines), search_key)


@pytest.mark.parametrize(
    ("line", "cvr", "email", "names", "persons"),
    [
        ("Nordvest Smedeværk A/S", "", "", ("Nordvest Smedeværk A/S",), 1),
        ("Nordvest Smedeværk A/S; 40 08 46 06; 3", "40084606", "", ("Nordvest Smedeværk A/S",), 3),
        ("DK40084606", "40084606", "", (), 1),
        ("Ida Holm <Ida@Nordvest.dk>", "", "ida@nordvest.dk", ("Ida Holm",), 1),
        ("Ida Holm\tNordvest Smedeværk A/S\tida@nordvest.dk", "", "ida@nordvest.dk",
         ("Ida Holm", "Nordvest Smedeværk A/S"), 1),
        ("Ida Holm, Engdal Bageri", "", "", ("Ida Holm", "Engdal Bageri"), 1),
    ],
)  # fmt: skip
def test_a_line_says_who_in_any_order(
    line: str, cvr: str, email: str, names: tuple[str, ...], persons: int
) -> None:
    (found,) = told(line)
    assert (found.cvr_number, found.email, found.names, found.persons) == (cvr, email, names, persons)


def test_heads_name_the_columns_and_are_no_participant() -> None:
    found = told("Deltager;Virksomhed;Antal\nIda;Nordvest Smedeværk;12\n\nBo;Engdal Bageri;")
    assert [(each.line, each.names[0], each.persons) for each in found] == [
        (2, "Nordvest Smedeværk", 12), (4, "Engdal Bageri", 1)
    ]  # fmt: skip


@pytest.mark.requirement("B17")
def test_each_organiser_counts_once_however_often_it_is_named() -> None:
    assert counted_by("hub", ["lemvig", "hub", "lemvig"]) == ("hub", "lemvig")


@pytest.fixture
def lemvig(db: None) -> Organisation:
    return create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )


@pytest.fixture
def anna(hub: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("anna@example.dk", hub)


@pytest.fixture
def company(db: None) -> Company:
    return register_company(by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606")


@pytest.fixture
def session(anna: User, hub: Organisation, lemvig: Organisation) -> Session:
    offer = actions.create_offer(by=anna, organiser=hub, title="Gå-hjem-møde", co_organisers=[lemvig])
    return actions.add_session(by=anna, offer=offer, day=DAY)


@pytest.mark.requirement("A15", "B17")
def test_a_company_stands_once_and_its_persons_add_up(
    session: Session, anna: User, company: Company, hub: Organisation
) -> None:
    add_contact_person(by=anna, subject=company, organisation=hub, name="Ida Holm", email="ida@nordvest.dk")
    added = actions.add_participants(
        by=anna,
        session=session,
        lines=told("40084606;2\nnordvest smedeværk a/s\nIda;ida@nordvest.dk\nFru Olsens Strik"),
    )
    assert (added.new, added.more, added.unmatched) == (1, 2, 1)
    known, stranger = queries.participants_of(session)
    assert (known.subject_id, known.persons, known.told) == (company.pk, 4, "")
    assert (stranger.subject, stranger.told) == (None, "Fru Olsens Strik")
    counts = queries.counts_of(session)
    assert (counts.subjects, counts.persons, counts.unknown, counts.absent) == (1, 5, 1, 0)


def test_a_name_that_two_have_and_a_number_that_is_nobodys_are_left_to_be_settled(
    session: Session, anna: User, company: Company
) -> None:
    for _ in range(2):
        register_company(by=None, name="Bageriet")
    added = actions.add_participants(
        by=anna, session=session, lines=told("Bageriet\nNordvest Smedeværk A/S;12345674")
    )
    assert (added.new, added.unmatched) == (0, 2)
    assert queries.unresolved(session).count() == 2


def test_a_cpr_number_refuses_the_whole_list_and_says_which_line(session: Session, anna: User) -> None:
    with pytest.raises(ValidationError, match="linje 2") as refused:
        actions.add_participants(by=anna, session=session, lines=told("Engdal\nIda Holm;010190-1234"))
    assert "010190" not in str(refused.value)
    assert not Participation.objects.exists()


def test_a_line_is_settled_as_a_company_that_stands_there_or_as_unknown(
    session: Session, anna: User, company: Company
) -> None:
    actions.add_participants(by=anna, session=session, lines=told("40084606\nSmeden\nEn fra Lemvig"))
    smith, stranger = queries.unresolved(session).order_by("-told")
    actions.resolve(by=anna, participation=smith, subject=company)
    actions.leave_unknown(by=anna, participation=stranger)
    assert not queries.unresolved(session).exists()
    counts = queries.counts_of(session)
    assert (counts.subjects, counts.persons, counts.unknown) == (1, 3, 1)


def test_whoever_was_taken_off_by_mistake_is_put_on_again(
    session: Session, anna: User, company: Company
) -> None:
    row = actions.record_participation(by=anna, session=session, subject=company, persons=2)
    actions.take_off(by=anna, participation=row, why="Forkert liste")
    assert not approaches_to(company).exists()
    assert queries.counts_of(session).subjects == 0
    again = actions.record_participation(by=anna, session=session, subject=company, persons=1)
    assert (again.pk, again.persons) == (row.pk, 1)
    assert approaches_to(company).count() == 1


def test_a_day_called_off_counts_nowhere_until_it_is_taken_back(
    session: Session, anna: User, company: Company
) -> None:
    actions.record_participation(by=anna, session=session, subject=company)
    actions.cancel_session(by=anna, session=session, why="For få tilmeldte")
    assert not approaches_to(company).exists()
    assert queries.counts_of(session).persons == 0
    (row,) = queries.list_events(anna, queries.Wanted(state="cancelled"), on=DAY)
    assert row.companies == 0  # type: ignore[attr-defined]  # annotated
    actions.restore_session(by=anna, session=session)
    assert [each.state for each in approaches_to(company)] == [ApproachState.PLANNED]


def test_ticking_a_list_off_changes_only_what_differs(session: Session, anna: User, company: Company) -> None:
    other = register_company(by=None, name="Engdal Bageri ApS")
    first = actions.record_participation(by=anna, session=session, subject=company)
    second = actions.record_participation(by=anna, session=session, subject=other)
    assert actions.tick_off_all(by=anna, session=session, came={first.pk}, absent={second.pk}) == 2
    assert actions.tick_off_all(by=anna, session=session, came={first.pk}, absent={second.pk}) == 0
    assert not approaches_to(other).exists()
    assert queries.counts_of(session).absent == 1


def test_moving_a_day_moves_what_partners_see(session: Session, anna: User, company: Company) -> None:
    actions.record_participation(by=anna, session=session, subject=company)
    later = DAY + dt.timedelta(7)
    actions.edit_session(by=anna, session=session, version=session.version, day=later)
    assert [each.day for each in approaches_to(company)] == [later]


def test_the_second_of_two_editors_of_an_event_overwrites_nothing(session: Session, anna: User) -> None:
    seen = session.offer.version
    actions.edit_offer(by=anna, offer=session.offer, version=seen, title="Netværk om energi")
    with pytest.raises(StaleRowError):
        actions.edit_offer(by=anna, offer=session.offer, version=seen, co_organisers=[])
    assert session.offer.co_organisers.count() == 1


@pytest.mark.requirement("B17")
def test_who_reads_an_event_is_who_finds_it_and_all_organisers_change_it_alike(
    session: Session, hub: Organisation, lemvig: Organisation, make_user: Callable[..., User]
) -> None:
    third = create_organisation(
        by=None, code="business-struer", name="Business Struer", kind=OrganisationKind.LOCAL_SERVICE
    )
    users = [
        make_user(f"{role}@{place.code}.dk", place, role) for place in (hub, lemvig, third) for role in Role
    ]
    for user in users:
        found = queries.offers_for(user).filter(pk=session.offer_id).exists()
        assert may_read_offer(user, session.offer) == found, user.email
    changers = {user.email.partition("@")[0] for user in users if may_edit_offer(user, session.offer)}
    assert changers == {"adviser", "student_helper", "unit_leader", "director"}
    assert not any(may_read_offer(user, session.offer) for user in users if "struer" in user.email)
