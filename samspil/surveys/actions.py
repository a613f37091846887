"""Every change to evaluations and awareness surveys."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction

from samspil.platform.audit.actions import record
from samspil.surveys.models import AwarenessWave, EvaluationAnswer

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.organisations.models import Organisation, User


@transaction.atomic
def record_answer(
    *,
    by: User | None,
    subject: Subject,
    organisation: Organisation,
    guided_year: int,
    on: dt.date,
    **answers: Any,
) -> EvaluationAnswer:
    """Store a questionnaire that came back; `answers` are the fields of EvaluationAnswer."""
    answer = EvaluationAnswer(
        subject=subject, organisation=organisation, guided_year=guided_year, on=on, **answers
    )
    answer.full_clean()
    answer.save()
    record(by=by, action="record_answer", row=answer)
    return answer


@transaction.atomic
def open_wave(
    *, by: User | None, organisation: Organisation, year: int, population: int | None = None
) -> AwarenessWave:
    """Note that an awareness survey was made, and of how many firms."""
    wave = AwarenessWave(organisation=organisation, year=year, population=population)
    wave.full_clean()
    wave.save()
    record(by=by, action="open_wave", row=wave)
    return wave
