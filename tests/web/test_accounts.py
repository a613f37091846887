"""A forgotten password, a changed one, and the second factor."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from samspil.organisations.models import Organisation, User
from tests.conftest import PASSWORD

NEW_PASSWORD = "en-helt-anden-kode-17"


@pytest.fixture
def anna(hub: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("anna@example.dk", hub)


def log_in(client: Client, password: str = PASSWORD) -> str:
    """Send the log-in form; return where it leads."""
    response = client.post("/konto/log-ind/", {"login": "anna@example.dk", "password": password})
    return response.headers.get("Location", "")


def code_for(secret: str) -> str:
    """Return what the app on the telephone would show now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_a_forgotten_password_is_replaced_through_a_letter(client: Client, anna: User) -> None:
    client.post("/konto/glemt/", {"email": "anna@example.dk"}, follow=True)
    [letter] = mail.outbox
    assert letter.subject == "Ny adgangskode til Samspil"
    address = re.search(r"http://testserver(/konto/glemt/\S+)", str(letter.body))
    assert address is not None
    form = client.get(address[1], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert log_in(Client(), NEW_PASSWORD) == "/"
    assert "Linket virker ikke længere" in Client().get(address[1]).content.decode()


def test_asking_for_a_stranger_s_password_says_the_same_and_sends_nothing(client: Client, anna: User) -> None:
    known = client.post("/konto/glemt/", {"email": "anna@example.dk"}, follow=True).content
    mail.outbox.clear()
    unknown = client.post("/konto/glemt/", {"email": "bo@example.dk"}, follow=True).content
    assert mail.outbox == []
    hidden = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')
    assert hidden.sub(b"", known) == hidden.sub(b"", unknown)


def test_changing_the_password_needs_the_old_one(client: Client, anna: User) -> None:
    log_in(client)
    change = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/konto/adgangskode/", {"oldpassword": "forkert", **change})
    assert not User.objects.get(pk=anna.pk).check_password(NEW_PASSWORD)
    client.post("/konto/adgangskode/", {"oldpassword": PASSWORD, **change})
    assert User.objects.get(pk=anna.pk).check_password(NEW_PASSWORD)


def test_with_a_second_factor_the_password_alone_is_not_enough(client: Client, anna: User) -> None:
    log_in(client)
    assert client.get("/konto/totrin/totp/activate/").status_code == 302
    # Who finds the computer open cannot lock its owner out.
    client.post("/konto/bekraeft/", {"password": PASSWORD})
    page = client.get("/konto/totrin/totp/activate/").content.decode()
    assert " style=" not in page
    assert "data:" not in page
    shown = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert shown is not None
    secret = shown[1]
    client.post("/konto/totrin/totp/activate/", {"code": code_for(secret)})
    spare = client.get("/konto/totrin/recovery-codes/").content.decode()
    codes = re.findall(r"<li><code>([^<]+)</code></li>", spare)
    assert len(codes) == 10

    elsewhere = Client()
    assert log_in(elsewhere) == "/konto/totrin/authenticate/"
    assert elsewhere.get("/maal/").status_code == 302
    assert elsewhere.get("/konto/totrin/authenticate/").status_code == 200
    assert elsewhere.post("/konto/totrin/authenticate/", {"code": "000000"}).status_code == 200
    assert elsewhere.post("/konto/totrin/authenticate/", {"code": codes[0]}).status_code == 302
    assert elsewhere.get("/maal/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/konto/log-ud/",
        "/konto/adgangskode/",
        "/konto/bekraeft/",
        "/konto/totrin/",
        "/konto/totrin/totp/activate/",
        "/konto/totrin/recovery-codes/generate/",
    ],
)
def test_every_page_about_oneself_is_ours(client: Client, anna: User, address: str) -> None:
    log_in(client)
    response = client.get(address, follow=True)
    assert response.status_code == 200
    assert "· Samspil</title>" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/konto/opret/",
        "/konto/lukket/",
        "/konto/glemt/",
        "/konto/glemt/sendt/",
        "/konto/glemt/faerdig/",
        "/konto/glemt/1-x/",
    ],
)
def test_every_page_for_those_outside_is_ours(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert "· Samspil</title>" in response.content.decode()
