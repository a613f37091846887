"""What somebody has written in the form for referring, kept as typed until it is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from samspil.organisations.queries import actors
from samspil.referrals.actions import Receiver
from samspil.referrals.kinds import Basis, ReceiverKind
from samspil.web.components.typed import day_from
from samspil.web.staff.contacts import topics
from samspil.web.staff.cooperation.frame import whole_number

if TYPE_CHECKING:
    from samspil.companies.models import ContactPerson
    from samspil.referrals.models import Referral

TICK, FOLLOWED = "nej", "ja"
TEXTS = (
    "need", "tried", "contact_name", "contact_phone", "contact_email", "choice_reason", "basis",
    "consent_by", "consent_on", "consent_how",
)  # fmt: skip
MOST_RECEIVERS = 12


@dataclass
class Given:
    """The fields of the form; days and numbers are still as typed."""

    follow: str = TICK
    on: str = ""
    organisation: int | None = None
    case: int | None = None
    draft: int | None = None
    chosen: list[int] = field(default_factory=list)
    other_name: str = ""
    other_email: str = ""
    other_kind: str = ""
    kind: str = ""
    municipality: str = ""
    search: str = ""
    topics: list[str] = field(default_factory=list)
    share_case: bool = True
    text: dict[str, str] = field(default_factory=lambda: {**dict.fromkeys(TEXTS, ""), "basis": "consent"})

    def receivers(self) -> list[Receiver]:
        """Those chosen in the directory, in its order, then the one that was written."""
        if len(self.chosen) > MOST_RECEIVERS:
            raise ValidationError(
                {"receivers": _("Vælg højst %(most)s modtagere.") % {"most": MOST_RECEIVERS}}
            )
        found = [Receiver(each) for each in actors().filter(pk__in=self.chosen)]
        kind = ReceiverKind(self.other_kind) if self.other_kind in ReceiverKind.values else None
        if self.other_name or self.other_email or (self.follow == TICK and kind):
            found.append(Receiver(name=self.other_name, email=self.other_email, kind=kind))
        return found

    def day(self) -> dt.date:
        """The day of a tick."""
        return _day(self.on, "on")

    def texts(self, *, shielded: bool, has_case: bool) -> dict[str, Any]:
        """The fields of the handover."""
        said: dict[str, Any] = dict(self.text)
        consent = said["basis"] == Basis.CONSENT
        typed = said["consent_on"] if consent else ""
        said["consent_on"] = _day(typed, "consent_on") if typed else None
        if not consent:
            said |= {"consent_by": "", "consent_how": ""}
        return {**said, "share_case": self.share_case and has_case and not shielded}

    def fill(self, referral: Referral, receivers: Iterable[Referral]) -> None:
        """Take over what an earlier referral said: a draft with its receivers, or one to ask anew with."""
        handover = referral.handover
        assert handover is not None
        self.follow, self.case, self.organisation = FOLLOWED, referral.case_id, referral.organisation_id
        self.topics = topics.chosen(referral.topics)
        self.text = {name: _written(getattr(handover, name)) for name in TEXTS}
        self.share_case = handover.share_case
        for row in receivers:
            self.draft = referral.pk
            if row.receiver_id is not None:
                self.chosen.append(row.receiver_id)
            else:
                self.other_name, self.other_email = row.receiver_name, row.receiver_email
                self.other_kind = row.receiver_kind
        if not receivers:
            # Other receivers are chosen for reasons of their own.
            self.text["choice_reason"] = ""

    def person(self, person: ContactPerson) -> None:
        """Name whom to talk to, as far as we know."""
        self.text |= {
            "contact_name": person.name, "contact_phone": person.phone, "contact_email": person.email,
        }  # fmt: skip


def _written(value: Any) -> str:
    return f"{value:%d-%m-%Y}" if isinstance(value, dt.date) else str(value or "")


def _day(text: str, name: str) -> dt.date:
    try:
        return day_from(text)
    except ValueError as error:
        raise ValidationError({name: str(error)}) from None


def read(data: QueryDict) -> Given:
    """Read the form as it was sent."""
    numbers = [whole_number(each) for each in data.getlist("modtager")]
    return Given(
        follow=FOLLOWED if data.get("opfoelgning") == FOLLOWED else TICK,
        on=data.get("dag", "").strip(),
        organisation=whole_number(data.get("organisation")),
        case=whole_number(data.get("forloeb")),
        draft=whole_number(data.get("kladde")),
        chosen=[number for number in dict.fromkeys(numbers) if number is not None],
        other_name=data.get("andet_navn", "").strip()[:200],
        other_email=data.get("andet_email", "").strip()[:200],
        other_kind=data.get("andet_slags", ""),
        kind=data.get("slags", ""),
        municipality=data.get("kommune", ""),
        search=data.get("q", "").strip()[:100],
        topics=data.getlist("topics"),
        share_case="share_case" in data,
        text={name: data.get(name, "").strip() for name in TEXTS},
    )
