"""A NUL character is refused wherever it comes in."""

from __future__ import annotations

import pytest
from django.test import Client

from samspil.organisations.kinds import Role
from tests.web.conftest import Enter
from tests.web.reading import text


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("/ring-tilbage/", {"caller": "a\0b", "phone": "97 82 00 00"}),
        ("/ring-tilbage/", {"caller\0": "a"}),
        ("/soeg/?q=%00", None),
        ("/virksomheder/?q=a&q=%00", None),
    ],
)
def test_a_form_or_address_with_a_nul_character_is_refused_with_words(
    enter_as: Enter, address: str, given: dict[str, str] | None
) -> None:
    client = enter_as(Role.ADVISER)
    answer = client.get(address) if given is None else client.post(address, given)
    assert answer.status_code == 400
    assert "kan ikke læses" in text(answer)


def test_so_it_is_on_pages_for_those_without_log_in(db: None) -> None:
    for address in ("/konto/velkommen/a%00b/", "/konto/log-ind/?next=%00", "/henvisninger/svar/a%00/"):
        assert Client().get(address).status_code in {400, 404}, address
    assert Client().post("/konto/log-ind/", {"login": "a\0", "password": "x"}).status_code == 400
