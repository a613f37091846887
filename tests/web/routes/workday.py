"""The pages of workday, each with an address to open it by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from samspil.guidance.kinds import TaskKind
from samspil.guidance.models import GuidanceCase
from samspil.guidance.tasks import create_task
from samspil.organisations.models import User
from samspil.workday.sweeps import find_defects
from tests.web.routes.route import Route

if TYPE_CHECKING:
    from tests.web.scored import Scored

# Routes that answer with something else than a page: a redirect, a file, a part of a page.
NO_PAGE: set[str] = {"task", "appointment", "calendar-feed", "mend", "operation", "send-again"}


def pages(scored: Scored) -> Iterator[Route]:
    """Every page of the area; make here what a page needs to be opened."""
    find_defects(on=dt.date(2022, 9, 30))
    adviser = User.objects.get(email="signe@example.dk")
    case = GuidanceCase.objects.filter(adviser=adviser, ended=None).first()
    for kind in (TaskKind.NEXT_STEP, TaskKind.CALL_BACK):
        create_task(
            by=None, organisation=scored.hub, kind=kind, due=dt.date(2022, 9, 1), assignee=adviser, case=case,
            at=dt.time(10), text="Send regneark", phone="12 34 56 78",
        )  # fmt: skip
    yield Route("my-day", reverse("my-day"))
    yield Route("mending", reverse("mending"))
    yield Route("mending", f"{reverse('mending')}?konsulent=alle")
    yield Route("leader", reverse("leader"))
    yield Route("leader-adviser", reverse("leader-adviser", args=[adviser.pk]))
    yield Route("calendar", reverse("calendar"))
    yield Route("notices", reverse("notices"))
