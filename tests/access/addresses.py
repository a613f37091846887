"""An address of every named route, made of the rows of the world."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.world import World

# Which row an argument of an address stands for.
ROWS = {
    "subject": "company",
    "case": "case",
    "contact": "interaction",
    "enquiry": "enquiry",
    "referral": "referral",
    "visit": "joint visit",
    "request_key": "access request",
    "agreement": "agreement",
    "grey": "grey area",
    "task": "task",
    "document": "document on a case",
    "participation": "participation",
    "run": "run",
}
# The same, of what is shielded: another's browser learns not even that it is there.
HIDDEN = {
    "subject": "founder of a shielded case",
    "case": "shielded case",
    "contact": "interaction on a shielded case",
    "referral": "referral of a shielded case",
    "task": "task on a shielded case",
    "document": "document on a shielded case",
    "person": "contact person of a shielded case",
}
# What other arguments are where they stand for no row that matters; a row that there is none of is 9999.
WORDS: dict[str, Any] = {
    "number": 9999, "point": "8.1", "step": "skaerm", "kind": "referat", "slug": "x", "secret": "x",
    "token": "x", "name": "x", "office": 9999, "seat": 9999, "absence": 9999, "certificate": 9999,
    "unit": 9999, "mail": 9999, "defect": 9999, "message": 9999, "session": 9999, "offer": 9999,
    "survivor": 9999, "duplicate": 9999, "key": 9999, "view": 9999,
}  # fmt: skip


def routes() -> dict[str, list[str]]:
    """Every named route but those of the log-in, with the names of its arguments."""
    return {name: args for name, args in _routes(get_resolver().url_patterns) if not _of_log_in(name)}


def _of_log_in(name: str) -> bool:
    return name.startswith(("account_", "mfa_"))


def _routes(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, list[str]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns)
        else:
            yield str(pattern.name), re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern))


def known(world: World) -> dict[str, Any]:
    """What each argument is, for the world's open rows."""
    given = {name: world.rows[kind].pk for name, kind in ROWS.items()}
    session = world.rows["participation"].session
    return {
        **WORDS, **given, "organisation": world.organisations["owner"].pk, "person": world.own.pk,
        "adviser": world.own.pk, "number": world.rows["import"].pk, "session": session.pk,
        "offer": session.offer_id, "version": world.rows["run"].contract_version_id,
    }  # fmt: skip


# Arguments that mean another thing on one route.
OTHERWISE: dict[str, dict[str, Any]] = {
    "goal": {"number": 8},
    "import-template": {"kind": "companies"},
    "unmerge": {"number": 9999},
    "agreement-end": {"agreement": 9999},
    "agreement": {},
}


def address(world: World, name: str, given: Mapping[str, Any] | None = None) -> str:
    """The address of a route; KeyError names an argument that stands for nothing yet."""
    values = {**known(world), **OTHERWISE.get(name, {}), **(given or {})}
    if name in ("contact-person", "contact-person-left") and not (given and "person" in given):
        values["person"] = world.rows["contact person"].pk
    if name == "history":
        values |= {"kind": "forloeb", "key": world.rows["case"].pk, **(given or {})}
    wanted = routes()[name]
    missing = [arg for arg in wanted if arg not in values]
    assert not missing, (
        f"{name} has the new arguments {missing}: say in tests/access/addresses.py what they are"
    )
    return reverse(name, kwargs={arg: values[arg] for arg in wanted})
