"""Views are one's own or shared at work, keep what lasts, and are changed by their owner."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind
from samspil.organisations.models import Organisation, User
from samspil.platform.views import actions
from samspil.platform.views.models import SavedView
from samspil.platform.views.queries import of_list, views_for


@pytest.fixture
def anna(hub: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("anna@example.dk", hub)


def save(by: User, name: str = "Åbne i Lemvig", query: str = "kommune=0665&q=smed", **more: int) -> SavedView:
    return actions.save_view(by=by, route="cases", name=name, query=query, **more)


def test_a_view_keeps_what_lasts_and_not_the_page_one_stood_on(anna: User) -> None:
    assert save(anna, query="?side=3&q=smed&kommune=0665&hent=xlsx").query == "kommune=0665&q=smed"
    assert actions.lasting("") == ""


def test_the_same_name_again_replaces_ones_own(anna: User) -> None:
    save(anna)
    save(anna, query="q=bager")
    assert SavedView.objects.get().query == "q=bager"


def test_own_views_are_ones_own_and_shared_ones_are_for_those_at_work(
    anna: User, hub: Organisation, make_user: Callable[..., User]
) -> None:
    elsewhere = create_organisation(by=None, code="andre", name="Andre", kind=OrganisationKind.HUB)
    colleague, stranger = make_user("bo@example.dk", hub), make_user("ida@example.dk", elsewhere)
    own, shared = save(anna, "min"), save(anna, "vores", organisation=hub.pk)
    assert set(views_for(anna)) == {own, shared}
    assert list(views_for(colleague)) == [shared]
    assert not views_for(stranger)
    assert list(of_list(anna, "companies")) == []


def test_names_are_needed_once_and_hold_no_cpr_numbers(anna: User) -> None:
    for name, query, told in (
        (" ", "", "navn"),
        ("x" * 61, "", "60 tegn"),
        ("010190-0000", "", "CPR"),
        ("a", "q=010190-0000", "CPR"),
        ("a", "q=" + "x" * 1000, "filtre"),
    ):
        with pytest.raises(ValidationError, match=told):
            save(anna, name, query)
    one, _other = save(anna, "en"), save(anna, "to")
    with pytest.raises(ValidationError, match="allerede en visning"):
        actions.rename_view(by=anna, view=one, name="to")


def test_a_deleted_view_is_gone(anna: User) -> None:
    actions.delete_view(by=anna, view=save(anna))
    assert not SavedView.objects.exists()
