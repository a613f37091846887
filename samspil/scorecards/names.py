"""Finds names for surrogate keys in the database: any number of them in one query."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import connection

from samspil.guidance.queries import shielded_from
from samspil.scorecards import rules

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.organisations.models import User

# The members as a table (i, k, hit): place in the list, key, whether the search has found it already.
LISTED = {
    "sqlite": "SELECT json_extract(value, '$[0]') AS i, json_extract(value, '$[1]') AS k, "
    "json_extract(value, '$[2]') AS hit FROM json_each(%s)",
    "postgresql": "SELECT (value->>0)::integer AS i, value->>1 AS k, (value->>2)::integer AS hit "
    "FROM jsonb_array_elements(%s::jsonb)",
}
COLUMNS = {"name": "s.sort_key", "cvr": "s.cvr_number"}


@dataclass(frozen=True)
class Wanted:
    """A part of the list: the text to look for, folded and as typed without spaces; order; which rows."""

    text: str
    typed: str
    sort: str
    descending: bool
    offset: int
    limit: int


@dataclass(frozen=True)
class Named:
    """A place in the list and who stands there; empty for a key that leads to nobody any more."""

    i: int
    subject_id: int | None
    name: str
    cvr_number: str


@dataclass(frozen=True)
class Found:
    """The rows asked for, and how many there are in all."""

    rows: list[Named]
    total: int


def named(frame: pl.DataFrame, wanted: Wanted) -> Found:
    """Find the names of a frame with i, subject and hit; searched, ordered and cut by the database."""
    if frame.is_empty():
        return Found([], 0)
    listed = json.dumps(frame.select("i", "subject", pl.col("hit").cast(pl.Int8)).rows())
    where, parameters = _search(wanted)
    # An unknown or missing value stands last in either direction.
    column = COLUMNS.get(wanted.sort)
    order = f"{column} IS NULL, {column} {'DESC' if wanted.descending else 'ASC'}, c.i" if column else "c.i"
    # Only words of ours are put together here; what a user wrote is a parameter.
    sql = (
        f"SELECT c.i, s.id, s.name, s.cvr_number, COUNT(*) OVER () FROM ({LISTED[connection.vendor]}) c "  # noqa: S608  see above
        f"LEFT JOIN companies_subject s ON s.key = c.k {where} ORDER BY {order} LIMIT %s OFFSET %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [listed, *parameters, wanted.limit, wanted.offset])
        rows = cursor.fetchall()
    # A page beyond the last has no row that could tell how many there are.
    total = frame.height if not where else rows[0][4] if rows else 0
    return Found([Named(i, number, name or "", cvr or "") for i, number, name, cvr, _ in rows], total)


def _search(wanted: Wanted) -> tuple[str, list[str]]:
    if not wanted.text:
        return "", []
    parts, parameters = ["c.hit = 1", "s.search_key LIKE %s"], [f"%{wanted.text}%"]
    if wanted.typed.isdigit():
        parts.append("s.cvr_number LIKE %s")
        parameters.append(f"{wanted.typed}%")
    return f"WHERE {' OR '.join(parts)}", parameters


def secrets_of(user: User | AnonymousUser, hub: int) -> tuple[pl.Series, pl.Series]:
    """Keys of subjects the user must not find here, and keys of answers that may be seen; in one query.

    The first are those with a case of the hub's that is shielded from the user, and whom they have
    become since: a list names the last successor. What others shield is not in the hub's snapshot, and
    to hide it here would tell of it.
    """
    cases, parameters = _sql(user, hub)
    # Only words of ours and the ORM's are put together here.
    sql = (
        f"WITH RECURSIVE hidden(id) AS (SELECT h.subject_id FROM ({cases}) h "  # noqa: S608  see above
        "UNION SELECT n.successor_id FROM companies_succession n JOIN hidden p ON n.predecessor_id = p.id) "
        "SELECT 0, s.key FROM companies_subject s JOIN hidden ON hidden.id = s.id "
        "UNION ALL SELECT 1, CAST(a.id AS varchar(20)) FROM surveys_evaluationanswer a "
        "WHERE a.consented AND a.organisation_id = %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*parameters, hub])
        rows = cursor.fetchall()
    shielded = [key for which, key in rows if which == 0]
    consented = [rules.row_key(rules.ANSWER, int(key)) for which, key in rows if which == 1]
    return pl.Series(shielded, dtype=pl.String), pl.Series(consented, dtype=pl.String)


def _sql(user: User | AnonymousUser, hub: int) -> tuple[str, list[Any]]:
    """The subjects of the hub's shielded cases as the ORM would ask for them."""
    query = shielded_from(user).filter(organisation=hub).order_by().values("subject_id").query
    sql, parameters = query.get_compiler(connection=connection).as_sql()
    return sql, list(parameters)
