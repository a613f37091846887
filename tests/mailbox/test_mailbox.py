"""Mails forwarded to an own address: taken when proven, placed when known, refused with a reason."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import override_settings

from samspil.companies.actions import add_contact_person, register_company
from samspil.companies.models import Approach, Company
from samspil.guidance.kinds import InteractionKind
from samspil.guidance.models import Interaction
from samspil.mailbox import actions, rules
from samspil.mailbox.actions import UnknownAddressError
from samspil.mailbox.kinds import Refusal, State
from samspil.mailbox.letter import LARGEST, Letter, UnreadableMailError, read
from samspil.mailbox.models import IncomingMail, MailAddress
from samspil.mailbox.queries import address_of, mails_for, waiting_for
from samspil.organisations import actions as organisations
from samspil.organisations.kinds import Role
from samspil.organisations.models import Organisation, User
from samspil.platform.audit.models import Event
from samspil.platform.messages.models import Message

DOMAIN, AUTHSERV = "mail.samspil.dk", "mx.samspil.dk"
NOW = dt.datetime(2022, 9, 14, 10, 0, tzinfo=dt.UTC)
PASS = f"{AUTHSERV}; dkim=pass header.d=hus.dk; spf=pass smtp.mailfrom=anna@hus.dk"
FORWARDED = """Til orientering.

---------- Videresendt mail ----------
Fra: Ida Ibsen <ida@nordvest-smed.dk>
Til: Anna <anna@hus.dk>
Emne: Eksport

Hej Anna. Vi vil gerne tale om eksport."""


@pytest.fixture
def anna(hub: Organisation) -> User:
    user = organisations.create_user(by=None, email="anna@hus.dk", name="Anna", password=None)
    organisations.grant(by=None, user=user, organisation=hub, role=Role.ADVISER)
    return user


@pytest.fixture
def token(anna: User) -> str:
    return actions.renew_address(by=anna).token


@pytest.fixture
def company(hub: Organisation) -> Company:
    return register_company(by=None, name="Nordvest Smedeværk A/S", website="https://www.nordvest-smed.dk/om")


def mail(token: str, text: str = FORWARDED, results: str = PASS, **heads: str) -> bytes:
    """A mail as a mail server pipes it."""
    message = EmailMessage()
    told = {
        "From": "Anna <anna@hus.dk>", "To": f"log+{token}@{DOMAIN}", "Subject": "Fwd: Eksport",
        "Date": "Tue, 13 Sep 2022 09:00:00 +0200", "Message-ID": "<1@hus.dk>",
    } | heads  # fmt: skip
    for name, value in told.items():
        message[name] = value
    if results:
        message["Authentication-Results"] = results
    message.set_content(text)
    return message.as_bytes()


def take(raw: bytes) -> IncomingMail:
    return actions.receive(letter=read(raw), domain=DOMAIN, authserv=AUTHSERV, now=NOW)


def test_a_mail_from_a_known_person_stands_with_the_company_and_partners_learn_nothing(
    anna: User, token: str, company: Company, hub: Organisation
) -> None:
    other = register_company(by=None, name="En anden", website="https://nordvest-smed.dk")
    add_contact_person(by=anna, subject=other, organisation=hub, name="Ida", email="ida@nordvest-smed.dk")
    held = take(mail(token))
    contact = Interaction.objects.get()
    assert (contact.subject_id, contact.kind, contact.on) == (
        other.pk,
        InteractionKind.MAIL,
        dt.date(2022, 9, 13),
    )
    assert contact.note.startswith("Fwd: Eksport\n\nTil orientering.")
    assert (contact.adviser, contact.organisation) == (anna, hub)
    assert (held.state, held.text, held.interaction) == (State.PLACED, "", contact)
    assert not Approach.objects.exists()


def test_without_a_known_person_the_website_tells_the_company(token: str, company: Company) -> None:
    take(mail(token))
    assert Interaction.objects.get().subject_id == company.pk


def test_a_shared_domain_tells_nothing_and_the_mail_waits(anna: User, token: str) -> None:
    register_company(by=None, name="Gmail-firma", website="https://gmail.com")
    held = take(mail(token, FORWARDED.replace("nordvest-smed.dk", "gmail.com")))
    assert held.state == State.WAITING
    assert list(waiting_for(anna)) == [held]
    assert not Interaction.objects.exists()


def test_two_companies_that_it_may_be_are_not_guessed_between(token: str, company: Company) -> None:
    register_company(by=None, name="Søsterfirma", website="https://nordvest-smed.dk")
    assert take(mail(token)).state == State.WAITING


def test_the_same_mail_delivered_twice_is_stored_once(token: str, company: Company) -> None:
    first, second = take(mail(token)), take(mail(token))
    assert first.pk == second.pk
    assert Interaction.objects.count() == 1


UNPROVEN: list[tuple[str, dict[str, str]]] = [
    ("no result at all", {"results": ""}),
    ("failed", {"results": f"{AUTHSERV}; dkim=fail header.d=hus.dk; spf=softfail smtp.mailfrom=anna@hus.dk"}),
    ("another server's word", {"results": "mx.ond.dk; dkim=pass header.d=hus.dk"}),
    ("another domain's signature", {"results": f"{AUTHSERV}; dkim=pass header.d=ond.dk"}),
    ("a domain that only ends alike", {"results": f"{AUTHSERV}; dkim=pass header.d=ondhus.dk"}),
    ("the words in a comment", {"results": f"{AUTHSERV}; dkim=none (dkim=pass header.d=hus.dk)"}),
]


@pytest.mark.parametrize(("case", "changes"), UNPROVEN)
def test_a_sender_that_our_server_has_not_proven_is_refused_and_the_text_is_not_kept(
    anna: User, token: str, company: Company, case: str, changes: dict[str, str]
) -> None:
    held = take(mail(token, **changes))
    assert (held.state, held.refusal, held.text) == (State.REFUSED, Refusal.UNPROVEN, ""), case
    assert not Interaction.objects.exists()
    # A forged mail is answered by nobody.
    assert not Message.objects.exists()


def test_only_the_topmost_result_of_our_own_server_counts() -> None:
    lied = [f"{AUTHSERV}; dkim=fail header.d=hus.dk", f"{AUTHSERV}; dkim=pass header.d=hus.dk"]
    assert not rules.is_proven(lied, authserv=AUTHSERV, sender="anna@hus.dk")
    other = ["mx.andre.dk; dkim=pass header.d=hus.dk", PASS]
    assert rules.is_proven(other, authserv=AUTHSERV, sender="anna@hus.dk")


@pytest.mark.parametrize("sender", ["bo@hus.dk", "anna@hus.dk, bo@ond.dk", "Anna anna@hus.dk <bo@ond.dk>"])
def test_only_the_users_own_address_may_send(token: str, sender: str) -> None:
    held = take(mail(token, From=sender, results=PASS))
    assert held.refusal == Refusal.SENDER


def test_a_cpr_number_is_refused_with_notice_and_kept_nowhere(
    anna: User, token: str, company: Company
) -> None:
    held = take(mail(token, "Hans nummer er 010190-1234", Subject="Om 010190-1234"))
    assert (held.state, held.refusal, held.title) == (State.REFUSED, Refusal.CPR, "")
    message = Message.objects.get()
    everything = str([*IncomingMail.objects.values(), *Event.objects.values(), *Message.objects.values()])
    assert "010190" not in everything
    assert message.user == anna


def test_a_mail_that_was_refused_is_taken_when_it_comes_again_proven(token: str, company: Company) -> None:
    assert take(mail(token, results="")).state == State.REFUSED
    assert take(mail(token)).state == State.PLACED


def test_an_address_that_is_nobodys_stores_nothing(token: str) -> None:
    for wrong in ("0" * 20, token.upper() + "x"):
        with pytest.raises(UnknownAddressError):
            take(mail(wrong))
    assert not IncomingMail.objects.exists()


def test_a_new_address_ends_the_old_one(anna: User, token: str) -> None:
    assert actions.renew_address(by=anna).token != token
    with pytest.raises(UnknownAddressError):
        take(mail(token))
    with override_settings(SAMSPIL_MAIL_DOMAIN=DOMAIN):
        assert address_of(anna) == f"log+{MailAddress.objects.get().token}@{DOMAIN}"


def test_who_has_left_or_works_nowhere_takes_no_mail(anna: User, token: str) -> None:
    anna.memberships.all().delete()
    assert take(mail(token)).refusal == Refusal.NO_PLACE
    anna.is_active = False
    anna.save()
    with pytest.raises(UnknownAddressError):
        take(mail(token, **{"Message-ID": "<2@hus.dk>"}))


def test_a_colleague_does_not_see_ones_mails(anna: User, token: str, hub: Organisation) -> None:
    take(mail(token))
    bo = organisations.create_user(by=None, email="bo@hus.dk", name="Bo", password=None)
    organisations.grant(by=None, user=bo, organisation=hub, role=Role.DIRECTOR)
    assert mails_for(anna).count() == 1
    assert not mails_for(bo).exists()


def test_placing_and_laying_away_leave_the_text_in_one_place_or_none(
    anna: User, token: str, company: Company, hub: Organisation
) -> None:
    company.website = ""
    company.save()
    held, other = take(mail(token)), take(mail(token, **{"Message-ID": "<2@hus.dk>"}))
    contact = actions.place_mail(
        by=anna, mail=held, subject=company, organisation=hub, today=dt.date(2022, 9, 14)
    )
    actions.dismiss_mail(by=anna, mail=other)
    assert "eksport" in contact.note
    assert not IncomingMail.objects.exclude(text="").exists()
    kinds = Event.objects.filter(kind="mailbox.IncomingMail")
    assert "eksport" not in str(list(kinds.values_list("changes", "details")))


def letter(**parts: Any) -> Letter:
    message = EmailMessage()
    message["From"], message["Subject"] = "anna@hus.dk", "Fwd"
    if "html" in parts:
        message.set_content(parts["html"], subtype="html")
    else:
        message.set_content(parts.get("text", "Hej"))
    for name, data in parts.get("files", {}).items():
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    if "forwarded" in parts:
        message.add_attachment(parts["forwarded"])
    return read(message.as_bytes())


def test_html_is_read_as_words_and_never_as_a_program() -> None:
    held = letter(
        html="<head><style>p{}</style></head><p>Hej &amp; hej</p><script>alert(1)</script><p>Slut</p>"
    )
    assert held.text == "Hej & hej\nSlut"


def test_attachments_are_counted_and_left() -> None:
    held = letter(files={"regnskab.pdf": b"%PDF"})
    assert (held.attachments, held.text) == (1, "Hej")


def test_a_mail_forwarded_as_an_attachment_gives_its_text_and_its_addresses() -> None:
    inner = EmailMessage()
    inner["From"], inner["To"] = "Ida <ida@nordvest-smed.dk>", "anna@hus.dk"
    inner.set_content("Vi vil gerne tale om eksport.")
    held = letter(forwarded=inner)
    assert held.inner == ["ida@nordvest-smed.dk", "anna@hus.dk"]
    assert "tale om eksport" in held.text


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 500, b"hello", b"Subject: x\n\ny"])
def test_what_is_no_mail_is_told_so(raw: bytes) -> None:
    with pytest.raises(UnreadableMailError, match="no mail"):
        read(raw)


def test_a_mail_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableMailError, match="10 MB"):
        read(b"From: anna@hus.dk\n\n" + b"x" * LARGEST)


def test_an_unknown_character_set_loses_no_mail() -> None:
    raw = b"From: anna@hus.dk\nContent-Type: text/plain; charset=klingon\n\nHej \xc3\xa6"
    assert read(raw).text.startswith("Hej")
