"""Who is written to about a referral when somebody is away or has left."""

from __future__ import annotations

from collections.abc import Callable

from samspil.guidance.casework import shield_case
from samspil.organisations import actions as organisations
from samspil.organisations.kinds import Role
from samspil.organisations.models import Absence, User
from samspil.platform.messages.models import Message
from samspil.referrals import letters
from tests.referrals.conftest import DAY, Field

Somebody = Callable[..., User]


def told(user: User) -> int:
    """How many messages wait for somebody."""
    return Message.objects.filter(user=user).count()


def test_a_substitute_from_another_organisation_hears_nothing_of_a_referral(
    field: Field, somebody: Somebody
) -> None:
    organisations.grant(by=None, user=field.sender, organisation=field.provider, role=Role.ADVISER)
    elsewhere = somebody("vikar", field.provider)
    Absence.objects.create(user=field.sender, substitute=elsewhere, first=DAY, last=DAY)
    field.step(field.sent(), "accept")
    assert (told(elsewhere), told(field.sender)) == (0, 1)


def test_a_substitute_hears_nothing_of_a_referral_from_a_shielded_case(
    field: Field, somebody: Somebody
) -> None:
    colleague = somebody("kollega", field.lemvig)
    Absence.objects.create(user=field.sender, substitute=colleague, first=DAY, last=DAY)
    referral = field.sent()
    shield_case(by=field.sender, case=field.case, on=DAY)
    referral.case = field.case
    letters.tell_sender(referral, "accept", on=DAY)
    assert (told(colleague), told(field.sender)) == (0, 1)


def test_when_the_adviser_has_left_only_leaders_hear_of_a_shielded_case(
    field: Field, somebody: Somebody
) -> None:
    leader = somebody("leder", field.lemvig, Role.UNIT_LEADER)
    field.lemvig.email = "post@lemvig.example"
    field.lemvig.save()
    referral = field.sent()
    shield_case(by=field.sender, case=field.case, on=DAY)
    organisations.deactivate(by=None, user=field.sender)
    referral.case, referral.adviser, referral.organisation = field.case, field.sender, field.lemvig
    letters.tell_sender(referral, "accept", on=DAY)
    assert told(leader) == 1
    assert not Message.objects.filter(address=field.lemvig.email).exists()
