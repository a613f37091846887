"""Evaluation answers, awareness surveys, presentations and milestones, written in bulk."""

from __future__ import annotations

from samspil.demo.database.window import Window, number
from samspil.demo.world import records
from samspil.governance.models import MilestoneDecision, PresentationOffer
from samspil.guidance.rules import topic_codes
from samspil.surveys.models import AwarenessRespondent, AwarenessWave, EvaluationAnswer


def write_surveys(window: Window) -> int:
    """Questionnaires that came back, and surveys that were delivered."""
    world = window.world
    written = window.write(
        EvaluationAnswer, (_answer(window, each) for each in world.answers if window.new(each.registered))
    )
    waves = [
        AwarenessWave(
            organisation_id=window.organisation(each.organisation), year=each.wave, population=each.population
        )
        for each in world.waves
        if window.new(each.registered)
    ]
    window.write(AwarenessWave, waves)
    known = {(wave.organisation_id, wave.year): wave.pk for wave in waves}
    new = [each for each in world.respondents if window.new(each.registered)]
    return written + window.write(
        AwarenessRespondent,
        (_respondent(each, known[window.organisation(each.organisation), each.wave]) for each in new),
    )


def _answer(window: Window, each: records.EvaluationAnswer) -> EvaluationAnswer:
    return EvaluationAnswer(
        pk=number(each.key),
        subject_id=number(each.subject.key),
        case_id=number(each.case.key) if each.case else None,
        organisation_id=window.organisation(each.organisation),
        guided_year=each.guided_year,
        on=each.on,
        satisfaction=each.satisfaction or "",
        recommend=each.recommend,
        referred=each.referred or "",
        referred_to=each.referred_to or "",
        used=each.used or "",
        effect=each.effect or "",
        topics=topic_codes(each.topics),
        consented=each.consented,
    )


def _respondent(each: records.Respondent, wave: int) -> AwarenessRespondent:
    return AwarenessRespondent(
        pk=number(each.key),
        wave_id=wave,
        on=each.on,
        municipality_id=each.municipality,
        stratum=each.stratum,
        weight=each.weight,
        heard=each.heard,
        green=each.green or "",
    )


def write_conduct(window: Window) -> int:
    """Presentations offered, and held since; milestones decided."""
    offers = window.world.presentations
    written = window.write(
        PresentationOffer, (_presentation(window, each) for each in offers if window.new(each.offered))
    )
    held = (each for each in offers if each.offered <= window.after and window.new(each.held))
    window.mend(PresentationOffer, (_presentation(window, each) for each in held), ["held"])
    return written + window.write(
        MilestoneDecision,
        (
            MilestoneDecision(
                milestone=each.code,
                organisation_id=window.organisation(each.organisation),
                on=each.on,
                done=each.done,
                document=each.document,
            )
            for each in window.world.milestones
            if window.new(each.on)
        ),
    )


def _presentation(window: Window, each: records.Presentation) -> PresentationOffer:
    return PresentationOffer(
        pk=number(each.key),
        organisation_id=window.organisation(each.organisation),
        municipality_id=each.municipality,
        offered=each.offered,
        held=window.known(each.held, each.held),
    )
