"""Takes a snapshot (dataudtræk) of the database for one hub: surrogate keys, codes and days, nothing else."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import polars as pl
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from samspil.companies.models import RegisterOutcome, Subject, Succession
from samspil.core.measures.snapshot import POLARS_TYPES, Snapshot
from samspil.core.measures.tables import BY_NAME
from samspil.governance.models import MilestoneDecision, PresentationOffer
from samspil.guidance.models import GuidanceCase, Interaction
from samspil.organisations.kinds import AgreementRole, OrganisationKind
from samspil.organisations.models import Organisation, Population
from samspil.platform.reading import keys_in, one_moment
from samspil.programmes.models import GroupOffer, Participation
from samspil.referrals.models import Referral
from samspil.referrals.rules import UNCOUNTED
from samspil.scorecards import rules
from samspil.surveys.models import AwarenessRespondent, AwarenessWave, EvaluationAnswer

if TYPE_CHECKING:
    from typing import Any

# Columns that hold a number of ours and become a key; `subject` columns become surrogate keys.
LETTERS = {
    "case": rules.CASE,
    "interaction": rules.INTERACTION,
    "participation": rules.PARTICIPATION,
    "referral": rules.REFERRAL,
    "answer": rules.ANSWER,
    "respondent": rules.RESPONDENT,
    "segment_by": rules.ADVISER,
}
SUBJECTS = ("subject", "predecessor", "successor")
# Where each table's rows are written. Companies are not here, since no package is without them, nor
# outcomes: an effect without outcomes awaits data by itself, and still tells whom it was asked for.
WRITTEN_IN: dict[str, type[Model]] = {
    "successions": Succession,
    "cases": GuidanceCase,
    "interactions": Interaction,
    "participations": Participation,
    "referrals": Referral,
    "answers": EvaluationAnswer,
    "awareness": AwarenessRespondent,
    "waves": AwarenessWave,
    "population": Population,
    "offers": PresentationOffer,
    "milestones": MilestoneDecision,
}


def take(*, hub: Organisation, as_of: dt.date, taken_at: dt.datetime) -> Snapshot:
    """What is known at `taken_at` of events until `as_of`, for a hub and the local services in its area.

    Companies of the hub's municipalities, and whoever else it dealt with. A shielded case is in when
    it is the hub's own; those of local services are invisible to the hub and stay out. A table nobody
    has written in, of any organisation, is not delivered: nothing known is not the same as zero.
    """
    with one_moment():
        frames = _Reader(hub).frames()
        frames = {name: frame for name, frame in frames.items() if frame.height or _written_in(name)}
    return Snapshot.of(frames, as_of, taken_at, hub.code).at(as_of)


def _written_in(table: str) -> bool:
    """Whether anybody has written a row that belongs in the table."""
    return table not in WRITTEN_IN or WRITTEN_IN[table]._default_manager.exists()


def _frame(table: str, rows: QuerySet[Any, Any], **columns: str) -> pl.DataFrame:
    """A table of the format from a query: its columns, and the field each is read from."""
    schema = {name: _type(table, name) for name in columns}
    frame = pl.DataFrame(list(rows.order_by().values_list(*columns.values())), schema=schema, orient="row")
    # Codes that were not given are stored as "" and left out of a snapshot.
    given = [pl.when(pl.col(name) != "").then(name) for name, kind in schema.items() if kind is pl.String]
    return frame.with_columns(given)


def _type(table: str, column: str) -> type[pl.DataType]:
    if column in LETTERS or column in SUBJECTS or column in {"number", "offer"}:
        return pl.Int64
    return pl.String if column == "key" else POLARS_TYPES[BY_NAME[table].column(column).kind]


class _Reader:
    """Reads the tables of one hub's snapshot."""

    def __init__(self, hub: Organisation) -> None:
        self.hub = hub
        local = Organisation.objects.filter(
            agreements__municipality__hub=hub, agreements__role=AgreementRole.OPERATOR
        ).exclude(kind=OrganisationKind.HUB)
        self.ours = [hub.pk, *local.distinct().values_list("pk", flat=True)]

    def frames(self) -> dict[str, pl.DataFrame]:
        """Every table of the format, with keys instead of numbers."""
        tables = {
            "cases": self.cases(),
            "interactions": self.interactions(),
            "participations": self.participations(),
            "referrals": self.referrals(),
            "answers": self.answers(),
            "awareness": self.awareness(),
            "waves": self.waves(),
            "population": self.population(),
            "offers": self.offers(),
            "milestones": self.milestones(),
        }
        people = [frame["subject"] for frame in tables.values() if "subject" in frame.columns]
        subjects, tables["successions"] = self.subjects(pl.concat(people).drop_nulls().unique())
        tables["companies"] = subjects.drop("number").rename({"key": "subject"})
        tables["outcomes"] = self.outcomes(subjects["number"])
        keys = subjects.select("number", "key")
        return {name: _with_keys(frame, keys) for name, frame in tables.items()}

    def cases(self) -> pl.DataFrame:
        """Cases of the hub and the local services."""
        rows = GuidanceCase.objects.filter(organisation__in=self.ours)
        return _frame(
            "cases",
            rows.exclude(~Q(organisation=self.hub), shielded=True),
            case="pk", subject="subject_id", organisation="organisation__code", office="office__name",
            level="level", segment="segment", segment_by="segment_by_id", segment_on="segment_on",
            target_group="target_group", topics="topics", meeting_municipality="meeting_municipality_id",
            started="started", ended="ended", signed_up="signed_up",
        )  # fmt: skip

    def _visible(self) -> Q:
        """Rows of the hub and the local services that hang on no case which the hub may not know."""
        mine = Q(organisation=self.hub)
        return Q(organisation__in=self.ours) & (mine | Q(case=None) | Q(case__shielded=False))

    def interactions(self) -> pl.DataFrame:
        """Contacts held."""
        return _frame(
            "interactions", Interaction.objects.filter(self._visible(), cancelled=False),
            interaction="pk", subject="subject_id", case="case_id", organisation="organisation__code",
            on="on", kind="kind",
        )  # fmt: skip

    def referrals(self) -> pl.DataFrame:
        """Referrals to others; a draft, or one that was taken back, refers nobody."""
        rows = Referral.objects.filter(self._visible()).exclude(state__in=sorted(UNCOUNTED))
        return _frame(
            "referrals", rows,
            referral="pk", subject="subject_id", case="case_id", organisation="organisation__code",
            on="on", receiver="receiver_kind",
        )  # fmt: skip

    def participations(self) -> pl.DataFrame:
        """Who came: the hub's own when it organises or co-organises, else the organiser's (B17)."""
        through = GroupOffer.co_organisers.through
        shared = through.objects.filter(groupoffer=OuterRef("session__offer"), organisation=self.hub.pk)
        # What was called off or put on a list by mistake was no participation.
        held = Participation.objects.filter(cancelled=False, session__cancelled=False)
        rows = held.annotate(shared=Exists(shared)).filter(
            Q(shared=True) | Q(session__offer__organiser__in=self.ours)
        )
        frame = _frame(
            "participations", rows.annotate(offer_id=F("session__offer_id")),
            participation="pk", subject="subject_id", organisation="session__offer__organiser__code",
            offer="offer_id", on="session__day", persons="persons", attended="attended",
        )  # fmt: skip
        ours = list(through.objects.filter(organisation=self.hub.pk).values_list("groupoffer_id", flat=True))
        mine = pl.col("offer").is_in(ours)
        return frame.with_columns(
            organisation=pl.when(mine).then(pl.lit(self.hub.code)).otherwise("organisation"),
            offer=_key(rules.SESSION_OFFER, "offer"),
        )

    def answers(self) -> pl.DataFrame:
        """The hub's own evaluations; those of local services are their own content."""
        return _frame(
            "answers", EvaluationAnswer.objects.filter(organisation=self.hub),
            answer="pk", subject="subject_id", case="case_id", organisation="organisation__code",
            guided_year="guided_year", on="on", satisfaction="satisfaction", recommend="recommend",
            referred="referred", referred_to="referred_to", used="used", effect="effect",
            topics="topics", consented="consented",
        )  # fmt: skip

    def awareness(self) -> pl.DataFrame:
        """Answers about the hub."""
        return _frame(
            "awareness", AwarenessRespondent.objects.filter(wave__organisation=self.hub),
            respondent="pk", organisation="wave__organisation__code", wave="wave__year", on="on",
            municipality="municipality_id", stratum="stratum", weight="weight", heard="heard", green="green",
        )  # fmt: skip

    def waves(self) -> pl.DataFrame:
        """Populations of the waves, where they were told."""
        return _frame(
            "waves", AwarenessWave.objects.filter(organisation=self.hub, population__isnull=False),
            organisation="organisation__code", wave="year", population="population",
        )  # fmt: skip

    def population(self) -> pl.DataFrame:
        """Inhabitants of all municipalities: which are the hub's is the contract's word."""
        return _frame(
            "population", Population.objects.all(),
            municipality="municipality_id", year="year", persons="residents",
        )  # fmt: skip

    def offers(self) -> pl.DataFrame:
        """Presentations the hub offered."""
        frame = _frame(
            "offers", PresentationOffer.objects.filter(organisation=self.hub),
            offer="pk", organisation="organisation__code", municipality="municipality_id",
            offered="offered", held="held",
        )  # fmt: skip
        return frame.with_columns(offer=_key(rules.OFFER, "offer"))

    def milestones(self) -> pl.DataFrame:
        """What was decided done or not done."""
        return _frame(
            "milestones", MilestoneDecision.objects.filter(organisation=self.hub),
            milestone="milestone", organisation="organisation__code", on="on", done="done",
            document="document",
        )  # fmt: skip

    def subjects(self, met: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Companies of the area, all that were met, and whom they have become; with the successions."""
        # One that was merged into another is no company of its own any more.
        standing = Subject.objects.filter(merged_into__isnull=True)
        inside = _subjects(standing.filter(municipality__hub=self.hub))
        after = _frame(
            "successions", Succession.objects.all(),
            predecessor="predecessor_id", successor="successor_id", on="on",
        )  # fmt: skip
        known = pl.concat([inside["number"], met]).unique()
        while True:
            reached = after.filter(pl.col("predecessor").is_in(known.implode()))["successor"]
            wider = pl.concat([known, reached]).unique()
            if wider.len() == known.len():
                break
            known = wider
        outside = known.filter(~known.is_in(inside["number"].implode()))
        rest = _subjects(Subject.objects.filter(pk__in=keys_in(outside.to_list())))
        both = pl.col("predecessor").is_in(known.implode()) & pl.col("successor").is_in(known.implode())
        return pl.concat([inside, rest]), after.filter(both)

    def outcomes(self, subjects: pl.Series) -> pl.DataFrame:
        """What the registers say of those who are in."""
        rows = RegisterOutcome.objects.filter(subject__in=keys_in(subjects.to_list()))
        return _frame(
            "outcomes", rows,
            subject="subject_id", year="year", revenue="revenue", employment="employment", fte="fte",
        )  # fmt: skip


def _subjects(rows: QuerySet[Subject]) -> pl.DataFrame:
    return _frame(
        "companies", rows, number="pk", key="key", kind="kind", municipality="municipality_id",
        industry="industry", employees="employees", founded="founded", ceased="ceased",
    )  # fmt: skip


def _key(letter: str, column: str) -> pl.Expr:
    """A number of ours as a snapshot calls it (rules.row_key)."""
    return letter + pl.col(column).cast(pl.String).str.zfill(rules.DIGITS)


def _with_keys(frame: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """Numbers become keys: surrogate keys for subjects, letter and number for rows."""
    numbers = [name for name, kind in frame.schema.items() if kind == pl.Int64]
    for column in SUBJECTS:
        if column in numbers:
            frame = frame.rename({column: "number"}).join(keys, on="number", how="left")
            frame = frame.drop("number").rename({"key": column})
    return frame.with_columns(_key(LETTERS[name], name).alias(name) for name in numbers if name in LETTERS)
