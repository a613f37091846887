"""The tick "Henvist (uden opfølgning)" in other rooms' forms: what is offered, read and stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samspil.referrals.actions import refer
from samspil.referrals.kinds import ReceiverKind

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.guidance.models import GuidanceCase
    from samspil.organisations.models import Organisation, User
    from samspil.referrals.models import Referral


@dataclass(frozen=True)
class Ticked:
    """Whom one has referred to: a kind of receiver, and perhaps a name."""

    to: str
    name: str = ""


def options() -> list[tuple[str, str]]:
    """Return the kinds of receivers, code and name (A10)."""
    return [(kind.value, str(kind.label)) for kind in ReceiverKind]


def read(data: Mapping[str, str]) -> Ticked | None:
    """Return what was ticked; None when nobody was referred."""
    to = data.get("henvist_til", "")
    return Ticked(to, data.get("henvist_navn", "").strip()[:200]) if to in ReceiverKind.values else None


def save(
    *,
    by: User,
    ticked: Ticked | None,
    subject: Subject,
    organisation: Organisation,
    on: dt.date,
    case: GuidanceCase | None = None,
    topics: Iterable[str] = (),
) -> Referral | None:
    """Store the tick, when there is one; raises ValidationError as `refer` does."""
    if ticked is None:
        return None
    return refer(
        by=by,
        subject=subject,
        organisation=organisation,
        on=on,
        case=case,
        receiver_kind=ReceiverKind(ticked.to),
        receiver_name=ticked.name,
        topics=topics,
    )
