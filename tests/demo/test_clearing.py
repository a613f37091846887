"""A demo is thrown away when asked; an installation in use never is."""

from __future__ import annotations

import click
import pytest

from samspil.cli.demo import already_there
from samspil.demo.clearing import NotADemoError, clear
from samspil.organisations.models import Organisation
from tests.demo.conftest import AUTUMN


@pytest.mark.usefixtures("hub")
def test_an_installation_in_use_is_neither_filled_nor_thrown_away() -> None:
    with pytest.raises(click.ClickException, match="in use"):
        already_there(AUTUMN)
    with pytest.raises(NotADemoError):
        clear()
    assert Organisation.objects.exists()
