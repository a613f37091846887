"""Who manages whom, invitations, substitutes, seconded colleagues, and closed log-ins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from samspil.organisations import absences, actions, invitations, queries
from samspil.organisations.kinds import AgreementKind, OrganisationKind, Role, SecondFactor
from samspil.organisations.models import Absence, Invitation, Municipality, Organisation, User
from samspil.organisations.permissions import may_edit, may_let_go, may_manage, roles_to_give
from samspil.organisations.rules import INVITATION_DAYS, demands_second_factor, grantable

MakeUser = Callable[..., User]
NOW = dt.datetime(2022, 9, 30, 12, tzinfo=dt.UTC)
MONDAY = dt.date(2022, 9, 26)
PASSWORD = "en-helt-anden-kode-17"


@pytest.fixture
def lemvig(municipalities: dict[str, Municipality], hub: Organisation) -> Organisation:
    """A local service in the hub's area."""
    service = actions.create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    actions.assign_to_hub(by=None, municipality=municipalities["0665"], hub=hub)
    actions.agree_operator(
        by=None,
        organisation=service,
        municipality=municipalities["0665"],
        legal_kind=AgreementKind.OWN_DEPARTMENT,
        valid_from=dt.date(2019, 1, 1),
    )
    return service


def away(user: User, substitute: User, first: int = 0, last: int = 4) -> Absence:
    return absences.note_absence(
        by=user,
        user=user,
        substitute=substitute,
        first=MONDAY + dt.timedelta(first),
        last=MONDAY + dt.timedelta(last),
    )


def test_one_registers_for_the_organisation_one_came_to_first_and_not_for_a_closed_one(
    hub: Organisation, lemvig: Organisation, make_user: MakeUser
) -> None:
    anna = make_user("anna@example.dk", lemvig)
    actions.grant(by=None, user=anna, organisation=hub, role=Role.STUDENT_HELPER)
    assert list(queries.workplaces_of(anna)) == [lemvig, hub]
    lemvig.closed_on = MONDAY
    lemvig.save()
    assert queries.working_for(anna) == hub


@pytest.mark.parametrize(
    ("role", "works"),
    [(role, role in {"adviser", "student_helper", "unit_leader", "director"}) for role in Role],
)
def test_who_works_with_companies_follows_from_the_role(
    hub: Organisation, make_user: MakeUser, role: Role, works: bool
) -> None:
    user = make_user("anna@example.dk", hub, role)
    assert queries.works_with_companies(user) is works
    assert (queries.working_for(user) == hub) is works
    assert (user in queries.people_of(hub)) is works


@pytest.mark.requirement("A30")
def test_a_seconded_colleague_works_in_the_hub_and_is_employed_elsewhere(
    hub: Organisation, make_user: MakeUser
) -> None:
    council = actions.create_organisation(
        by=None, code="eksportraadet", name="Eksportrådet", kind=OrganisationKind.STATE_SCHEME
    )
    anna = make_user("anna@example.dk")
    seat = actions.grant(by=None, user=anna, organisation=hub, role=Role.ADVISER, employer=council)
    assert queries.working_for(anna) == hub
    assert list(council.seconded.all()) == [seat]
    # Sitting with the hub gives no right over the employer's own people.
    assert not queries.has_role(anna, council, list(Role))


@pytest.mark.parametrize(
    ("role", "gives"),
    [
        (Role.UNIT_LEADER, {"adviser", "student_helper"}),
        (Role.DIRECTOR, {"adviser", "student_helper", "unit_leader", "evaluator"}),
        (Role.ADMINISTRATOR, set(Role.values)),
        (Role.ADVISER, set()),
        (Role.SECRETARIAT, set()),
    ],
)
def test_each_gives_the_roles_below_the_own_and_nobody_more(
    hub: Organisation, make_user: MakeUser, role: Role, gives: set[str]
) -> None:
    assert roles_to_give(make_user("anna@example.dk", hub, role), hub) == gives
    assert grantable([role]) == gives


def test_nobody_gives_oneself_a_role_or_closes_the_own_log_in(hub: Organisation, make_user: MakeUser) -> None:
    boss = make_user("boss@example.dk", hub, Role.ADMINISTRATOR)
    with pytest.raises(ValidationError, match="dig selv"):
        actions.grant(by=boss, user=boss, organisation=hub, role=Role.ADVISER)
    with pytest.raises(ValidationError, match="dit eget"):
        actions.deactivate(by=boss, user=boss)
    assert not may_let_go(boss, boss)


def test_a_hub_s_administrator_keeps_a_local_service_until_it_has_a_leader_who_has_logged_in(
    hub: Organisation, lemvig: Organisation, make_user: MakeUser
) -> None:
    boss = make_user("boss@example.dk", hub, Role.ADMINISTRATOR)
    assert may_manage(boss, lemvig)
    leader = make_user("lene@example.dk", lemvig, Role.UNIT_LEADER)
    assert may_manage(boss, lemvig), "the letter may have been lost"
    leader.last_login = timezone.now()
    leader.save()
    assert not may_manage(boss, lemvig)
    # Agreements between organisations are still the administrator's to keep.
    assert lemvig in queries.arranged_by(boss)
    assert may_manage(leader, lemvig)
    assert not may_manage(leader, hub)


def test_everybody_who_works_with_companies_keeps_the_directory_and_nobody_else_does(
    hub: Organisation, make_user: MakeUser
) -> None:
    fund = actions.create_organisation(by=None, code="fond", name="Fond", kind=OrganisationKind.FUND)
    assert may_edit(make_user("anna@example.dk", hub, Role.ADVISER), fund)
    assert not may_edit(make_user("kkr@example.dk", hub, Role.SECRETARIAT), fund)
    assert not may_edit(make_user("bo@example.dk", hub, Role.ADVISER), hub)


def invited(hub: Organisation, make_user: MakeUser) -> tuple[User, str]:
    boss = make_user("boss@example.dk", hub, Role.ADMINISTRATOR)
    return invitations.invite(
        by=boss, email="Ny@example.dk", name="Ny", organisation=hub, role=Role.ADVISER, now=NOW
    )


def test_an_invitation_lets_one_choose_a_password_once(hub: Organisation, make_user: MakeUser) -> None:
    user, token = invited(hub, make_user)
    assert invitations.open_invitation(token, now=NOW) is not None, "looking does not use it up"
    invitations.accept(token=token, name="Nynne", password=PASSWORD, now=NOW)
    user.refresh_from_db()
    assert (user.name, user.check_password(PASSWORD)) == ("Nynne", True)
    assert queries.has_role(user, hub, [Role.ADVISER])
    with pytest.raises(ValidationError, match="virker ikke længere"):
        invitations.accept(token=token, name="Tyv", password="noget-helt-andet-99", now=NOW)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("how", ["too old", "forged", "renewed", "closed"])
def test_a_link_that_is_old_forged_replaced_or_of_a_closed_log_in_opens_nothing(
    hub: Organisation, make_user: MakeUser, how: str
) -> None:
    user, token = invited(hub, make_user)
    now = NOW
    if how == "too old":
        now += dt.timedelta(days=INVITATION_DAYS, seconds=1)
    elif how == "forged":
        token = token[:-1] + ("a" if token[-1] != "a" else "b")
    elif how == "renewed":
        invitations.renew(by=User.objects.get(email="boss@example.dk"), user=user, now=NOW)
    else:
        actions.deactivate(by=None, user=user)
    assert invitations.open_invitation(token, now=now) is None


def test_the_database_does_not_hold_what_would_open_the_link(hub: Organisation, make_user: MakeUser) -> None:
    _user, token = invited(hub, make_user)
    invitation = Invitation.objects.get()
    assert invitation.digest not in token
    assert token.partition(":")[0] not in invitation.digest


def test_an_easy_password_is_refused_and_the_link_still_works(hub: Organisation, make_user: MakeUser) -> None:
    _user, token = invited(hub, make_user)
    with pytest.raises(ValidationError):
        invitations.accept(token=token, name="Ny", password="1234", now=NOW)
    assert invitations.open_invitation(token, now=NOW) is not None


@pytest.mark.parametrize(
    ("setting", "role", "demanded"),
    [
        (SecondFactor.ADVISED, Role.ADMINISTRATOR, False),
        (SecondFactor.LEADERS, Role.ADMINISTRATOR, True),
        (SecondFactor.LEADERS, Role.DIRECTOR, True),
        (SecondFactor.LEADERS, Role.ADVISER, False),
        (SecondFactor.EVERYONE, Role.STUDENT_HELPER, True),
    ],
)
def test_a_second_factor_is_demanded_as_the_organisation_says(
    hub: Organisation, make_user: MakeUser, setting: SecondFactor, role: Role, demanded: bool
) -> None:
    assert demands_second_factor(setting, [role]) is demanded
    hub.second_factor = setting
    hub.save()
    assert queries.second_factor_is_demanded(make_user("anna@example.dk", hub, role)) is demanded


def test_a_substitute_stands_in_on_the_first_and_last_day_and_not_before_or_after(
    hub: Organisation, make_user: MakeUser
) -> None:
    anna, bo = make_user("anna@example.dk", hub), make_user("bo@example.dk", hub)
    away(anna, bo)
    for day, stands_in in [(-1, None), (0, bo), (4, bo), (5, None)]:
        on = MONDAY + dt.timedelta(day)
        assert queries.substitute_for(anna, on=on) == stands_in
        assert list(queries.stood_in_for_by(bo, on=on)) == ([anna] if stands_in else [])


def test_a_substitute_who_is_away_is_stood_in_for_by_the_next_and_a_ring_by_nobody(
    hub: Organisation, make_user: MakeUser
) -> None:
    anna, bo, carl = (make_user(f"{name}@example.dk", hub) for name in ("anna", "bo", "carl"))
    away(anna, bo)
    away(bo, carl)
    assert queries.substitute_for(anna, on=MONDAY) == carl
    assert set(queries.stood_in_for_by(carl, on=MONDAY)) == {anna, bo}
    assert not queries.stood_in_for_by(bo, on=MONDAY).exists()
    away(carl, anna)
    assert queries.substitute_for(anna, on=MONDAY) is None


def test_a_substitute_reads_mail_of_the_organisations_that_both_work_in_and_never_what_is_shielded(
    hub: Organisation, lemvig: Organisation, make_user: MakeUser
) -> None:
    anna, bo = make_user("anna@example.dk", hub), make_user("bo@example.dk", hub)
    actions.grant(by=None, user=anna, organisation=lemvig, role=Role.ADVISER)
    reads = queries.reader_of_mail
    assert reads(anna, at=[hub.pk], on=MONDAY) == anna, "who is at work reads it"
    away(anna, bo)
    assert reads(anna, at=[hub.pk], on=MONDAY) == bo
    assert reads(anna, at=[lemvig.pk], on=MONDAY) == anna
    assert reads(anna, at=[hub.pk], on=MONDAY, shielded=True) == anna
    bo.memberships.update(role=Role.SECRETARIAT)
    assert reads(anna, at=[hub.pk], on=MONDAY) == anna, "a secretariat reads no company content"


def test_what_cannot_be_right_about_an_absence_is_said(
    hub: Organisation, lemvig: Organisation, make_user: MakeUser
) -> None:
    anna, bo = make_user("anna@example.dk", hub), make_user("bo@example.dk", hub)
    stranger = make_user("carl@example.dk", lemvig)
    for substitute, first, last, said in [
        (bo, 4, 0, "slutter, før"),
        (anna, 0, 4, "sin egen"),
        (stranger, 0, 4, "kollega"),
    ]:
        with pytest.raises(ValidationError, match=said):
            away(anna, substitute, first, last)
    away(anna, bo)
    with pytest.raises(ValidationError, match="allerede fravær"):
        away(anna, bo, 4, 9)


def test_who_comes_back_early_is_at_work_from_that_day(hub: Organisation, make_user: MakeUser) -> None:
    anna, bo = make_user("anna@example.dk", hub), make_user("bo@example.dk", hub)
    absence = away(anna, bo)
    absences.cancel_absence(by=anna, absence=absence, on=MONDAY + dt.timedelta(2))
    assert queries.substitute_for(anna, on=MONDAY + dt.timedelta(1)) == bo
    assert queries.substitute_for(anna, on=MONDAY + dt.timedelta(2)) is None


def test_a_closed_log_in_works_nowhere(hub: Organisation, make_user: MakeUser) -> None:
    anna = make_user("anna@example.dk", hub)
    actions.deactivate(by=None, user=anna)
    assert not queries.workplaces_of(anna).exists()
    assert not queries.works_with_companies(anna)
    assert anna not in queries.people_of(hub)
    actions.reactivate(by=None, user=anna)
    assert queries.working_for(anna) == hub
