"""The index behind the search: the words of names, kept by the database itself, on SQLite and PostgreSQL.

Triggers and expression indexes keep it true, so that actions, imports and bulk loads need do nothing.
On SQLite two FTS5 tables hold the words of companies and of contact persons; on PostgreSQL two GIN
indexes do. A person's words begin with the organisation that noted the person, as o12xjensen, so that
a search among one organisation's people never walks through all. `companies_word` lists all words: what
a slip of the pen is compared with. The statements are in sql/, and need no extension.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

# Comes after every sign of a key, so that a beginning is a range.
AFTER = "~"
SQL = Path(__file__).parent / "sql"

_SUBJECTS = {
    "postgresql": "SELECT id, search_key FROM companies_subject "
    "WHERE companies_words(search_key) @@ %s::tsquery LIMIT %s",
    "sqlite": "SELECT named.id, named.search_key FROM companies_subject_words AS words "
    "JOIN companies_subject AS named ON named.id = words.rowid "
    "WHERE companies_subject_words MATCH %s LIMIT %s",
}
_PERSONS = {
    "postgresql": "SELECT id FROM companies_contactperson "
    "WHERE companies_words(search_key, organisation_id) @@ %s::tsquery LIMIT %s",
    "sqlite": "SELECT rowid FROM companies_person_words WHERE companies_person_words MATCH %s LIMIT %s",
}
# The words that are among the first, and those that begin as one of the second: at most so many of each.
_KNOWN = {
    "postgresql": "SELECT word FROM companies_word WHERE word = ANY(%s::text[]) UNION "
    "SELECT found.word FROM unnest(%s::text[]) AS form, LATERAL (SELECT word FROM companies_word "
    'WHERE word >= form COLLATE "C" AND word < (form || \'~\') COLLATE "C" LIMIT 5) AS found',
    "sqlite": "SELECT word FROM companies_word WHERE word IN (SELECT value FROM json_each(%s)) UNION ALL "
    "SELECT * FROM (SELECT known.word FROM json_each(%s) AS form CROSS JOIN companies_word AS known "
    "WHERE known.word >= form.value AND known.word < form.value || '~' LIMIT 1000)",
}


def install(database: BaseDatabaseWrapper) -> None:
    """Make the index where it is not as it should be, and fill it; run after every migration.

    On SQLite a migration that builds a table anew drops its triggers, which is seen and mended here.
    """
    script = (SQL / f"words-{database.vendor}.sql").read_text(encoding="utf-8")
    with transaction.atomic(using=database.alias), database.cursor() as cursor:
        if database.vendor == "postgresql":
            mark = hashlib.sha256(script.encode()).hexdigest()[:16]
            cursor.execute(
                "SELECT to_regclass('companies_contactperson')::text, "
                "obj_description(to_regclass('companies_word'))"
            )
            people, said = cursor.fetchone()
            if people is not None and said != mark:
                cursor.execute(script)
                # What was built, so that only what has changed is built again.
                cursor.execute(f"COMMENT ON TABLE companies_word IS '{mark}'")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'trigger')")
        there = dict(cursor.fetchall())
        triggers = [each for each in _statements(script) if each.startswith("CREATE TRIGGER")]
        if "companies_contactperson" in there and not set(triggers) <= set(there.values()):
            for statement in _statements(script):
                cursor.execute(statement)


def _statements(script: str) -> Iterator[str]:
    """Part a script as SQLite reads it: a trigger holds semicolons of its own."""
    lines: list[str] = []
    for line in script.splitlines():
        if line.startswith("--") or not (line or lines):
            continue
        lines.append(line)
        if sqlite3.complete_statement("\n".join(lines)):
            yield "\n".join(lines).removesuffix(";")
            lines = []


@dataclass(frozen=True)
class Words:
    """Asks the index: in a group of words one must be met, and every group must.

    A word that ends in * is a beginning. Keys hold no sign that means anything to either database.
    """

    database: BaseDatabaseWrapper

    def subjects(self, groups: Sequence[Collection[str]], most: int) -> list[tuple[int, str]]:
        """Return companies and founders by the words of their names: key, and the name's search key."""
        return self._found(_SUBJECTS, groups, most)

    def persons(
        self, groups: Sequence[Collection[str]], organisations: Collection[int], most: int
    ) -> list[int]:
        """Return the keys of contact persons that the organisations noted, by the words of their names."""
        owned = [[f"o{key}x{word}" for key in sorted(organisations) for word in group] for group in groups]
        return [key for (key,) in self._found(_PERSONS, owned, most)]

    def known(self, words: Collection[str], beginnings: Collection[str]) -> set[str]:
        """Return the words of some name that are among the words, or begin as one of the beginnings."""
        lists = [sorted(words), sorted(beginnings)]
        asked: Any = [json.dumps(each) for each in lists] if self.database.vendor == "sqlite" else lists
        with self.database.cursor() as cursor:
            cursor.execute(_KNOWN[self.database.vendor], asked)
            return {word for (word,) in cursor.fetchall()}

    def _found(
        self, statements: dict[str, str], groups: Sequence[Collection[str]], most: int
    ) -> list[tuple[Any, ...]]:
        if self.database.vendor == "postgresql":
            asked = " & ".join(f"({' | '.join(map(_lexeme, group))})" for group in groups)
        else:
            asked = " AND ".join(f"({' OR '.join(map(_term, group))})" for group in groups)
        with self.database.cursor() as cursor:
            cursor.execute(statements[self.database.vendor], [asked, most])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows


def _term(word: str) -> str:
    """A word for FTS5."""
    return f'"{word[:-1]}" *' if word.endswith("*") else f'"{word}"'


def _lexeme(word: str) -> str:
    """A word for a tsquery."""
    return f"'{word[:-1]}':*" if word.endswith("*") else f"'{word}'"
