"""The tables of a snapshot (samspil-snapshot/1): every column, its type and what it means.

The reference page, the CSV reader, the validation and the Frictionless descriptor are all made
from this one list, so that a snapshot typed by hand meets the same rules as one of ours.
"""

from dataclasses import dataclass
from typing import Literal

FORMAT = "samspil-snapshot/1"

Kind = Literal["text", "date", "integer", "number", "flag", "codes"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `values` closes a list of codes, `refers` names the table whose key it holds."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    values: tuple[str, ...] = ()
    refers: str = ""
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its key columns are unique and never empty; `date` is the day `as_of` cuts at."""

    name: str
    key: tuple[str, ...]
    meaning: str
    columns: tuple[Column, ...]
    date: str = ""
    required: bool = False

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when the table has none."""
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> list[str]:
        """Column names in the order in which files are written."""
        return [column.name for column in self.columns]


SEGMENTS = ("growth", "operation")
LEVELS = ("specialised", "basic")
SUBJECT_KINDS = ("company", "founder")
INTERACTION_KINDS = ("visit", "meeting", "call", "mail", "event")
RECEIVERS = (
    "private_adviser",
    "municipality",
    "virksomhedsguiden",
    "own_programme",
    "state_scheme",
    "knowledge_institution",
    "fund",
    "cluster",
    "gts",
    "job_centre",
    "business_hub",
    "other",
)
SATISFACTION = (
    "very_satisfied",
    "satisfied",
    "neither",
    "dissatisfied",
    "very_dissatisfied",
    "dont_know",
)
DEGREE = ("high", "some", "low", "none", "dont_know")
USE = ("used", "expects", "no", "dont_know")
HEARD = ("yes", "no", "dont_know", "no_answer")
YES_NO = ("yes", "no", "dont_know")
RECEIVER_SECTORS = ("private", "public", "both")

MUNICIPALITY = r"\d{4}"


def _municipality(meaning: str, required: bool = False, name: str = "municipality") -> Column:
    return Column(name, "text", meaning, required=required, pattern=MUNICIPALITY)


def _subject(required: bool = True, name: str = "subject") -> Column:
    return Column(
        name, "text", "whom it concerns: a company or founder", required=required, refers="companies"
    )


def _organisation(meaning: str) -> Column:
    return Column("organisation", "text", meaning, required=True)


TABLES: tuple[Table, ...] = (
    Table(
        "companies",
        ("subject",),
        "Companies and founders known to the system, one row each; a founder may lack a CVR number.",
        (
            Column("subject", "text", "surrogate key; never a CVR number, a name or a CPR number", True),
            Column("kind", "text", "company, or founder without a CVR number", True, SUBJECT_KINDS),
            _municipality("four-digit code of the registered address; empty when unknown"),
            Column("industry", "text", "DB07 code, six digits", pattern=r"\d{6}"),
            Column("employees", "integer", "employees by the latest register value", minimum=0),
            Column("founded", "date", "day the company began"),
            Column("ceased", "date", "day the company ceased; empty while it lives"),
        ),
        required=True,
    ),
    Table(
        "successions",
        ("predecessor",),
        "A company went on under a new CVR number, or a founder became a company.",
        (
            Column("predecessor", "text", "the subject that ended", True, refers="companies"),
            Column("successor", "text", "the subject that goes on", True, refers="companies"),
            Column("on", "date", "day the successor took over", True),
        ),
        date="on",
    ),
    Table(
        "cases",
        ("case",),
        "Guidance cases (vejledningsforløb) with one subject, at a hub or a local service.",
        (
            Column("case", "text", "key of the case", True),
            _subject(),
            _organisation("code of the hub or local service that gives the guidance"),
            Column("office", "text", "office of the organisation"),
            Column("level", "text", "specialised guidance, or basic clarification", True, LEVELS),
            Column("segment", "text", "growth or operation; empty until it is judged", values=SEGMENTS),
            Column("segment_by", "text", "surrogate key of the adviser who judged the segment"),
            Column("segment_on", "date", "day the segment was judged"),
            Column("target_group", "text", "reporting group of the standards, e.g. smv"),
            Column("topics", "codes", "topic codes, separated by semicolons"),
            _municipality("where the guidance was given", name="meeting_municipality"),
            Column("started", "date", "first day of the case", True),
            Column("ended", "date", "day guidance ended; empty while it is open"),
            Column("signed_up", "flag", "signed up for the user evaluation"),
        ),
        date="started",
        required=True,
    ),
    Table(
        "interactions",
        ("interaction",),
        "Contacts that were held: visits, meetings, calls, mails.",
        (
            Column("interaction", "text", "key of the contact", True),
            _subject(),
            Column("case", "text", "the case it belongs to, if any", refers="cases"),
            _organisation("who held it"),
            Column("on", "date", "day it was held", True),
            Column("kind", "text", "how", True, INTERACTION_KINDS),
        ),
        date="on",
    ),
    Table(
        "participations",
        ("participation",),
        "Taking part in a group offer (kollektivt tilbud), one row per subject and session.",
        (
            Column("participation", "text", "key of the row", True),
            _subject(required=False),
            _organisation("organiser or co-organiser the row is counted for"),
            Column("offer", "text", "key of the group offer", True),
            Column("on", "date", "day of the session", True),
            Column("persons", "integer", "how many came from the subject; empty means one", minimum=0),
            Column("attended", "flag", "false for a no-show; empty means attended"),
        ),
        date="on",
    ),
    Table(
        "referrals",
        ("referral",),
        "Referrals of a subject to another actor.",
        (
            Column("referral", "text", "key of the referral", True),
            _subject(),
            Column("case", "text", "the case it came from, if any", refers="cases"),
            _organisation("who referred"),
            Column("on", "date", "day of the referral", True),
            Column("receiver", "text", "kind of receiver", True, RECEIVERS),
        ),
        date="on",
    ),
    Table(
        "answers",
        ("answer",),
        "Answers to the user evaluation, one row per questionnaire returned.",
        (
            Column("answer", "text", "key of the questionnaire", True),
            _subject(),
            Column("case", "text", "the case it is about, if known", refers="cases"),
            _organisation("hub that gave the guidance"),
            Column(
                "guided_year", "integer", "calendar year of the guidance", True, minimum=2000, maximum=2100
            ),
            Column("on", "date", "day the answer was given", True),
            Column("satisfaction", "text", "satisfaction with professional competence", values=SATISFACTION),
            Column("recommend", "integer", "would recommend, 0 to 10", minimum=0, maximum=10),
            Column("referred", "text", "says it was referred by the hub", values=YES_NO),
            Column("referred_to", "text", "sector of the receiver", values=RECEIVER_SECTORS),
            Column("used", "text", "has used the referral", values=USE),
            Column("effect", "text", "degree to which a positive effect is expected", values=DEGREE),
            Column("topics", "codes", "topics the respondent says the guidance was about"),
            Column("consented", "flag", "agreed that the hub may see who answered"),
        ),
        date="on",
    ),
    Table(
        "awareness",
        ("respondent",),
        "Answers to the awareness survey (kendskabsmåling), one row per firm asked.",
        (
            Column("respondent", "text", "key of the respondent; not a subject", True),
            _organisation("hub asked about"),
            Column("wave", "integer", "year of the wave", True, minimum=2000, maximum=2100),
            Column("on", "date", "day of the answer", True),
            _municipality("municipality of the respondent"),
            Column("stratum", "text", "stratum it was drawn in"),
            Column("weight", "number", "design weight; empty means one", minimum=0),
            Column("heard", "text", "has heard of the hub", True, HEARD),
            Column("green", "text", "thinks the hub offers green guidance; only if heard", values=YES_NO),
        ),
        date="on",
    ),
    Table(
        "waves",
        ("organisation", "wave"),
        "The population an awareness wave was drawn from.",
        (
            _organisation("hub asked about"),
            Column("wave", "integer", "year of the wave", True, minimum=2000, maximum=2100),
            Column("population", "integer", "firms in the population", True, minimum=1),
        ),
    ),
    Table(
        "outcomes",
        ("subject", "year"),
        "Register outcomes per subject and year, for effects two years on.",
        (
            _subject(),
            Column("year", "integer", "accounting year", True, minimum=2000, maximum=2100),
            Column("revenue", "number", "revenue in 1,000 kr."),
            Column("employment", "number", "persons employed", minimum=0),
            Column("fte", "number", "full-time equivalents", minimum=0),
        ),
    ),
    Table(
        "population",
        ("municipality", "year"),
        "Inhabitants per municipality on 1 January.",
        (
            _municipality("four-digit code", required=True),
            Column("year", "integer", "year", True, minimum=1900, maximum=2100),
            Column("persons", "integer", "inhabitants", True, minimum=0),
        ),
        required=True,
    ),
    Table(
        "offers",
        ("offer",),
        "Presentations offered to municipalities (goal 4).",
        (
            Column("offer", "text", "key of the offer", True),
            _organisation("hub that offered"),
            _municipality("municipality it was offered to", required=True),
            Column("offered", "date", "day it was offered", True),
            Column("held", "date", "day it was held, if it was"),
        ),
        date="offered",
    ),
    Table(
        "milestones",
        ("milestone", "organisation"),
        "Things done or not done, with who decided so.",
        (
            Column("milestone", "text", "code used by the contract, e.g. mea-continued", True),
            _organisation("hub it concerns"),
            Column("on", "date", "day it was decided", True),
            Column("done", "flag", "done, or decided not done", True),
            Column("reached", "date", "day it was reached, where that is known"),
            Column("document", "text", "identifier of the evidence in the document library"),
        ),
        date="on",
    ),
)

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
