"""What is posted leaves once, when its reader wants it, and its fate is known."""

from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends import locmem
from django.urls import resolve

from samspil.organisations.models import Organisation, User
from samspil.platform.clock import COPENHAGEN
from samspil.platform.messages import sending
from samspil.platform.messages.actions import choose, note_delivery, post, send_again
from samspil.platform.messages.kinds import Delivery, Mode, State
from samspil.platform.messages.models import Message
from samspil.platform.messages.queries import messages_for, outbox, troubled

pytestmark = pytest.mark.django_db

WEDNESDAY = dt.date(2022, 9, 28)


def at(hour: int, minute: int = 0, day: int = 28) -> dt.datetime:
    return dt.datetime(2022, 9, day, hour, minute, tzinfo=COPENHAGEN)


@pytest.fixture
def anna(hub: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("anna@example.dk", hub)


def posted(to: User | str, **other: Any) -> Message:
    values: dict[str, Any] = {
        "subject": "Du har fået en henvisning",
        "body": "Business Lemvig har henvist en virksomhed til dig.",
        "kind": "referrals",
        "on": WEDNESDAY,
        **other,
    }
    return post(to=to, **values)


def state(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_a_message_is_sent_once_with_a_link_and_the_way_to_ones_choices(anna: User, settings: Any) -> None:
    settings.ADDRESS = "https://samspil.example.dk"
    message = posted(anna, link="/henvisninger/7/")
    assert sending.send_due(now=at(10)) == 1
    assert sending.send_due(now=at(10, 1)) == 0
    (letter,) = mail.outbox
    assert letter.to == ["anna@example.dk"]
    assert letter.subject == "Du har fået en henvisning"
    assert "https://samspil.example.dk/henvisninger/7/" in str(letter.body)
    assert f"https://samspil.example.dk{sending.FOOT_ADDRESS}" in str(letter.body)
    assert state(message) == State.SENT
    assert message.sent_at == at(10)


def test_the_way_to_ones_choices_leads_to_the_page_of_them() -> None:
    assert resolve(sending.FOOT_ADDRESS).url_name == "notices"


def test_the_same_key_posts_once(anna: User) -> None:
    first = posted(anna, key="referral-7-day-3")
    assert posted(anna, key="referral-7-day-3", subject="Noget andet").pk == first.pk
    assert Message.objects.count() == 1


def test_a_message_for_a_coming_day_waits_for_it(anna: User) -> None:
    posted(anna, on=dt.date(2022, 9, 29))
    assert sending.send_due(now=at(23)) == 0
    assert sending.send_due(now=at(8, day=29)) == 1


def test_in_the_quiet_hours_a_message_waits_for_the_morning(anna: User) -> None:
    message = posted(anna)
    assert sending.send_due(now=at(19)) == 0
    message.refresh_from_db()
    assert message.due_at == at(7, day=29)
    assert sending.send_due(now=at(7, day=29)) == 1


@pytest.mark.parametrize("chosen", [True, False])
def test_an_urgent_call_back_breaks_the_quiet_only_by_the_readers_own_choice(
    anna: User, chosen: bool
) -> None:
    choose(by=anna, modes={}, urgent_always=chosen)
    posted(anna, kind="call_back", urgent=True)
    assert sending.send_due(now=at(21)) == (1 if chosen else 0)


def test_an_address_outside_is_not_written_to_at_night_unless_it_is_urgent() -> None:
    posted("kontakt@firma.example", subject="Til virksomheden")
    posted("ny@firma.example", subject="Invitation", urgent=True)
    assert sending.send_due(now=at(22)) == 1
    assert [letter.subject for letter in mail.outbox] == ["Invitation"]
    assert "Du vælger selv" not in str(mail.outbox[0].body)


def test_an_invitation_is_sent_at_once_and_cannot_be_switched_off(anna: User) -> None:
    with pytest.raises(ValidationError):
        choose(by=anna, modes={"invitation": Mode.NONE})
    posted(anna, kind="invitation")
    assert sending.send_due(now=at(22)) == 1


def test_the_days_messages_come_together_where_one_wants_that(anna: User) -> None:
    choose(by=anna, modes={"referrals": Mode.DAILY})
    for subject in ("Første", "Anden"):
        posted(anna, subject=subject)
    posted(anna, kind="cooperation", subject="Straks")
    assert sending.send_due(now=at(10)) == 1
    assert sending.send_due(now=at(7, 29, day=29)) == 0
    assert sending.send_due(now=at(7, 30, day=29)) == 2
    straks, together = mail.outbox
    assert straks.subject == "Straks"
    assert together.subject == "Samspil: 2 beskeder til dig"
    assert "Første" in str(together.body)
    assert "Anden" in str(together.body)


def test_what_one_does_not_want_is_not_sent_but_can_be_read(anna: User) -> None:
    choose(by=anna, modes={"referrals": Mode.NONE})
    message = posted(anna)
    assert sending.send_due(now=at(10)) == 0
    assert state(message) == State.UNWANTED
    assert list(messages_for(anna)) == [message]


def test_who_has_left_is_not_written_to(anna: User) -> None:
    message = posted(anna)
    anna.is_active = False
    anna.save()
    sending.send_due(now=at(10))
    assert state(message) == State.UNWANTED


def test_a_line_break_in_a_subject_makes_no_head_of_its_own(anna: User) -> None:
    posted(anna, subject="Hej\nBcc: alle@example.dk")
    sending.send_due(now=at(10))
    assert mail.outbox[0].subject == "Hej Bcc: alle@example.dk"
    assert mail.outbox[0].bcc == []


def test_a_wrong_address_is_refused_when_it_is_posted() -> None:
    with pytest.raises(ValidationError):
        posted("ingen adresse")


class Server:
    """A mail server that answers as it is told to."""

    def __init__(self) -> None:
        self.away: Exception | None = None
        self.answer: Exception | None = None
        self.taken: list[Any] = []

    def open(self) -> None:
        if self.away is not None:
            raise self.away

    def close(self) -> None:
        pass

    def send_messages(self, letters: list[Any]) -> int:
        if self.answer is not None:
            raise self.answer
        self.taken += letters
        return len(letters)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    made = Server()
    monkeypatch.setattr(sending, "get_connection", lambda: made)
    return made


def test_while_the_server_is_away_messages_wait_longer_and_longer_and_are_then_given_up(
    anna: User, server: Server
) -> None:
    choose(by=anna, modes={}, quiet_from=dt.time(0), quiet_to=dt.time(0), quiet_days_off=False)
    message = posted(anna)
    server.away = ConnectionRefusedError("refused")
    now, tries = at(10), 0
    while state(message) != State.GIVEN_UP:
        sending.send_due(now=now)
        message.refresh_from_db()
        tries += 1
        now = max(now, message.due_at)
    assert tries == 7
    assert "ConnectionRefusedError" in message.last_error
    assert message in troubled()


def test_one_try_tells_that_the_server_is_away_and_the_rest_just_wait(anna: User, server: Server) -> None:
    first, second = posted(anna), posted(anna, subject="En til")
    server.away = ConnectionRefusedError("refused")
    sending.send_due(now=at(10))
    assert (state(first), state(second)) == (State.FAILED, State.QUEUED)


def test_a_server_that_comes_back_gets_what_waited(anna: User, server: Server) -> None:
    message = posted(anna)
    server.away = TimeoutError("no answer")
    assert sending.send_due(now=at(10)) == 0
    assert state(message) == State.FAILED
    server.away = None
    assert sending.send_due(now=at(10)) == 0
    assert sending.send_due(now=at(10, 1)) == 1
    assert state(message) == State.SENT


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (smtplib.SMTPRecipientsRefused({"anna@example.dk": (550, b"no such user")}), State.GIVEN_UP),
        (smtplib.SMTPRecipientsRefused({"anna@example.dk": (451, b"try later")}), State.FAILED),
        (smtplib.SMTPDataError(554, b"rejected"), State.GIVEN_UP),
        (smtplib.SMTPDataError(452, b"full"), State.FAILED),
        (smtplib.SMTPServerDisconnected("gone"), State.UNSURE),
        (TimeoutError("no answer"), State.UNSURE),
    ],
)
def test_what_the_server_says_decides_whether_one_tries_again(
    anna: User, server: Server, answer: Exception, expected: State
) -> None:
    message = posted(anna)
    server.answer = answer
    assert sending.send_due(now=at(10)) == 0
    assert state(message) == expected


def test_what_may_have_been_sent_is_not_sent_again_by_itself(anna: User, server: Server) -> None:
    message = posted(anna)
    server.answer = TimeoutError("no answer")
    sending.send_due(now=at(10))
    server.answer = None
    assert sending.send_due(now=at(17)) == 0
    send_again(by=anna, message=message, now=at(17))
    assert sending.send_due(now=at(17)) == 1


class Killed(BaseException):
    """Stands for a process that ends in the middle."""


def test_a_sender_killed_between_claim_and_answer_leaves_a_message_that_is_perhaps_sent(
    anna: User, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = posted(anna)

    def die(_letters: list[Any]) -> int:
        raise Killed

    monkeypatch.setattr(server, "send_messages", die)
    with pytest.raises(Killed):
        sending.send_due(now=at(10))
    assert state(message) == State.SENDING
    monkeypatch.undo()
    assert sending.send_due(now=at(10, 10)) == 0
    assert state(message) == State.SENDING
    sending.send_due(now=at(10, 16))
    assert state(message) == State.UNSURE
    assert mail.outbox == []
    assert list(troubled()) == [message]


def test_without_a_mail_server_messages_wait_and_are_given_up_when_stale(anna: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = sending.CONSOLE
    message = posted(anna)
    assert sending.send_due(now=at(10)) == 0
    assert state(message) == State.QUEUED
    sending.send_due(now=at(10) + dt.timedelta(days=8))
    assert state(message) == State.GIVEN_UP


def test_a_returned_mail_is_found_by_its_message_id(anna: User) -> None:
    message = posted(anna)
    sending.send_due(now=at(10))
    claim = mail.outbox[0].extra_headers["Message-ID"].strip("<>").partition("@")[0]
    assert note_delivery(claim=claim, delivery=Delivery.BOUNCED, why="550 no such user") == 1
    message.refresh_from_db()
    assert message.delivery == Delivery.BOUNCED
    assert list(troubled()) == [message]
    assert note_delivery(claim="", delivery=Delivery.BOUNCED) == 0


def test_the_outbox_says_how_it_is_doing(anna: User) -> None:
    posted(anna)
    posted(anna, on=dt.date(2022, 10, 5))
    found = outbox(at(10))
    assert (found["due"], found["later"], found["failed"], found["given_up"]) == (1, 1, 0, 0)
    assert found["oldest"] == at(0)


def test_the_letter_is_in_the_readers_language(anna: User) -> None:
    anna.language = "en"
    anna.save()
    posted(anna)
    sending.send_due(now=at(10))
    assert isinstance(mail.get_connection(), locmem.EmailBackend)
    assert mail.outbox[0].extra_headers["Auto-Submitted"] == "auto-generated"


def test_sending_asks_few_questions_however_many_messages_wait(
    anna: User, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    choose(by=anna, modes={"referrals": Mode.DAILY})
    for number in range(30):
        posted(anna, subject=f"Nr. {number}", kind="cooperation" if number < 3 else "referrals")
    # Three letters of three questions each, one for each that is put off, and the three that find them.
    with django_assert_max_num_queries(3 + 3 * 3 + 27):
        sending.send_due(now=at(10))
