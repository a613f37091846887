"""Fills an empty installation with the region as it was written down, scored at each station."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

from samspil.companies.models import Approach, RegisterOutcome, Subject, Succession
from samspil.demo.database.companies import write_companies
from samspil.demo.database.daily import work
from samspil.demo.database.guidance import write_guidance
from samspil.demo.database.people import settle
from samspil.demo.database.programmes import write_programmes
from samspil.demo.database.reported import report_results
from samspil.demo.database.surveys import write_conduct, write_surveys
from samspil.demo.database.window import Window
from samspil.demo.truth.figures import CONTRACT, STATIONS
from samspil.demo.world.places import HUB
from samspil.demo.world.records import World
from samspil.governance.actions import import_contract
from samspil.governance.models import ContractVersion, MilestoneDecision, PresentationOffer
from samspil.guidance.models import GuidanceCase, Interaction
from samspil.organisations.models import Organisation
from samspil.platform.audit.actions import record
from samspil.platform.audit.models import Event
from samspil.platform.clock import COPENHAGEN
from samspil.platform.jobs.stock import take_stock
from samspil.programmes.models import GroupOffer, Participation, Session
from samspil.referrals.models import Referral
from samspil.scorecards.actions import run
from samspil.shipped import folder
from samspil.surveys.models import AwarenessRespondent, AwarenessWave, EvaluationAnswer

ROOMS: tuple[Callable[[Window], int], ...] = (
    write_companies, write_guidance, write_programmes, write_surveys, write_conduct,
)  # fmt: skip
MODELS: tuple[type[models.Model], ...] = (
    Subject, Succession, RegisterOutcome, Approach, GuidanceCase, Interaction, Referral, GroupOffer, Session,
    Participation, EvaluationAnswer, AwarenessWave, AwarenessRespondent, PresentationOffer, MilestoneDecision,
)  # fmt: skip
LOADED = "load_demo"
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """Which region, and the day it stands at."""

    seed: int
    size: int
    today: str

    @property
    def day(self) -> dt.date:
        """The day it stands at."""
        return dt.date.fromisoformat(self.today)


def loaded() -> Plan | None:
    """The region that the installation holds, if it holds one."""
    event = Event.objects.filter(action=LOADED).first()
    return Plan(**event.details) if event else None


def fill(world: World, plan: Plan, tell: Tell) -> None:
    """Load the region up to the plan's day and store a run at every station; all or nothing.

    The installation must be empty. At each station the database holds what was known on that day, so
    that a run shows what it would have shown then.
    """
    with transaction.atomic():
        people = settle(world)
        hub = people.organisations[HUB]
        tell(f"{len(people.organisations)} organisations, {len(people.advisers)} advisers")
        version = import_contract(by=None, folder=folder("contracts") / CONTRACT)
        after = dt.date.min
        for until in sorted({day for day in STATIONS if day <= plan.day} | {plan.day}):
            window = Window(world, people, after, until)
            tell(f"{sum(write(window) for write in ROOMS):,} rows known by {until}")
            if until in STATIONS:
                score(version, hub, until)
                tell(f"contract scored as of {until}")
            after = until
        report_results(version, plan.day)
        renumber()
        take_stock(on=plan.day)
        tell(f"{work(plan.day):,} pieces of daily work")
        record(by=None, action=LOADED, row=hub, **asdict(plan))


def score(version: ContractVersion, hub: Organisation, day: dt.date) -> Any:
    """Store the run of a station, taken in the evening of its day."""
    evening = dt.datetime.combine(day, dt.time(22), COPENHAGEN)
    return run(contract_version=version, hub=hub, as_of=day, taken_at=evening, by=None)


def renumber() -> None:
    """Let new rows be numbered after ours: PostgreSQL does not look at numbers that were given."""
    statements = connection.ops.sequence_reset_sql(no_style(), list(MODELS))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
