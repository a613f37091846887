"""Optimistic locking."""

from __future__ import annotations

import pytest

from samspil.organisations.models import Organisation
from samspil.platform.versioning import StaleRowError


def test_each_save_counts_one_version_up(hub: Organisation) -> None:
    hub.name = "Erhvervshus Midt"
    hub.save()
    assert (hub.version, Organisation.objects.get(pk=hub.pk).version) == (2, 2)


def test_a_row_that_somebody_else_has_changed_is_not_overwritten(hub: Organisation) -> None:
    mine, theirs = Organisation.objects.get(pk=hub.pk), Organisation.objects.get(pk=hub.pk)
    theirs.name = "Deres"
    theirs.save()
    mine.name = "Mit"
    with pytest.raises(StaleRowError):
        mine.save()
    assert Organisation.objects.get(pk=hub.pk).name == "Deres"
    assert mine.version == 1


def test_saving_some_fields_counts_too(hub: Organisation) -> None:
    hub.name = "Nyt"
    hub.save(update_fields=["name"])
    stored = Organisation.objects.get(pk=hub.pk)
    assert (stored.name, stored.version) == ("Nyt", 2)
