"""The search against a slow twin that looks at every row, and what each reader may find."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from samspil.companies import actions, queries
from samspil.companies.kinds import ApproachKind, SubjectKind
from samspil.companies.models import ContactPerson, Subject
from samspil.companies.permissions import may_change_contact
from samspil.companies.slips import closeness, near
from samspil.companies.wordindex import install
from samspil.guidance.kinds import ShareSource
from samspil.guidance.models import GuidanceCase, Interaction, Share
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Organisation, User
from samspil.platform.danish import search_key, sort_key

NAMES = (
    "Nordvest Smedeværk A/S", "Nordvest Bageri ApS", "Ærø Bryghus", "Aarhus Møbelfabrik A/S",
    "Åhuse Planteskole", "Engdal Tømrer", "Søndergaard & Søn I/S", "Kristensen Revision", "Byens Café",
    "Østergaard Rådgivning ApS",
    "Smedjen", "Grønhøj Energi", "3D Print Danmark", "Vesthavet Fiskeri", "Jensen Holding ApS", "Hansen El",
)  # fmt: skip
MANY = 100
DAY = dt.date(2022, 9, 2)


@pytest.fixture
def anna(hub: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("anna@example.dk", hub, Role.ADVISER)


@pytest.fixture
def lemvig(db: None) -> Organisation:
    return create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )


@pytest.fixture
def named(db: None) -> dict[str, Subject]:
    """Companies written in bulk, as a load of the register does."""
    rows = [
        Subject(kind=SubjectKind.COMPANY, name=name, search_key=search_key(name), sort_key=sort_key(name))
        for name in NAMES
    ]
    Subject.objects.bulk_create(rows)
    return {each.name: each for each in Subject.objects.all()}


def found(user: User, text: str, limit: int = MANY) -> list[str]:
    return [hit.name for hit in queries.search(user, text, limit=limit)]


def slow_twin(text: str) -> set[str]:
    """Every name in which each word that was typed begins a word."""
    parts = search_key(text).split()
    return {
        name
        for name in NAMES
        if parts and all(any(word.startswith(part) for word in search_key(name).split()) for part in parts)
    }


@st.composite
def begun(draw: st.DrawFn) -> str:
    """Some words of a name, in any order, the last perhaps unfinished."""
    words = draw(st.sampled_from(NAMES)).split()
    some = draw(st.permutations(words))[: draw(st.integers(1, 3))]
    end = draw(st.integers(2, max(len(some[-1]), 2)))
    return " ".join([*some[:-1], some[-1][:end]])


@st.composite
def mistyped(draw: st.DrawFn) -> tuple[str, str]:
    """A name, and the same with one slip in a word of five letters or more."""
    name = draw(st.sampled_from([each for each in NAMES if max(map(len, search_key(each).split())) > 4]))
    words = search_key(name).split()
    place = draw(st.sampled_from([i for i, word in enumerate(words) if len(word) > 4 and word.isalpha()]))
    words[place] = draw(st.sampled_from(sorted(near(words[place]))))
    return name, " ".join(words)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=begun())
def test_whatever_begins_the_words_of_a_name_finds_it(
    text: str, anna: User, named: dict[str, Subject]
) -> None:
    # A single letter says too little to be asked for on its own.
    assume(all(len(part) > 1 for part in search_key(text).split()))
    assert slow_twin(text) <= set(found(anna, text))


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pair=mistyped())
def test_one_slip_in_a_word_does_not_hide_a_name(
    pair: tuple[str, str], anna: User, named: dict[str, Subject]
) -> None:
    name, text = pair
    assert name in found(anna, text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("smedevrk", "Nordvest Smedeværk A/S"),
        ("nordvset smede", "Nordvest Smedeværk A/S"),
        ("århus møbel", "Aarhus Møbelfabrik A/S"),
        ("AEROE", "Ærø Bryghus"),
        ("christensen", "Kristensen Revision"),
        ("sondergård", "Søndergaard & Søn I/S"),
        ("cafe", "Byens Café"),
        ("3d pr", "3D Print Danmark"),
    ],
)
def test_danish_letters_and_slips_are_met(
    text: str, name: str, anna: User, named: dict[str, Subject]
) -> None:
    assert found(anna, text)[0] == name


@pytest.mark.django_db
def test_what_is_typed_in_full_comes_first(anna: User, named: dict[str, Subject]) -> None:
    assert found(anna, "smed")[:2] == ["Smedjen", "Nordvest Smedeværk A/S"]
    assert closeness("smedjen", "smedjen") > closeness("smedj", "smedjen") > closeness("smejden", "smedjen")


@pytest.mark.django_db
def test_numbers_are_met_as_people_write_them(anna: User, hub: Organisation) -> None:
    company = actions.register_company(by=None, name="Nordvest Smedeværk", cvr_number="DK 40 08 46 06")
    actions.add_unit(by=None, subject=company, p_number="1012345678")
    actions.add_contact_person(
        by=None, subject=company, organisation=hub, name="Karen Holm", phone="+45 97 82 00 00",
        email="Karen@Nordvest.example",
    )  # fmt: skip
    for text, matched in (
        ("40084606", "cvr"), ("40 08 46 06", "cvr"), ("DK40084606", "cvr"), ("4008", "cvr"),
        ("1012345678", "p_number"), ("97820000", "phone"), ("+45 97 82 00", "phone"),
        ("karen@nord", "email"), ("karen holm", "person"), ("holm karen", "person"), ("karne holm", "person"),
    ):  # fmt: skip
        hits = queries.search(anna, text)
        assert [(hit.subject, hit.matched) for hit in hits] == [(company.pk, matched)], text


@pytest.mark.django_db
@pytest.mark.requirement("B21", "A55")
def test_others_contact_persons_are_not_found_until_they_are_shared(
    anna: User, hub: Organisation, lemvig: Organisation, make_user: Callable[..., User]
) -> None:
    company = actions.register_company(by=None, name="Nordvest Smedeværk")
    for name, phone in (("Karen Holm", "97820000"), ("Anna Bach", "97820001")):
        actions.add_contact_person(
            by=None, subject=company, organisation=lemvig, name=name, phone=phone, email=f"{phone}@n.example"
        )
    bo = make_user("bo@example.dk", lemvig, Role.ADVISER)
    for text in ("karen holm", "97820000", "97820000@n"):
        assert queries.search(anna, text) == []
        assert [hit.subject for hit in queries.search(bo, text)] == [company.pk]
    Share.objects.create(
        subject=company, owner=lemvig, reader=hub, source=ShareSource.REQUEST, since=dt.date(2022, 9, 1)
    )
    assert [hit.matched for hit in queries.search(anna, "97820000")] == ["phone"]
    assert queries.contact_persons_for(anna).count() == 2


@pytest.mark.django_db
@pytest.mark.requirement("A16", "B21", "B8")
def test_a_founder_is_found_by_partners_only_once_there_is_a_contact_they_may_know_of(
    anna: User, hub: Organisation, lemvig: Organisation, make_user: Callable[..., User]
) -> None:
    founder = actions.register_founder(by=None, name="Åse Mølgaard", organisation=lemvig)
    bo = make_user("bo@example.dk", lemvig, Role.ADVISER)
    GuidanceCase.objects.create(
        subject=founder, organisation=lemvig, level="basic", started=dt.date(2022, 9, 1), shielded=True
    )
    assert found(anna, "aase molgaard") == []
    assert found(bo, "aase molgaard") == ["Åse Mølgaard"]
    assert queries.subjects_for(anna).count() == 0
    actions.note_approach(
        by=None, subject=founder, organisation=lemvig, day=dt.date(2022, 9, 1), kind=ApproachKind.CALL
    )
    assert found(anna, "åse mølgård") == ["Åse Mølgaard"]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.ADMINISTRATOR])
def test_who_works_with_no_companies_finds_none(
    role: Role, hub: Organisation, named: dict[str, Subject], make_user: Callable[..., User]
) -> None:
    user = make_user("kim@example.dk", hub, role)
    assert found(user, "nordvest") == []
    assert not queries.subjects_for(user).exists()


@pytest.mark.django_db
def test_a_merged_row_leads_to_the_one_that_stands(anna: User, named: dict[str, Subject]) -> None:
    old, new = named["Nordvest Bageri ApS"], named["Engdal Tømrer"]
    Subject.objects.filter(pk=old.pk).update(merged_into=new)
    assert found(anna, "nordvest bageri") == ["Engdal Tømrer"]
    assert queries.subject_for(anna, old.pk) == new


@pytest.mark.django_db
def test_the_index_follows_changes_and_deletions_in_bulk(
    anna: User, hub: Organisation, named: dict[str, Subject]
) -> None:
    bakery = named["Nordvest Bageri ApS"]
    Subject.objects.filter(pk=bakery.pk).update(search_key="fjordhoj konditori", name="Fjordhøj Konditori")
    assert found(anna, "konditori") == ["Fjordhøj Konditori"]
    assert "Fjordhøj Konditori" not in found(anna, "bageri")
    ContactPerson.objects.bulk_create(
        [ContactPerson(subject=bakery, organisation=hub, name="Ib Krogh", search_key="ib krogh")]
    )
    assert found(anna, "krogh") == ["Fjordhøj Konditori"]
    ContactPerson.objects.all().delete()
    bakery.delete()
    assert found(anna, "krogh") == found(anna, "konditori") == []


@pytest.mark.django_db
def test_the_index_is_mended_when_a_migration_has_dropped_its_triggers(
    anna: User, named: dict[str, Subject]
) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER companies_subject_words_added")
    Subject.objects.create(kind="company", name="Fjordhøj Konditori")
    install(connection)
    assert found(anna, "konditori") == ["Fjordhøj Konditori"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["", " ", "'", '"', "*", "a", "æ", "%", "o1x", "(", "🙂", "x" * 500, "1", "@"]
)
def test_strange_text_finds_nothing_and_breaks_nothing(
    text: str, anna: User, named: dict[str, Subject]
) -> None:
    assert isinstance(queries.search(anna, text), list)


@pytest.mark.requirement("B21")
@pytest.mark.parametrize("text", ["Kurator", "Krag", "krag advo", "Kurator Krga", "97820001", "krag@"])
def test_whom_only_a_shielded_case_has_made_known_is_found_by_its_adviser_and_leaders_alone(
    anna: User, hub: Organisation, make_user: Callable[..., User], text: str
) -> None:
    company = actions.register_company(by=None, name="Nordvest Smedeværk A/S")
    lawyer = actions.add_contact_person(
        by=anna, subject=company, organisation=hub, name="Kurator Krag Advokat", phone="97820001",
        email="krag@example.dk",
    )  # fmt: skip
    case = GuidanceCase.objects.create(
        subject=company, organisation=hub, adviser=anna, level="specialised", started=DAY, shielded=True
    )
    Interaction.objects.create(
        subject=company, organisation=hub, case=case, person=lawyer, on=DAY, kind="call"
    )
    leader = make_user("leder@example.dk", hub, Role.UNIT_LEADER)
    others = [
        make_user(f"{role.value}@example.dk", hub, role)
        for role in (Role.ADVISER, Role.STUDENT_HELPER, Role.EVALUATOR)
    ]
    for user in (anna, leader):
        assert [hit.name for hit in queries.search(user, text)] == [company.name]
        assert may_change_contact(user, lawyer)
    for user in others:
        assert queries.search(user, text) == []
        assert not queries.contact_persons_for(user).exists()
        assert not may_change_contact(user, lawyer)
    # Struck out, a contact in the open makes nobody known; one that was held does.
    open_contact = Interaction.objects.create(
        subject=company, organisation=hub, person=lawyer, on=DAY, kind="call", cancelled=True
    )
    assert queries.search(others[0], text) == []
    open_contact.cancelled = False
    open_contact.save()
    assert [hit.name for hit in queries.search(others[0], text)] == [company.name]


def test_a_founder_merged_into_a_company_leads_only_the_organisation_that_registered_the_founder(
    anna: User, hub: Organisation, lemvig: Organisation, make_user: Callable[..., User]
) -> None:
    company = actions.register_company(by=None, name="Nordvest Smedeværk A/S")
    founder = actions.register_founder(by=anna, name="Skjult Iværksætter", organisation=hub)
    Subject.objects.filter(pk=founder.pk).update(merged_into=company)
    partner = make_user("bo@example.dk", lemvig, Role.DIRECTOR)
    assert found(anna, "Skjult Iværksætter") == [company.name]
    assert queries.subject_for(anna, founder.pk) is not None
    assert found(partner, "Skjult Iværksætter") == []
    assert queries.subject_for(partner, founder.pk) is None
    assert queries.subject_for(partner, company.pk) is not None
