"""What the world is made of: subjects, cases, contacts, sessions, answers, each with its two days.

Everything has the day it happened and the day somebody wrote it down (`registered`): what is known
at a day is what was registered by then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

FIRST = date(2020, 1, 1)
LAST = date(2023, 11, 30)


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality, whose hub's area it is in, and its inhabitants by year."""

    code: str
    name: str
    hub: str
    group: str
    inhabitants: dict[int, int]


@dataclass(frozen=True, slots=True)
class Office:
    """A place where an organisation's people sit."""

    name: str
    municipality: str


Footing = Literal["own_department", "shared", "grant", "contract", "bought"]


@dataclass(frozen=True, slots=True)
class Served:
    """A municipality an organisation works for, and on which footing."""

    municipality: str
    footing: Footing


@dataclass(frozen=True, slots=True)
class Organisation:
    """A hub, a local service, a secretariat or an authority."""

    code: str
    name: str
    kind: Literal["hub", "local_service", "secretariat", "authority"]
    legal_form: str = ""
    offices: tuple[Office, ...] = ()
    serves: tuple[Served, ...] = ()


@dataclass(frozen=True, slots=True)
class Adviser:
    """Somebody who works in an organisation; obviously nobody real."""

    key: str
    name: str
    email: str
    organisation: str
    office: str
    role: str


@dataclass(slots=True, eq=False)
class Subject:
    """A company, or a founder without a CVR number; `became` is the company that went on instead."""

    key: str
    kind: Literal["company", "founder"]
    name: str
    cvr: str
    municipality: str | None
    industry: str | None
    employees: int | None
    founded: date | None
    ceased: date | None
    legal_form: str
    protected: bool
    registered: date
    became: Succession | None = None


@dataclass(slots=True, eq=False)
class Succession:
    """A company went on under a new CVR number, merged into another, or a founder became a company."""

    predecessor: Subject
    successor: Subject
    on: date
    registered: date
    kind: Literal["renumbered", "incorporated", "merged"]


@dataclass(slots=True, eq=False)
class Contact:
    """A contact that was held, as part of a case or on its own."""

    key: str
    subject: Subject
    organisation: str
    adviser: Adviser
    on: date
    registered: date
    kind: Literal["visit", "meeting", "call", "mail"]
    case: Case | None = None


@dataclass(slots=True, eq=False)
class Case:
    """A guidance case with its contacts; `ended` is known from `ended_registered` on."""

    key: str
    subject: Subject
    organisation: str
    office: str
    adviser: Adviser
    level: Literal["specialised", "basic"]
    topics: tuple[str, ...]
    met: str | None
    target_group: str
    started: date
    registered: date
    ended: date | None = None
    ended_registered: date | None = None
    segment: Literal["growth", "operation"] | None = None
    segment_by: Adviser | None = None
    segment_on: date | None = None
    # From when the segment stands in the file, with or without who judged it and when.
    segment_registered: date | None = None
    signed_up: bool | None = None
    shielded: bool = False
    contacts: list[Contact] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Referral:
    """A subject referred to another actor."""

    key: str
    subject: Subject
    organisation: str
    adviser: Adviser
    on: date
    registered: date
    receiver: str
    case: Case | None
    # The organisation in the system that it went to, when it is one.
    to: str = ""


@dataclass(slots=True, eq=False)
class Session:
    """A session of a group offer; who organises it together counts its participants alike."""

    key: str
    offer: str
    title: str
    topic: str
    organisers: tuple[str, ...]
    on: date
    municipality: str


@dataclass(slots=True, eq=False)
class Participation:
    """Somebody signed up for a session; `subject` is empty when nobody wrote who it was."""

    key: str
    session: Session
    subject: Subject | None
    registered: date
    persons: int | None
    attended: bool | None


@dataclass(slots=True, eq=False)
class EvaluationAnswer:
    """A questionnaire of the user evaluation, as it came back."""

    key: str
    subject: Subject
    case: Case | None
    organisation: str
    guided_year: int
    on: date
    registered: date
    satisfaction: str | None
    recommend: int | None
    referred: str | None
    referred_to: str | None
    used: str | None
    effect: str | None
    topics: tuple[str, ...]
    consented: bool


@dataclass(frozen=True, slots=True, eq=False)
class Respondent:
    """A firm asked in an awareness survey; nobody in particular."""

    key: str
    organisation: str
    wave: int
    on: date
    registered: date
    municipality: str | None
    stratum: str
    weight: float | None
    heard: str
    green: str | None


@dataclass(frozen=True, slots=True)
class Wave:
    """An awareness survey: how many firms it was drawn from, and when its result came."""

    organisation: str
    wave: int
    population: int
    registered: date


@dataclass(frozen=True, slots=True)
class Presentation:
    """A presentation offered to a municipality, and perhaps held."""

    key: str
    organisation: str
    municipality: str
    offered: date
    held: date | None


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something decided done or not done."""

    code: str
    organisation: str
    on: date
    done: bool
    document: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the registers say of a subject in a year; none have come yet."""

    subject: Subject
    year: int
    revenue: float | None
    employment: float | None
    fte: float | None
    registered: date


@dataclass
class World:
    """All of it, in the order in which it was made."""

    seed: int
    size: int
    places: tuple[Place, ...]
    organisations: tuple[Organisation, ...]
    advisers: tuple[Adviser, ...]
    subjects: list[Subject] = field(default_factory=list)
    successions: list[Succession] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    participations: list[Participation] = field(default_factory=list)
    answers: list[EvaluationAnswer] = field(default_factory=list)
    respondents: list[Respondent] = field(default_factory=list)
    waves: list[Wave] = field(default_factory=list)
    presentations: list[Presentation] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    # Stays empty until the effect studies give the world effects to find.
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def scale(self) -> float:
        """How large the region is against the full one of 30,000 companies."""
        return self.size / 30_000

    def scaled(self, full: float, at_least: int = 1) -> int:
        """A number that is `full` in a region of 30,000 companies."""
        return max(at_least, round(full * self.scale))

    def people(self, organisation: str) -> tuple[Adviser, ...]:
        """The advisers of an organisation."""
        return tuple(each for each in self.advisers if each.organisation == organisation)
