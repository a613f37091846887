"""Every list can be saved as it stands, under a name with an address of its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from samspil.organisations.kinds import Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.views.models import SavedView
from tests.web.conftest import Enter
from tests.web.reading import text

STATE = "/henvendelser/?form=call&sort=name"


@pytest.fixture
def adviser(enter_as: Enter, municipalities: dict[str, Municipality]) -> Client:
    return enter_as(Role.ADVISER)


def save(client: Client, **typed: str) -> SavedView:
    page = client.get(STATE).content.decode()
    link = page.partition('<a href="/visninger/ny/')[2].partition('"')[0].replace("&amp;", "&")
    assert link, "the list offers to save its state"
    form = client.get("/visninger/ny/" + link).content.decode()
    assert 'name="visning" value="form=call&amp;sort=name"' in form
    sent = {"liste": "contacts", "visning": "form=call&sort=name", "name": "Opkald", **typed}
    answer = client.post(reverse("save-view"), sent)
    assert answer.headers["Location"] == STATE
    return SavedView.objects.get()


def test_a_list_is_saved_and_found_again_as_a_chip_with_an_address(adviser: Client) -> None:
    assert "Gem visningen" not in text(adviser.get(reverse("contacts")))
    saved = save(adviser)
    page = adviser.get(STATE).content.decode()
    assert f'href="{reverse("view", args=[saved.pk])}" aria-current="true"' in page
    assert "Gem visningen" not in page
    assert adviser.get(reverse("view", args=[saved.pk])).headers["Location"] == STATE


def test_a_shared_view_is_a_colleagues_to_use_and_not_to_change(
    adviser: Client, hub: Organisation, make_user: Callable[..., User]
) -> None:
    saved = save(adviser, place=str(hub.pk))
    colleague = Client()
    colleague.force_login(make_user("bo@example.dk", hub))
    assert "Opkald" in text(colleague.get(reverse("contacts")))
    assert colleague.get(reverse("view", args=[saved.pk])).status_code == 302
    assert colleague.post(reverse("views"), {"delete": str(saved.pk)}).status_code == 404
    stranger = Client()
    stranger.force_login(make_user("ida@example.dk"))
    assert stranger.get(reverse("view", args=[saved.pk])).status_code == 404


def test_views_are_renamed_and_deleted(adviser: Client) -> None:
    saved = save(adviser)
    adviser.post(reverse("views"), {"rename": str(saved.pk), "name": "Alle opkald"})
    assert "Alle opkald" in text(adviser.get(reverse("views")))
    assert "Giv visningen et navn" in text(
        adviser.post(reverse("views"), {"rename": str(saved.pk), "name": ""}, follow=True)
    )
    adviser.post(reverse("views"), {"delete": str(saved.pk)})
    assert not SavedView.objects.exists()


def test_a_view_without_a_name_or_of_no_list_is_refused(adviser: Client) -> None:
    answer = adviser.post(reverse("save-view"), {"liste": "contacts", "visning": "q=x", "name": ""})
    assert answer.status_code == 422
    assert adviser.get(reverse("save-view") + "?liste=findes-ikke").status_code == 404
    assert adviser.get(reverse("save-view") + "?liste=company").status_code == 404
