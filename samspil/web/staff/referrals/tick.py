"""The tick "Henvist (uden opfølgning)" in other rooms' forms: what is offered, read and stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samspil.guidance.queries import interactions_for
from samspil.referrals.actions import refer
from samspil.referrals.kinds import ReceiverKind

if TYPE_CHECKING:
    from samspil.organisations.models import User
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


def beside(*, by: User, contact: int, ticked: Ticked | None) -> Referral | None:
    """Store the tick beside a contact, on its day and topics; raises ValidationError as `refer` does."""
    if ticked is None:
        return None
    held = interactions_for(by).select_related("subject", "organisation", "case").get(pk=contact)
    return refer(
        by=by,
        subject=held.subject,
        organisation=held.organisation,
        on=held.on,
        case=held.case,
        receiver_kind=ReceiverKind(ticked.to),
        receiver_name=ticked.name,
        topics=[code for code in held.topics.split(";") if code],
    )
