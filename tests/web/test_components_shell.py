"""The frame of every page: rooms, errors, and the accessibility statement."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import engines
from django.test import Client, RequestFactory

from samspil.organisations.models import User
from samspil.web.components import navigation
from samspil.web.components.navigation import Room


class Reader:
    """Somebody who is logged in."""

    is_authenticated = True
    allowed = True


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    """A navigation of its own for each test."""
    monkeypatch.setattr(navigation, "_rooms", {})


def request_for(path: str, user: object) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user  # type: ignore[assignment]
    return request


@pytest.mark.usefixtures("rooms")
def test_rooms_stand_in_their_order_and_the_one_that_holds_the_page_is_marked() -> None:
    navigation.add(Room("gallery", "Galleri", 20, "g"))
    navigation.add(Room("home", "Hjem", 10, "h"))
    links = navigation.links(request_for("/galleri/side/", Reader()))
    assert [(link.label, link.address, link.here) for link in links] == [
        ("Hjem", "/", False),
        ("Galleri", "/galleri/", True),
    ]


@pytest.mark.usefixtures("rooms")
def test_a_room_shows_only_to_those_who_may_enter_and_none_to_strangers() -> None:
    navigation.add(Room("gallery", "Galleri", 20, may=lambda user: not user.allowed))
    assert navigation.links(request_for("/", Reader())) == []
    navigation.add(Room("gallery", "Galleri", 20))
    assert len(navigation.links(request_for("/", Reader()))) == 1
    assert navigation.links(request_for("/", AnonymousUser())) == []


@pytest.mark.usefixtures("rooms")
def test_two_rooms_cannot_have_the_same_key() -> None:
    navigation.add(Room("gallery", "Galleri", 20, "g"))
    navigation.add(Room("gallery", "Galleriet", 20, "g"))
    with pytest.raises(ValueError, match="both want the keys g g"):
        navigation.add(Room("home", "Hjem", 10, "g"))


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_in_danish_and_leads_home(client: Client) -> None:
    response = client.get("/findes-ikke/")
    page = response.content.decode()
    assert response.status_code == 404
    assert "<h1>Siden findes ikke</h1>" in page
    assert 'href="/"' in page


def test_what_one_may_not_see_says_so(client: Client, make_user: Callable[..., User]) -> None:
    client.force_login(make_user("anna@example.dk"))
    request = request_for("/", make_user("bo@example.dk"))
    page = engines["jinja2"].get_template("403.html").render({}, request)
    assert "Det har du ikke adgang til" in page


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_with_an_explanation() -> None:
    response = Client(enforce_csrf_checks=True).post("/sprog/", {"language": "en"})
    assert response.status_code == 403
    assert "Formularen er blevet for gammel" in response.content.decode()


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_page_for_our_own_failures_needs_neither_request_nor_database(name: str) -> None:
    page = engines["jinja2"].get_template(name).render()
    assert "<h1>" in page
    assert "<style" not in page


@pytest.mark.django_db
def test_the_accessibility_statement_is_open_to_strangers_and_linked_from_every_page(client: Client) -> None:
    assert 'href="/tilgaengelighed/"' in client.get("/konto/log-ind/").content.decode()
    page = client.get("/tilgaengelighed/").content.decode()
    assert "WCAG 2.1" in page
    assert "Digitaliseringsstyrelsen" in page


@pytest.mark.django_db
def test_single_keys_can_be_switched_off(client: Client) -> None:
    page = client.get("/konto/log-ind/").content.decode()
    assert 'id="shortcuts-on"' in page
