"""What holds for every page: headers, log-in, language, strict templates."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.template import engines
from django.test import Client
from jinja2 import UndefinedError

from samspil.organisations.models import Organisation, User
from samspil.web.csp import POLICY
from tests.conftest import PASSWORD


@pytest.fixture
def anna(hub: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("anna@example.dk", hub)


def log_in(client: Client, email: str, password: str) -> int:
    return client.post("/konto/log-ind/", {"login": email, "password": password}).status_code


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/konto/log-ind/", "/findes-ikke/", "/static/findes-ikke.css"])
def test_every_answer_carries_the_content_security_policy(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_policy_lets_nothing_in_from_elsewhere_and_nothing_inline() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules.pop("default-src") == rules.pop("frame-ancestors") == "'none'"
    assert set(rules.values()) == {"'self'"}


@pytest.mark.django_db
def test_htmx_is_told_to_keep_to_the_policy(client: Client) -> None:
    page = client.get("/konto/log-ind/").content.decode()
    assert '"includeIndicatorStyles": false' in page
    assert '"allowEval": false' in page
    assert " style=" not in page
    assert "<style" not in page


@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_log_in_page(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/konto/log-ind/?next=/"


@pytest.mark.parametrize(
    ("email", "password", "status"),
    [
        ("anna@example.dk", PASSWORD, 302),
        ("ANNA@example.dk", PASSWORD, 302),
        ("anna@example.dk", "forkert", 200),
        ("bo@example.dk", PASSWORD, 200),
    ],
)
def test_only_the_right_address_and_password_let_one_in(
    client: Client, anna: User, email: str, password: str, status: int
) -> None:
    assert log_in(client, email, password) == status
    assert ("_auth_user_id" in client.session) is (status == 302)


def test_after_five_wrong_passwords_the_right_one_does_not_help(client: Client, anna: User) -> None:
    for _ in range(5):
        assert log_in(client, anna.email, "forkert") == 200
    assert log_in(client, anna.email, PASSWORD) == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_nobody_signs_up(client: Client) -> None:
    client.post("/konto/opret/", {"email": "ny@example.dk", "password1": PASSWORD})
    assert not User.objects.exists()


@pytest.mark.django_db
def test_pages_are_danish_whatever_the_browser_prefers(client: Client) -> None:
    response = client.get("/konto/log-ind/", headers={"accept-language": "en-US"})
    assert response.headers["Content-Language"] == "da"
    assert '<html lang="da">' in response.content.decode()


@pytest.mark.django_db
def test_the_switch_makes_pages_english_and_goes_back(client: Client) -> None:
    response = client.post("/sprog/", {"language": "en", "next": "/konto/log-ind/"})
    assert response.headers["Location"] == "/konto/log-ind/"
    assert "<h1>Log in</h1>" in client.get("/konto/log-ind/").content.decode()


@pytest.mark.django_db
def test_the_switch_never_leads_to_another_site(client: Client) -> None:
    response = client.post("/sprog/", {"language": "en", "next": "https://elsewhere.example/"})
    assert response.headers["Location"] == "/"


def test_a_user_keeps_the_language_on_another_computer(client: Client, anna: User) -> None:
    client.force_login(anna)
    client.post("/sprog/", {"language": "en", "next": "/"})
    elsewhere = Client()
    elsewhere.force_login(User.objects.get(pk=anna.pk))
    assert elsewhere.get("/").headers["Content-Language"] == "en"


def test_a_name_that_a_template_does_not_know_is_an_error() -> None:
    template = engines["jinja2"].from_string("{{ findes_ikke }}")
    with pytest.raises(UndefinedError):
        template.render({})


def test_what_users_write_is_escaped() -> None:
    assert engines["jinja2"].from_string("{{ name }}").render({"name": "<b>"}) == "&lt;b&gt;"
