"""Columns and constraints that mean the same on both databases."""

from __future__ import annotations

import re

import pytest

from samspil.companies.models import Company, Subject
from samspil.core.measures.intake import CPR
from samspil.platform.columns import surrogate_key


def test_a_surrogate_key_is_never_taken_for_a_cpr_number() -> None:
    assert not any(re.search(r"\d", surrogate_key()) for _ in range(1000))
    assert not re.search(CPR, surrogate_key())


@pytest.mark.django_db
def test_the_database_sorts_names_in_danish_order() -> None:
    for name in ("Aarhus", "Ølgod", "Zebra", "Ærø", "Viborg", "Åby", "a-b", "ab c"):
        Company.objects.create(name=name)
    names = list(Subject.objects.order_by("sort_key").values_list("name", flat=True))
    assert names == ["a-b", "ab c", "Viborg", "Zebra", "Ærø", "Ølgod", "Åby", "Aarhus"]
