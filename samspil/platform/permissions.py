"""Gives a permission its name: one predicate on a user and a row, as django-rules wants it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from rules.permissions import add_perm
from rules.predicates import predicate

Test = TypeVar("Test", bound=Callable[..., bool])


def permission(name: str) -> Callable[[Test], Test]:
    """Register the predicate below as the permission of that name; it can still be called as it is."""

    def register(test: Test) -> Test:
        # The library is not typed.
        register_untyped: Any = add_perm
        predicate_untyped: Any = predicate
        register_untyped(name, predicate_untyped(test))
        return test

    return register
