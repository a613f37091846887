"""Columns and constraints that several rooms need and that must mean the same on both databases."""

from __future__ import annotations

import re
import secrets
import string
from typing import TYPE_CHECKING, Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    Text = models.CharField[str, str]
    Email = models.EmailField[str, str]
else:
    # Only the type checker can tell what a field holds.
    Text = models.CharField
    Email = models.EmailField

CODES = RegexValidator(re.compile(r"\A[a-z0-9_-]+(;[a-z0-9_-]+)*\Z"), _("Koder adskilles af semikolon."))


class _ByteByByte:
    """SQLite compares bytes by itself; PostgreSQL would follow the language of the server."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        # What is mixed in below is a field, which the type checker cannot tell.
        parameters = super().db_parameters(connection)  # type: ignore[misc]
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class KeyField(_ByteByByte, Text):
    """Text compared byte by byte, so that order and prefixes are the same on both databases."""


class KeyEmailField(_ByteByByte, Email):
    """An e-mail compared byte by byte, so that its beginning can be searched on both databases."""


def surrogate_key() -> str:
    """Return a random key that says nothing of whom it stands for and cannot be taken for a CPR number."""
    # Letters only: among forty thousand keys with digits some would hold ten that look like a CPR number.
    return "s" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(16))


def one_of(
    field: str, choices: type[models.TextChoices], *, name: str, blank: bool = False
) -> models.CheckConstraint:
    """Return the constraint that a code is one of the list, or empty where that is allowed."""
    values = [*choices.values, *([""] if blank else [])]
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": values}), name=name)


def not_before(last: str, first: str, *, name: str) -> models.CheckConstraint:
    """Return the constraint that something ends no earlier than it starts, where both days are known."""
    condition = (
        models.Q(**{f"{last}__isnull": True})
        | models.Q(**{f"{first}__isnull": True})
        | models.Q(**{f"{last}__gte": models.F(first)})
    )
    return models.CheckConstraint(condition=condition, name=name)


def checked(row: models.Model) -> None:
    """Raise ValidationError for what a row's own columns cannot hold, without asking the database.

    `full_clean` asks once for every relation and constraint. Relations were looked up by whoever hands
    them in, and the database guards the constraints; an action says the rules that have words itself.
    """
    relations = [field.name for field in row._meta.concrete_fields if field.is_relation]
    row.clean_fields(exclude=relations)
    row.clean()
