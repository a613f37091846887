"""What is decided about organisations and people: who may give which role, how a service is run, its name."""

from __future__ import annotations

from collections.abc import Iterable

# Who works with companies leads, guides or helps; nobody makes another more than this (a code of Role).
GRANTS: dict[str, frozenset[str]] = {
    "administrator": frozenset(
        {
            "adviser",
            "student_helper",
            "unit_leader",
            "director",
            "secretariat",
            "evaluator",
            "administrator",
        }
    ),
    "director": frozenset({"adviser", "student_helper", "unit_leader", "evaluator"}),
    "unit_leader": frozenset({"adviser", "student_helper"}),
}
# Of whom a second factor is demanded where an organisation asks its leaders for one.
KEYHOLDERS = frozenset({"administrator", "director", "unit_leader"})
# How long the link of an invitation works: a week off and the days around it.
INVITATION_DAYS = 14

# The operator models of the proposal (A24), by the footing of an agreement.
MODELS = {
    "own_department": "own",
    "grant": "own",
    "contract": "own",
    "shared": "joint",
    "bought": "bought",
}


def grantable(roles: Iterable[str]) -> frozenset[str]:
    """Return the roles that somebody who has these may give and take away."""
    return frozenset().union(*(GRANTS.get(role, frozenset()) for role in roles))


def operator_model(footing: str) -> str:
    """Return how a municipality has its service done: own, joint, or bought from a neighbour."""
    return MODELS[footing]


def demands_second_factor(setting: str, roles: Iterable[str]) -> bool:
    """Return whether an organisation with that setting demands a second factor of who has these roles."""
    if setting == "everyone":
        return True
    return setting == "leaders" and bool(KEYHOLDERS & set(roles))


def expected_name(municipalities: Iterable[str]) -> str:
    """Return what a local service is called when the same kind of name is used everywhere (A20).

    "Business Lemvig", and for several municipalities their names joined: "Business Norddjurs-Syddjurs".
    """
    return "Business " + "-".join(municipalities)


def follows_naming(name: str) -> bool:
    """Return whether a local service's name says Business and a place: its municipalities or their land."""
    first, _, place = name.partition(" ")
    return first.casefold() == "business" and bool(place.strip())
