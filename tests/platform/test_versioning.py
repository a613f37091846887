"""Optimistic locking."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import update_last_login

from samspil.organisations.models import Organisation, User
from samspil.platform.versioning import StaleRowError

MakeUser = Callable[..., User]


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


def test_two_log_ins_in_the_same_second_both_succeed_and_count_as_no_change(make_user: MakeUser) -> None:
    key = make_user("anna@example.dk").pk
    before = User.objects.get(pk=key)
    one, other = User.objects.get(pk=key), User.objects.get(pk=key)
    for copy in (one, other):
        update_last_login(User, copy)
    stored = User.objects.get(pk=key)
    assert (stored.last_login, stored.version) == (other.last_login, before.version)


def test_a_log_in_lets_no_older_copy_overwrite_the_person(make_user: MakeUser) -> None:
    key = make_user("anna@example.dk").pk
    mine, theirs = User.objects.get(pk=key), User.objects.get(pk=key)
    theirs.name = "Deres"
    theirs.save()
    mine.name = "Mit"
    update_last_login(User, mine)
    assert User.objects.get(pk=key).name == "Deres"
    with pytest.raises(StaleRowError):
        mine.save()
