"""Every route of the pages with an address to open it by: a new route without one fails the tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from samspil.companies.models import Subject

if TYPE_CHECKING:
    from tests.web.scored import Scored


Reader = Literal["stranger", "director", "guarded"]


@dataclass(frozen=True)
class Route:
    """A page by its route's name, and who opens it; `guarded` is somebody with a second factor."""

    name: str
    address: str
    reader: Reader = "director"


# Routes that answer a browser with something else than a page: a redirect, a file, a picture.
NO_PAGE = {
    "language",
    "home",
    "scorecards",
    "contracts",
    "contract-folder",
    "account_signup",
    "mfa_download_recovery_codes",
}


def names() -> set[str]:
    """The names of all routes in the URL configuration."""
    return set(_names(get_resolver().url_patterns))


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield pattern.name


def pages(scored: Scored) -> list[Route]:
    """Every page, opened as the director sees it; some routes in more than one state."""
    run, version = scored.september.pk, scored.version.pk
    company = Subject.objects.filter(cases__shielded=False).order_by("pk").first()
    assert company is not None
    known: dict[str, list[tuple[object, ...]]] = {
        "scorecard": [(run,)],
        "goal": [(run, 3), (run, 9)],
        "point": [
            (run, "1.1"),
            (run, "1.2"),
            (run, "2.1"),
            (run, "3.1"),
            (run, "4.2"),
            (run, "8.1"),
            (run, "8.2"),
        ],
        "rows": [(run, "8.3"), (run, "8.2")],
        "standing": [(run, company.pk)],
        "contract": [(version,)],
        "financing": [(version,)],
        "gallery": [()],
        "accessibility": [()],
        "account_logout": [()],
        "account_change_password": [()],
        "account_reauthenticate": [()],
        "mfa_index": [()],
        "mfa_activate_totp": [()],
    }
    inside = [Route(name, reverse(name, args=args)) for name, every in known.items() for args in every]
    left_out = reverse("rows", args=[run, "8.1"]) + "?rolle=excluded:no_municipality"
    outside = [
        "account_login",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        # Reached by logging in as somebody with a second factor.
        "mfa_authenticate",
    ]
    guarded = [
        "mfa_reauthenticate",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
    ]
    broken_link = reverse("account_reset_password_from_key", args=["1", "x"])
    return [
        *inside,
        Route("rows", left_out),
        *(Route(name, reverse(name), "stranger") for name in outside),
        Route("account_reset_password_from_key", broken_link, "stranger"),
        *(Route(name, reverse(name), "guarded") for name in guarded),
    ]
