"""Every change that starts from the day's page: mends with one click, and the address of a calendar."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.companies.actions import edit_subject
from samspil.guidance.casework import close_case, judge_segment
from samspil.guidance.kinds import Segment
from samspil.guidance.models import GuidanceCase, Task
from samspil.organisations.models import Municipality
from samspil.platform.audit.actions import keep, note_access, record
from samspil.programmes.actions import name_participant
from samspil.referrals.models import Referral
from samspil.workday.kinds import Reason
from samspil.workday.models import CalendarFeed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samspil.companies.models import Subject
    from samspil.organisations.models import User
    from samspil.workday.models import Defect
    from samspil.workday.queries import Hands


def place_subject(*, by: User, defect: Defect, municipality: str) -> None:
    """Write the municipality of a company or founder, by its code."""
    _must_be(defect, Reason.NO_MUNICIPALITY)
    found = Municipality.objects.filter(pk=municipality).first()
    if found is None:
        raise ValidationError(_("Vælg en kommune."))
    assert defect.subject is not None
    edit_subject(by=by, subject=defect.subject, municipality=found)


def judge(*, by: User, defect: Defect, segment: str, on: dt.date) -> None:
    """Judge the segment of a case now, as the user (B80)."""
    _must_be(defect, Reason.NO_SEGMENT, Reason.NO_SEGMENT_JUDGEMENT)
    if segment not in Segment.values:
        raise ValidationError(_("Vælg et segment."))
    assert defect.case is not None
    judge_segment(by=by, case=defect.case, segment=Segment(segment), on=on)


def end_case(*, by: User, defect: Defect, on: dt.date, today: dt.date) -> None:
    """Write the day on which a case ended."""
    _must_be(defect, Reason.OPEN_CASE)
    assert defect.case is not None
    close_case(by=by, case=defect.case, on=on, today=today)


def link_participant(*, by: User, defect: Defect, subject: Subject) -> None:
    """Say who it was that came."""
    _must_be(defect, Reason.NO_SUBJECT)
    assert defect.participation is not None
    name_participant(by=by, participation=defect.participation, subject=subject)


def _must_be(defect: Defect, *reasons: Reason) -> None:
    if defect.reason not in reasons:
        raise ValidationError(_("Det er noget andet, der mangler her."))


def note_standing_in(
    *,
    hands: Hands,
    tasks: Iterable[Task],
    cases: Iterable[GuidanceCase],
    referrals: Iterable[Referral],
    defects: Iterable[Defect],
) -> None:
    """Log what a substitute's day showed of absent colleagues; one's own work is not looked up."""
    absent = {each.pk for each in hands.absent}
    if not absent:
        return
    opened: dict[type[Task | GuidanceCase | Referral], list[int]] = {
        Task: [each.pk for each in tasks if each.assignee_id in absent],
        GuidanceCase: [each.pk for each in cases if each.adviser_id in absent]
        + [each.case_id for each in defects if each.case_id and each.adviser_id in absent],
        Referral: [each.pk for each in referrals if each.receiver_adviser_id in absent],
    }
    for kind, keys in opened.items():
        if keys:
            note_access(by=hands.user, place="workday.day", kind=kind, keys=dict.fromkeys(keys))


@transaction.atomic
def make_feed(*, by: User, on: dt.date, names: bool = True) -> tuple[CalendarFeed, str]:
    """Give the user's calendar a new secret address; the one before leads nowhere from now on.

    Returns the row and the secret, which is told this once: only its hash is kept.
    """
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.filter(user=by).first() or CalendarFeed(user=by)
    feed.name, feed.secret_sha256 = secrets.token_hex(8), _hash(secret)
    feed.names, feed.made_on, feed.read_on = names, on, None
    # The trail says that it was made, not what it is.
    feed.save()
    record(by=by, action="make_feed", row=feed)
    return feed, secret


@transaction.atomic
def choose_names(*, by: User, names: bool) -> CalendarFeed | None:
    """Let the calendar say with whom an appointment is, or not."""
    feed = CalendarFeed.objects.filter(user=by).first()
    if feed is not None:
        feed.names = names
        keep(feed, by=by, action="choose_feed_names")
    return feed


@transaction.atomic
def close_feed(*, by: User) -> None:
    """Take the address away."""
    for feed in CalendarFeed.objects.filter(user=by):
        record(by=by, action="close_feed", row=feed)
        feed.delete()


def open_feed(*, name: str, secret: str, on: dt.date) -> CalendarFeed | None:
    """Return the feed of an address; None when name or secret is wrong, or its user has left.

    A wrong name takes as long as a wrong secret, and the comparison as long for any of them.
    """
    feed = CalendarFeed.objects.filter(name=name, user__is_active=True).select_related("user").first()
    kept = feed.secret_sha256 if feed is not None else _hash("")
    if not hmac.compare_digest(kept, _hash(secret)) or feed is None:
        return None
    if feed.read_on != on:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_on=on)
    return feed


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
