"""Measures of the user evaluation: satisfaction, recommendation, use of referrals, expected effect."""

from typing import Literal

import narwhals as nw

from samspil.core.measures.registry import measure
from samspil.core.measures.roles import BASE, COUNTED, RANK, Frame, first_of
from samspil.core.measures.sources import (
    GuidanceRules,
    Source,
    guidance,
    latest,
    member,
    text,
)

UNKNOWN = "unknown"
# Who kept silent is known from the guidance given.
SILENT = {("denominator", value): ("cases", "interactions") for value in ("signed_up", "guided")}


class EvaluationRules(GuidanceRules):
    """Which answers count.

    `year` is the cohort: the calendar year of the guidance by the evaluation's own record. One
    answer per company, the latest that answers the question (the greatest key on the same day),
    unless answers=all. A don't-know stays in the denominator unless dont_know=out.
    """

    answers: Literal["latest", "all"] = "latest"
    dont_know: Literal["in", "out"] = "in"
    denominator: Literal["answered", "signed_up", "guided"] = "answered"


def _returned(source: Source, p: EvaluationRules, question: str, *beside: tuple[nw.Expr, str]) -> Frame:
    """The hub's questionnaires of the cohort with the case's segment; `rank` where one cannot count.

    `beside` keeps out those whom the question does not concern, answered or not.
    """
    segments = source["cases"].select("case", "segment", nw.col("topics").alias("case_topics"))
    rows = source.with_entity("answers", p.successions).join(segments, on="case", how="left")
    return rows.with_columns(
        first_of(
            (~source.ours(), "excluded:other_organisation"),
            (nw.col("guided_year") != p.year, "excluded:outside_period"),
            *beside,
            (nw.col(question).is_null(), "excluded:not_answered"),
        ).alias("rank")
    )


def _judge(rows: Frame, *cases: tuple[nw.Expr, str]) -> Frame:
    """Give rows that still count the first role whose condition is true."""
    rank = nw.when(nw.col("rank") == RANK[COUNTED]).then(first_of(*cases)).otherwise(nw.col("rank"))
    return rows.with_columns(rank.alias("rank"))


def _answers(rows: Frame, p: EvaluationRules, group: nw.Expr | None = None) -> Frame:
    """Members from judged questionnaires: with answers=latest only a company's last usable one."""
    if p.answers == "all":
        return member(rows, row="answer", group=group)
    usable = rows.filter(nw.col("rank") == RANK[COUNTED])
    last = latest(usable.select("entity", "on", "answer"), "entity", ("on", "answer"))
    last = last.select("answer", nw.lit(1).alias("__last"))
    rows = rows.join(last, on="answer", how="left")
    superseded = (nw.col("rank") == RANK[COUNTED]) & nw.col("__last").is_null()
    earlier = nw.lit(RANK["excluded:earlier_answer"], dtype=nw.Int64)
    rows = rows.with_columns(nw.when(superseded).then(earlier).otherwise(nw.col("rank")).alias("rank"))
    return member(rows, row="answer", group=group)


def _score(frame: Frame, answered: Frame, *cases: tuple[nw.Expr, str]) -> Frame:
    """Split the questionnaires that count into counted and base by what they say."""
    said = answered.select(nw.col("answer").alias("row"), first_of(*cases).alias("__said"))
    frame = frame.join(said, on="row", how="left")
    rank = nw.when(nw.col("rank") == RANK[COUNTED]).then(nw.col("__said")).otherwise(nw.col("rank"))
    return frame.with_columns(rank.alias("rank")).drop("__said")


def _silent(source: Source, p: EvaluationRules, answered: Frame, by_segment: bool) -> Frame | None:
    """Those who should have answered and did not, for the wider denominators; None without them.

    The segment is that of the latest case begun in the cohort (the greatest key on the same day).
    """
    if p.denominator == "answered":
        return None
    cases = guidance(source, p, p.year).filter(nw.col("rank") == RANK[COUNTED])
    if p.denominator == "signed_up":
        cases = cases.filter(nw.col("signed_up"))
    last = latest(cases.select("entity", "started", "case", "segment"), "entity", ("started", "case"))
    # A don't-know is an answer: where it leaves the denominator it does not come back as silence.
    gave = (nw.col("rank") <= RANK[BASE]) | (nw.col("rank") == RANK["excluded:dont_know"])
    heard = answered.filter(gave).select("subject").unique()
    heard = heard.select(nw.col("subject").alias("entity"), nw.lit(1).alias("__heard"))
    last = last.join(heard, on="entity", how="left").filter(nw.col("__heard").is_null())
    last = last.with_columns(nw.lit(RANK[BASE], dtype=nw.Int64).alias("rank"))
    return member(last, row="case", group=_segment() if by_segment else None)


def _segment() -> nw.Expr:
    return nw.when(nw.col("segment").is_null()).then(text(UNKNOWN)).otherwise(nw.col("segment"))


def _with_silent(source: Source, p: EvaluationRules, members: Frame, by_segment: bool = False) -> Frame:
    silent = _silent(source, p, members, by_segment)
    return members if silent is None else nw.concat([members, silent])


def _dont_know(p: EvaluationRules, question: str) -> list[tuple[nw.Expr, str]]:
    return [(nw.col(question) == "dont_know", "excluded:dont_know")] if p.dont_know == "out" else []


class VerySatisfied(EvaluationRules):
    """Switches of very_satisfied: segments decide on their own or together."""

    segments: Literal["each", "together"] = "each"
    unknown_segment: Literal["shown", "must_pass"] = "shown"


@measure(VerySatisfied, shape="share", tables=("answers", "cases"), switched=SILENT)
def very_satisfied(source: Source, p: VerySatisfied) -> Frame:
    """Share very satisfied with the professional competence of the hub's staff, per segment.

    Unit: company (see EvaluationRules). Numerator: "Meget tilfreds" only. Group: segment of the
    case the questionnaire is about: growth, operation, or unknown when the case or its segment is
    missing. Met when growth and operation each reach the target; unknown is shown and decides
    only with unknown_segment=must_pass; segments=together tests the whole. Denominator: those who
    answered the question; signed_up and guided add, as not very satisfied, those of the cohort
    who were signed up or guided and gave no answer; their group is the segment of the latest case
    begun in the cohort. Source: goal 3 (B46, B47, B49, B52, B53).
    """
    rows = _judge(_returned(source, p, "satisfaction"), *_dont_know(p, "satisfaction"))
    group = text("") if p.segments == "together" else _segment()
    members = _answers(rows, p, group)
    members = _score(members, rows, (nw.col("satisfaction") != "very_satisfied", BASE))
    return _with_silent(source, p, members, by_segment=p.segments == "each")


@measure(EvaluationRules, shape="promoter_score", tables=("answers",))
def net_promoter_score(source: Source, p: EvaluationRules) -> Frame:
    """Net Promoter Score: per cent promoters (9-10) minus per cent detractors (0-6), -100 to 100.

    Unit: company (see EvaluationRules), all segments together. Group: promoter, passive (7-8),
    detractor; promoters are counted, the others are base. The question has no don't-know, and only
    those who answered it can be in the denominator. Source: goal 3 (B46, B50).
    """
    rows = _returned(source, p, "recommend")
    promoter = nw.col("recommend") >= 9
    passive = nw.col("recommend") >= 7
    kind = (
        nw.when(promoter)
        .then(text("promoter"))
        .otherwise(nw.when(passive).then(text("passive")).otherwise(text("detractor")))
    )
    usable = nw.col("rank") == RANK[COUNTED]
    members = _answers(rows, p, nw.when(usable).then(kind).otherwise(text("")))
    return _score(members, rows, (nw.col("recommend") < 9, BASE))


class ReferralUse(EvaluationRules):
    """Switches of referral_use; a don't-know leaves the denominator, as the method says."""

    dont_know: Literal["in", "out"] = "out"
    use: Literal["used", "used_or_expects"] = "used_or_expects"
    receivers: Literal["all", "private"] = "all"


@measure(ReferralUse, shape="share", tables=("answers",))
def referral_use(source: Source, p: ReferralUse) -> Frame:
    """Share of the referred who have used the referral, or expect to within half a year.

    Unit: company (see EvaluationRules). Denominator: those who say they were referred. Numerator:
    has used it, or expects to; with use=used only who has. "Ved ikke" leaves the denominator
    unless dont_know=in. receivers=private keeps those referred to private actors (or both kinds);
    who does not say where to has not answered. What follows is asked only of those who say that
    they were referred, so nobody else can be in the denominator. Source: goal 4 (B54-B57).
    """
    rows = _returned(source, p, "referred")
    private = nw.col("referred_to").is_in(["private", "both"])
    checks = [
        (nw.col("referred") != "yes", "excluded:not_referred"),
        (nw.col("used").is_null(), "excluded:not_answered"),
        *_dont_know(p, "used"),
    ]
    if p.receivers == "private":
        checks.insert(1, (~private, "excluded:public_receiver"))
        checks.insert(2, (nw.col("referred_to").is_null(), "excluded:not_answered"))
    rows = _judge(rows, *checks)
    uses = ["used", "expects"] if p.use == "used_or_expects" else ["used"]
    return _score(_answers(rows, p), rows, (~nw.col("used").is_in(uses), BASE))


class HighDegree(EvaluationRules):
    """Switches of high_degree: which topic, and by whose word."""

    topic: str = ""
    topic_source: Literal["answer", "case"] = "answer"


@measure(
    HighDegree,
    shape="share",
    tables=("answers",),
    switched={("topic_source", "case"): ("cases",), **SILENT},
)
def high_degree(source: Source, p: HighDegree) -> Frame:
    """Share who expect a positive effect "I høj grad", among all or among those guided on a topic.

    Unit: company (see EvaluationRules). Numerator: "I høj grad". Denominator as in very_satisfied.
    With `topic` only those who say the guidance was about it, so that nobody silent can be in the
    denominator; topic_source=case goes by the topics on the case instead.
    Source: goals 5, 6 and 7 (B65, B66, B72-B75).
    """
    checks = _dont_know(p, "effect")
    if p.topic:
        named = nw.col("topics" if p.topic_source == "answer" else "case_topics")
        about = nw.concat_str([text(";"), named, text(";")]).str.contains(f";{p.topic};", literal=True)
        rows = _returned(source, p, "effect", (named.is_null() | ~about, "excluded:other_topic"))
    else:
        rows = _returned(source, p, "effect")
    rows = _judge(rows, *checks)
    members = _score(_answers(rows, p), rows, (nw.col("effect") != "high", BASE))
    return members if p.topic else _with_silent(source, p, members)


def population_of(source: Source, p: EvaluationRules) -> Frame:
    """The guided of the cohort, whom the answers stand for: one row (entity, group) per company."""
    cases = guidance(source, p, p.year).filter(nw.col("rank") == RANK[COUNTED])
    last = latest(cases.select("entity", "started", "case", "segment"), "entity", ("started", "case"))
    return last.select("entity", _segment().alias("group"))
