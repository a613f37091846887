"""Every route of the pages with an address to open it by: a new route without one fails the tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from samspil.companies.models import Subject
from tests.web.routes import (
    cases,
    companies,
    contacts,
    cooperation,
    intake,
    organisations,
    referrals,
    workday,
)
from tests.web.routes.route import Reader, Route

if TYPE_CHECKING:
    from tests.web.scored import Scored

AREAS = (organisations, companies, contacts, cases, cooperation, referrals, workday, intake)

# Routes that answer a browser with something else than a page: a redirect, a file, a picture.
# Each area names its own, and its pages, in its module beside this one.
NO_PAGE = {
    "language",
    "home",
    "scorecards",
    "contracts",
    "contract-folder",
    "account_signup",
    "mfa_download_recovery_codes",
} | {name for area in AREAS for name in area.NO_PAGE}


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


# What needs no data to be opened, by who opens it.
ALONE: dict[Reader, tuple[str, ...]] = {
    "director": (
        "gallery",
        "accessibility",
        "account_logout",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
    ),
    "stranger": (
        "account_login",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        # Reached by logging in as somebody with a second factor.
        "mfa_authenticate",
    ),
    "guarded": (
        "mfa_reauthenticate",
        "mfa_deactivate_totp",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
    ),
}
# One of each shape: without groups, waves, another's, segments, a map of offers, the spread, unmeasured.
POINTS = ("1.1", "1.2", "2.1", "3.1", "4.2", "8.1", "8.2")


def pages(scored: Scored) -> list[Route]:
    """Every page; some routes in more than one state."""
    alone = [Route(name, reverse(name), reader) for reader, every in ALONE.items() for name in every]
    broken_link = reverse("account_reset_password_from_key", args=["1", "x"])
    others = [route for area in AREAS for route in area.pages(scored)]
    broken = Route("account_reset_password_from_key", broken_link, "stranger")
    return [*_scored(scored), *alone, broken, *others]


def _scored(scored: Scored) -> Iterator[Route]:
    """The pages of a run and of its contract, as the director sees them."""
    run, version = scored.september.pk, scored.version.pk
    company = Subject.objects.filter(cases__shielded=False).order_by("pk")[0]
    known: dict[str, list[tuple[object, ...]]] = {
        "scorecard": [(run,)],
        "goal": [(run, 3), (run, 9)],
        "point": [(run, point) for point in POINTS],
        "rows": [(run, "8.3"), (run, "8.2")],
        "standing": [(run, company.pk)],
        "contract": [(version,)],
        "financing": [(version,)],
    }
    for name, every in known.items():
        yield from (Route(name, reverse(name, args=args)) for args in every)
    yield Route("rows", reverse("rows", args=[run, "8.1"]) + "?rolle=excluded:no_municipality")
    yield Route("history", reverse("history", args=["virksomhed", company.pk]))
