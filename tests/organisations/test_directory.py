"""The directory of actors, agreements over time, offices in another's house, and mergers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from samspil.organisations import actions, directory, mergers, queries
from samspil.organisations.founding import code_of
from samspil.organisations.kinds import AgreementKind, OfficeKind, OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.organisations.rules import expected_name, follows_naming, operator_model
from samspil.platform.audit.models import Event
from samspil.platform.versioning import StaleRowError

DAY = dt.date(2022, 1, 1)
K = OrganisationKind


def made(
    name: str, kind: OrganisationKind, topics: str = "", covers: tuple[Municipality, ...] = ()
) -> Organisation:
    return actions.create_organisation(
        by=None, code=code_of(name), name=name, kind=kind, topics=topics, covers=covers
    )


def service(name: str, *places: Municipality, since: dt.date = dt.date(2019, 1, 1)) -> Organisation:
    organisation = made(name, K.LOCAL_SERVICE)
    for place in places:
        actions.agree_operator(
            by=None,
            organisation=organisation,
            municipality=place,
            legal_kind=AgreementKind.OWN_DEPARTMENT,
            valid_from=since,
        )
    return organisation


@pytest.mark.requirement("A10", "A17", "B23", "B97")
def test_actors_are_found_by_kind_topic_and_place_and_stand_in_alphabetical_order(
    municipalities: dict[str, Municipality],
) -> None:
    lemvig, aarhus = municipalities["0665"], municipalities["0751"]
    made("Østjysk Spildevand", K.UTILITY, covers=(aarhus,))
    made("Aarhus Rådgivning", K.PRIVATE_ADVISER, topics="capital;digital")
    made("Ærlig Rådgivning", K.PRIVATE_ADVISER, topics="capital")
    made("Vestjysk Vand", K.UTILITY, covers=(lemvig,))
    made("KKR", K.SECRETARIAT)
    made("Business Lemvig", K.LOCAL_SERVICE)

    def names(kind: str = "", topic: str = "", municipality: str = "", text: str = "") -> list[str]:
        found = queries.actors(kind=kind, topic=topic, municipality=municipality, text=text)
        return [each.name for each in found]

    assert names(kind=K.PRIVATE_ADVISER) == ["Ærlig Rådgivning", "Aarhus Rådgivning"]
    assert names(kind=K.UTILITY, municipality="0665") == ["Vestjysk Vand"]
    assert names(topic="digital", kind=K.PRIVATE_ADVISER) == ["Aarhus Rådgivning"]
    assert names(text="raadgivning") == names(text="RÅDGIVNING") == ["Ærlig Rådgivning", "Aarhus Rådgivning"]
    # One that names no topics helps with all; a service reaches only where it has an agreement.
    assert "Vestjysk Vand" in names(topic="digital")
    assert "Business Lemvig" not in names(municipality="0665")
    assert "KKR" not in names()


def test_a_closed_actor_is_chosen_no_longer_and_can_be_opened_again(db: None) -> None:
    fund = made("Vækstfond Vest", K.FUND)
    actions.close_organisation(by=None, organisation=fund, on=DAY)
    assert not queries.actors(kind=K.FUND).exists()
    assert queries.actors(kind=K.FUND, on=DAY - dt.timedelta(1)).exists()
    actions.reopen_organisation(by=None, organisation=fund)
    assert queries.actors(kind=K.FUND).exists()


def test_a_service_with_a_municipality_is_not_closed_before_somebody_takes_it_over(
    municipalities: dict[str, Municipality],
) -> None:
    lemvig = service("Business Lemvig", municipalities["0665"])
    with pytest.raises(ValidationError, match="aftaler"):
        actions.close_organisation(by=None, organisation=lemvig, on=DAY)


def test_of_two_who_edit_at_once_the_second_is_told_and_overwrites_nothing(db: None) -> None:
    fund = made("Vækstfond Vest", K.FUND)
    mine, yours = (Organisation.objects.get(pk=fund.pk) for _ in range(2))
    actions.edit_organisation(by=None, organisation=yours, phone="97 12 34 56")
    with pytest.raises(StaleRowError):
        actions.edit_organisation(by=None, organisation=mine, phone="11 11 11 11")
    fund.refresh_from_db()
    assert fund.phone == "97 12 34 56"
    [event] = Event.objects.filter(action="edit_organisation")
    assert event.changes == {"phone": ["", "97 12 34 56"]}


def test_a_cpr_number_in_a_description_is_refused(db: None) -> None:
    with pytest.raises(ValidationError, match="CPR"):
        actions.create_organisation(
            by=None, code="x", name="X", kind=K.FUND, description="Ring til 010180-1234"
        )


@pytest.mark.requirement("A24")
@pytest.mark.parametrize(
    ("footing", "model"),
    [("own_department", "own"), ("grant", "own"), ("shared", "joint"), ("bought", "bought")],
)
def test_the_footing_of_an_agreement_says_which_operator_model_it_is(footing: str, model: str) -> None:
    assert operator_model(footing) == model


@pytest.mark.requirement("A24")
def test_a_small_municipality_buys_from_a_neighbour_s_service(
    municipalities: dict[str, Municipality],
) -> None:
    holstebro = service("Business Holstebro", municipalities["0661"])
    bought = actions.agree_operator(
        by=None,
        organisation=holstebro,
        municipality=municipalities["0671"],
        legal_kind=AgreementKind.BOUGHT,
        valid_from=DAY,
    )
    assert list(queries.operators_in(municipalities["0671"], on=DAY)) == [bought]
    with pytest.raises(ValidationError, match="allerede"):
        actions.agree_operator(
            by=None,
            organisation=holstebro,
            municipality=municipalities["0671"],
            legal_kind=AgreementKind.BOUGHT,
            valid_from=DAY + dt.timedelta(30),
        )


@pytest.mark.requirement("A1")
def test_a_merger_keeps_the_history_and_lowers_the_number_of_operators(
    hub: Organisation, municipalities: dict[str, Municipality], make_user: Callable[..., User]
) -> None:
    herning, ikast = municipalities["0657"], municipalities["0756"]
    for place in (herning, ikast):
        actions.assign_to_hub(by=None, municipality=place, hub=hub)
    stays, goes = service("Business Herning", herning), service("Business Ikast-Brande", ikast)
    bo = make_user("bo@example.dk", goes, Role.ADVISER)
    mergers.merge(by=None, predecessor=goes, successor=stays, on=DAY)
    assert [(day.year, count) for day, count in directory.operators_over_time(hub, until=DAY)] == [
        (2019, 2),
        (2020, 2),
        (2021, 2),
        (2022, 1),
    ]
    [taken_over] = queries.operators_in(ikast, on=DAY)
    assert (taken_over.organisation, taken_over.legal_kind) == (stays, AgreementKind.SHARED)
    [before] = queries.operators_in(ikast, on=DAY - dt.timedelta(1))
    assert before.organisation == goes
    # The colleague registers for the new one from now on, and still reads what the old one wrote.
    assert queries.working_for(bo) == stays
    assert queries.has_role(bo, goes, [Role.ADVISER])
    with pytest.raises(ValidationError, match="lukket"):
        mergers.merge(by=None, predecessor=goes, successor=stays, on=DAY)
    with pytest.raises(ValidationError, match="lagt sammen"):
        actions.reopen_organisation(by=None, organisation=goes)


@pytest.mark.requirement("A1")
def test_only_alike_are_merged_and_nobody_with_oneself(hub: Organisation) -> None:
    lemvig = made("Business Lemvig", K.LOCAL_SERVICE)
    with pytest.raises(ValidationError, match="samme type"):
        mergers.merge(by=None, predecessor=lemvig, successor=hub, on=DAY)
    with pytest.raises(ValidationError, match="sig selv"):
        mergers.merge(by=None, predecessor=lemvig, successor=lemvig, on=DAY)


@pytest.mark.requirement("A31", "A36", "A55")
def test_a_hub_s_office_lies_in_a_local_operator_s_house_and_meets_companies_elsewhere_too(
    hub: Organisation, municipalities: dict[str, Municipality]
) -> None:
    herning = made("Business Herning", K.LOCAL_SERVICE)
    actions.open_office(
        by=None, organisation=hub, name="Herning", municipality=municipalities["0657"], host=herning
    )
    actions.open_office(
        by=None,
        organisation=hub,
        name="Lemvig bibliotek",
        municipality=municipalities["0665"],
        kind=OfficeKind.MEETING_PLACE,
    )
    office, place = directory.places_of(hub).order_by("name")
    assert office.host == herning
    # People sit in offices, not in meeting places.
    assert list(directory.open_offices([hub])) == [office]
    assert place.municipality.name == "Lemvig"


@pytest.mark.requirement("A20")
def test_local_services_are_called_alike() -> None:
    assert expected_name(["Herning", "Ikast-Brande"]) == "Business Herning-Ikast-Brande"
    assert follows_naming("Business Djursland")
    assert not follows_naming("Lemvig Erhvervsråd")
