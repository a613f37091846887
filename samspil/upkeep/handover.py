"""When a colleague leaves: every open case, task and referral gets a new name, and the log-in is closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samspil.companies.models import ContactPerson, Subject
from samspil.companies.queries import met_in_secret
from samspil.guidance.actions import assign_task, hand_over
from samspil.guidance.models import GuidanceCase, Task
from samspil.guidance.rules import LEADERS
from samspil.organisations.actions import deactivate
from samspil.organisations.kinds import Role
from samspil.organisations.models import Absence, Membership
from samspil.organisations.permissions import may_let_go
from samspil.organisations.queries import managed_by
from samspil.platform.audit.actions import keep, note_access
from samspil.platform.messages.actions import post
from samspil.referrals import rules as referral_rules
from samspil.referrals.models import Referral

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samspil.organisations.models import User

# Who can be responsible for a case.
TAKERS = (Role.ADVISER, Role.UNIT_LEADER, Role.DIRECTOR)


@dataclass(frozen=True)
class Estate:
    """What somebody has open: cases, tasks that lie on none of these, and referrals sent and received."""

    cases: list[GuidanceCase]
    tasks: list[Task]
    sent: list[Referral]
    received: list[Referral]

    @property
    def organisations(self) -> set[int]:
        """Where it all lies; who takes it over must work there."""
        return {
            *(case.organisation_id for case in self.cases),
            *(task.organisation_id for task in self.tasks),
            *(referral.organisation_id for referral in self.sent),
            *(referral.receiver_id for referral in self.received if referral.receiver_id is not None),
        }


@dataclass(frozen=True)
class Outcome:
    """How much was handed over, and how many companies a letter was written to."""

    cases: int
    tasks: int
    referrals: int
    letters: int


def estate_of(leaver: User) -> Estate:
    """Return everything that would be nobody's if this person left; for who may let the person go."""
    cases = list(
        GuidanceCase.objects.filter(adviser=leaver, ended=None)
        .select_related("subject", "organisation")
        .order_by("subject__sort_key", "pk")
    )
    tasks = Task.objects.filter(assignee=leaver, done_on=None, dropped=False)
    referrals = list(
        Referral.objects.filter(
            Q(adviser=leaver) | Q(receiver_adviser=leaver), state__in=sorted(referral_rules.OPEN)
        )
        .select_related("subject", "receiver")
        .order_by("pk")
    )
    return Estate(
        cases,
        list(
            tasks.exclude(case__in=[case.pk for case in cases])
            .select_related("subject", "organisation")
            .order_by("due", "pk")
        ),
        [each for each in referrals if each.adviser_id == leaver.pk],
        [each for each in referrals if each.receiver_adviser_id == leaver.pk],
    )


def opened_estate(by: User, estate: Estate) -> Estate:
    """Return what of the estate `by` may read, and log that `by` did: what lies where `by` is a leader.

    Who only manages people, as an administrator does, gives it all away by its number.
    """
    leads = set(by.memberships.filter(role__in=LEADERS).values_list("organisation_id", flat=True))
    seen = Estate(
        [case for case in estate.cases if case.organisation_id in leads],
        [task for task in estate.tasks if task.organisation_id in leads],
        [each for each in estate.sent if each.organisation_id in leads],
        [each for each in estate.received if each.receiver_id in leads],
    )
    rows: dict[str, list[Any]] = {
        "cases": seen.cases,
        "tasks": seen.tasks,
        "referrals": [*seen.sent, *seen.received],
    }
    subjects = {row.subject_id for each in rows.values() for row in each if row.subject_id is not None}
    note_access(
        by=by, place="upkeep.leaving", kind=Subject, keys=sorted(subjects),
        rows={name: [row.pk for row in each] for name, each in rows.items()},
        owners=sorted(seen.organisations),
    )  # fmt: skip
    return seen


def takers(leaver: User, estate: Estate) -> dict[int, list[User]]:
    """Return who can take over in each organisation: its active advisers and leaders, by name."""
    wanted = {*estate.organisations, *(seat.organisation_id for seat in leaver.memberships.all())}
    found: dict[int, list[User]] = {key: [] for key in sorted(wanted)}
    seats = Membership.objects.filter(
        organisation_id__in=wanted, role__in=TAKERS, user__is_active=True
    ).exclude(user=leaver)
    for seat in seats.select_related("user").order_by("user__name", "user_id"):
        if seat.user not in found[seat.organisation_id]:
            found[seat.organisation_id].append(seat.user)
    return found


@transaction.atomic
def hand_everything_over(
    *,
    by: User,
    leaver: User,
    to: User | None,
    on: dt.date,
    chosen: Mapping[int, User] | None = None,
    why: str = "",
    close: bool = True,
    tell: bool = False,
) -> Outcome:
    """Give all that somebody has open to others and close the log-in, all or nothing.

    `to` takes what `chosen` (case's key -> adviser) does not name. With `tell`, the companies' first
    contact persons get a letter with the new name.
    """
    if not may_let_go(by, leaver):
        raise PermissionDenied
    estate = estate_of(leaver)
    _must_reach(by, estate)
    able = {key: {user.pk for user in users} for key, users in takers(leaver, estate).items()}
    given = {case.pk: (chosen or {}).get(case.pk, to) for case in estate.cases}
    for case in estate.cases:
        taker = _fit(given[case.pk], case.organisation_id, able)
        hand_over(by=by, case=case, to=taker, on=on, why=why)
    for task in estate.tasks:
        assign_task(by=by, task=task, assignee=_fit(to, task.organisation_id, able))
    referrals = _hand_referrals_over(by, estate, given, to, able, why)
    _let_others_stand_in(by, leaver, to, on)
    letters = _tell_companies(estate.cases, on) if tell else 0
    if close:
        deactivate(by=by, user=leaver, why=why)
    # A task on a case went with it.
    return Outcome(len(estate.cases), len(estate.tasks), referrals, letters)


def _must_reach(by: User, estate: Estate) -> None:
    """What lies in an organisation that is not the leader's is that organisation's to give away."""
    mine = set(managed_by(by).filter(pk__in=estate.organisations).values_list("pk", flat=True))
    if estate.organisations - mine:
        raise ValidationError(
            _("Kollegaen har også noget åbent i en anden organisation, og dens leder skal fordele det først.")
        )


def _fit(taker: User | None, organisation: int | None, able: Mapping[int, set[int]]) -> User:
    if taker is None:
        raise ValidationError(_("Vælg, hvem der overtager det, du ikke har fordelt."))
    if organisation is None or taker.pk not in able.get(organisation, set()):
        raise ValidationError(
            _("%(name)s kan ikke overtage: vælg en konsulent eller leder i den organisation, det hører til.")
            % {"name": taker.name}
        )
    return taker


def _hand_referrals_over(
    by: User,
    estate: Estate,
    given: Mapping[int, User | None],
    to: User | None,
    able: Mapping[int, set[int]],
    why: str,
) -> int:
    """A referral on a case follows the case; the others go to whom the rest goes to."""
    for referral in estate.sent:
        referral.adviser = _fit(given.get(referral.case_id or 0, to), referral.organisation_id, able)
        keep(referral, by=by, action="hand_over_referral", why=why)
    for referral in estate.received:
        referral.receiver_adviser = _fit(to, referral.receiver_id, able)
        keep(referral, by=by, action="hand_over_referral", why=why)
    return len({row.pk for row in [*estate.sent, *estate.received]})


def _let_others_stand_in(by: User, leaver: User, to: User | None, on: dt.date) -> None:
    """Whoever counted on the leaver as a substitute gets the one who takes over."""
    for absence in Absence.objects.filter(substitute=leaver, last__gte=on):
        if to is not None and absence.user_id != to.pk:
            absence.substitute = to
            keep(absence, by=by, action="hand_over_absence")


def _tell_companies(cases: Iterable[GuidanceCase], on: dt.date) -> int:
    """Write to the first contact person of each case's company; one letter each, none of a shielded case."""
    told = 0
    for case in cases:
        if case.shielded or case.adviser is None:
            continue
        person = (
            ContactPerson.objects.filter(
                Q(left_on=None) | Q(left_on__gt=on), subject=case.subject, organisation=case.organisation
            )
            .exclude(met_in_secret() | Q(email=""))
            .order_by("-primary", "pk")
            .first()
        )
        if person is None:
            continue
        post(
            to=person.email,
            subject=_("Din nye kontakt hos %(organisation)s") % {"organisation": case.organisation.name},
            body=_(
                "Kære %(person)s\n\n%(adviser)s er fra nu af jeres kontakt hos %(organisation)s "
                "og kender jeres forløb, så I ikke skal begynde forfra.\n\n"
                "Skriv til %(email)s, hvis I har brug for noget.\n\nVenlig hilsen\n%(organisation)s"
            )
            % {
                "person": person.name,
                "adviser": case.adviser.name,
                "organisation": case.organisation.name,
                "email": case.adviser.email,
            },
            kind="handover",
            on=on,
            about=case,
            key=f"handover:{case.pk}:{case.adviser.pk}:{on.isoformat()}",
        )
        told += 1
    return told
