"""What follows when nobody has been in contact: a reminder, and later the end of the case (B71).

Both may run any number of times a day. A case counts as looked after on the last day of contact, when
it was opened, and when it was opened again; also while a task of it is still to come.
"""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import override

from samspil.guidance.caselists import with_last_contact
from samspil.guidance.casework import close_case
from samspil.guidance.kinds import TaskKind
from samspil.guidance.models import GuidanceCase, IdleRule, Task
from samspil.guidance.tasks import create_task
from samspil.platform.versioning import StaleRowError


def remind_idle(*, on: dt.date) -> int:
    """Remind the advisers of idle cases, once for each stretch without contact; return how many."""
    made = 0
    for rule in IdleRule.objects.filter(remind_after__isnull=False).select_related("organisation"):
        assert rule.remind_after is not None
        for case in _idle(rule, on - dt.timedelta(rule.remind_after)):
            made += _remind(case, on)
    return made


def _idle(rule: IdleRule, since: dt.date) -> list[GuidanceCase]:
    """Open cases with nothing since the day, neither held nor to come, that have no reminder of it yet."""
    to_come = Task.objects.filter(case=OuterRef("pk"), done_on=None).exclude(kind=TaskKind.REMINDER)
    # A task that was due long ago and never done keeps nothing alive.
    cases = with_last_contact(GuidanceCase.objects.filter(organisation=rule.organisation, ended=None))
    idle = cases.filter(~Exists(to_come.filter(due__gt=since))).filter(
        alive_on__lte=since  # type: ignore[misc]  # the query adds it
    )
    return list(idle.select_related("organisation", "subject", "adviser").order_by("pk"))


def _key(case: GuidanceCase) -> str:
    return f"idle:{case.pk}:{case.alive_on.isoformat()}"  # type: ignore[attr-defined]  # the query adds it


def _remind(case: GuidanceCase, on: dt.date) -> int:
    key = _key(case)
    if Task.objects.filter(key=key).exists():
        return 0
    with override("da"):
        text = _("Ingen kontakt på forløbet siden %(day)s: aftal næste skridt, eller afslut det.") % {
            "day": case.alive_on.strftime("%d-%m-%Y")  # type: ignore[attr-defined]  # the query adds it
        }
    adviser = case.adviser if case.adviser is not None and case.adviser.is_active else None
    try:
        with transaction.atomic():
            task = create_task(
                by=None, organisation=case.organisation, kind=TaskKind.REMINDER, due=on,
                assignee=adviser, case=case, text=text,
            )  # fmt: skip
            Task.objects.filter(pk=task.pk).update(key=key)
    except IntegrityError:
        # Another tick was quicker by a moment.
        return 0
    return 1


def close_idle(*, on: dt.date) -> int:
    """Close cases whose reminder is old enough, on the day of the last contact; return how many."""
    closed = 0
    for rule in IdleRule.objects.filter(close_after__isnull=False).select_related("organisation"):
        assert rule.close_after is not None
        assert rule.remind_after is not None
        warned = on - dt.timedelta(rule.close_after)
        for case in _idle(rule, on - dt.timedelta(rule.remind_after)):
            if Task.objects.filter(key=_key(case), due__lte=warned).exists():
                closed += _close(case, on)
    return closed


def _close(case: GuidanceCase, on: dt.date) -> int:
    # Not the day of reopening: nobody gave guidance then, and effects are counted from the end (B71).
    last = max(case.started, case.last_contact or case.started)  # type: ignore[attr-defined]  # the query adds it
    with override("da"):
        why = _("Afsluttet automatisk: ingen kontakt siden %(day)s. Slutdatoen er dagen for sidste kontakt.")
    try:
        close_case(by=None, case=case, on=last, why=why % {"day": last.strftime("%d-%m-%Y")}, today=on)
    except StaleRowError:
        # Somebody is working with it this very moment, so it is not idle.
        return 0
    return 1
