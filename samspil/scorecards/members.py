"""The members behind a figure, as one page of a list: who was counted, who was not, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import polars as pl
from django.core.exceptions import PermissionDenied

from samspil.core.measures.registry import find
from samspil.core.measures.roles import BY_CODE, RANK
from samspil.governance.queries import contract_of
from samspil.platform.danish import search_key
from samspil.scorecards import archive, places, rules
from samspil.scorecards.models import RunOrigin
from samspil.scorecards.names import Named, Wanted, named, secrets_of
from samspil.scorecards.permissions import Sight, sight_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.organisations.models import User
    from samspil.scorecards.models import Run

Order = Literal["name", "cvr", "municipality", "role", "group"]
# The orders that need what only the database knows.
BY_DATABASE = {"name", "cvr"}
LARGEST_PAGE = 500


@dataclass(frozen=True)
class MemberRow:
    """One line. A hidden one has role and group only, which the counts tell anyway."""

    role: str
    group: str
    weight: float
    hidden: bool
    # The surrogate key: all there is of a subject that is unknown here.
    key: str = ""
    name: str = ""
    kind: str = ""
    cvr_number: str = ""
    municipality: str = ""
    municipality_name: str = ""
    subject_id: int | None = None
    # What decides, when it is a row and not the subject as a whole: "case", "answer" … and its number.
    row: str = ""
    row_kind: str = ""
    row_id: int | None = None

    @property
    def role_text(self) -> str:
        """The role in Danish."""
        return BY_CODE[self.role].danish

    @property
    def mend(self) -> str:
        """What an adviser can do so that it counts; empty when nothing."""
        return BY_CODE[self.role].mend


@dataclass(frozen=True)
class MemberPage:
    """A page of members; `named` is false for who sees counts only, and then there are no rows."""

    rows: tuple[MemberRow, ...]
    total: int
    page: int
    size: int
    # How many rows of the reading have each role (within the group asked for) and group (within the role).
    roles: dict[str, int]
    groups: dict[str, int]
    named: bool

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


def members(
    user: User | AnonymousUser,
    run: Run,
    point: str,
    reading: str = "chosen",
    *,
    role: str | None = None,
    group: str | None = None,
    search: str = "",
    sort: Order = "name",
    descending: bool = False,
    page: int = 1,
    size: int = 50,
) -> MemberPage:
    """Return a page of who is behind a figure; at most three queries, whatever the size.

    Hidden rows stand last and are found by no search. Raises PermissionDenied for who may not see the
    run, KeyError for a point or reading the contract does not have.
    """
    sight = sight_of(user, run.hub_id)
    if not sight.runs:
        raise PermissionDenied
    point, tables = _measured(run, point, reading)
    page, size = max(1, page), min(max(1, size), LARGEST_PAGE)
    frame = archive.members_of(run, point, reading)
    whole = MemberPage((), 0, page, size, {}, {}, sight.names)
    whole = replace(whole, roles=_count(frame, "role", group=group), groups=_count(frame, "group", role=role))
    frame = _only(frame, role=role, group=group)
    if not sight.names:
        return replace(whole, total=frame.height)
    frame = _ordered(_with_shown(frame, user, run, sight, survey="answers" in tables), sort, descending)
    wanted = Wanted(search_key(search), search.replace(" ", ""), sort, descending, (page - 1) * size, size)
    total, rows = _listed(frame, run, wanted)
    return replace(whole, total=total, rows=tuple(rows))


def _measured(run: Run, point: str, reading: str) -> tuple[str, tuple[str, ...]]:
    """The point whose members these are, and the tables its measure reads; none where nothing measures."""
    contract = contract_of(run.contract_version)
    found = contract.point(point)
    # A point decided by another has that one's members.
    found = contract.point(found.same_as) if found.same_as else found
    if reading not in {each.id for each in found.readings()}:
        raise KeyError(reading)
    return found.id, find(found.measure).tables if found.measure else ()


def _only(frame: pl.DataFrame, **values: str | None) -> pl.DataFrame:
    for column, value in values.items():
        if value is not None:
            frame = frame.filter(pl.col(column) == value)
    return frame


def _count(frame: pl.DataFrame, column: str, **others: str | None) -> dict[str, int]:
    counts = dict(_only(frame, **others).group_by(column).len().sort(column).iter_rows())
    if column == "role":
        return {code: counts[code] for code in sorted(counts, key=RANK.__getitem__)}
    return counts


def _with_shown(
    frame: pl.DataFrame, user: User | AnonymousUser, run: Run, sight: Sight, *, survey: bool
) -> pl.DataFrame:
    """Add `shown`: not behind a shielded case, and not behind an answer whose respondent keeps silent.

    Also who was asked and did not answer is hidden, or those who did would be known by what is left.
    """
    here = run.origin == RunOrigin.DATABASE
    shielded, consented = secrets_of(user, run.hub_id) if here else (pl.Series(dtype=pl.String), None)
    shown = ~pl.col("subject").is_in(shielded.implode()).fill_null(False)
    if survey and not sight.answers:
        agreed = archive.consented_answers(run) if consented is None else consented
        shown = shown & pl.col("row").is_in(agreed.implode()).fill_null(False)
    return frame.with_columns(shown=shown)


def _ordered(frame: pl.DataFrame, sort: Order, descending: bool) -> pl.DataFrame:
    """Hidden rows last; what the database orders keeps the order of keys, the same every time."""
    frame = frame.with_columns(
        rank=pl.col("role").replace_strict(RANK, default=None, return_dtype=pl.Int64),
        place=_place("municipality"),
        # A municipality may be the group, or the row itself, and then sorts by its name too.
        group_place=_place("group"),
        row_place=_place("row"),
    )
    first = {"municipality": ["place"], "role": ["rank"], "group": ["group_place", "group"]}.get(sort, [])
    by = ["shown", *first, "subject", "row_place", "row"]
    down = [True, *[descending for _ in first], False, False, False]
    return frame.sort(by, descending=down, nulls_last=True).with_row_index("i")


def _place(column: str) -> pl.Expr:
    """The place of a municipality's code in the Danish order of names; nothing for what is none."""
    return pl.col(column).replace_strict(places.ranks(), default=None, return_dtype=pl.Int64)


def _listed(frame: pl.DataFrame, run: Run, wanted: Wanted) -> tuple[int, list[MemberRow]]:
    """How many rows there are in all, and those of the page."""
    resolvable = pl.col("shown") & pl.col("subject").is_not_null()
    if run.origin != RunOrigin.DATABASE:
        resolvable = pl.lit(False)
    hit = pl.col("municipality").is_in(places.codes_like(wanted.text)) & pl.col("shown")
    frame = frame.with_columns(resolvable=resolvable, hit=hit.fill_null(False) & bool(wanted.text))
    if not wanted.text and wanted.sort not in BY_DATABASE:
        part = frame.slice(wanted.offset, wanted.limit)
        known = named(part.filter("resolvable"), replace(wanted, offset=0))
        return frame.height, _rows(part, {each.i: each for each in known.rows})
    known = named(frame.filter("resolvable"), wanted)
    rest = frame.filter(~pl.col("resolvable"))
    if wanted.text:
        rest = rest.filter("shown").filter(pl.col("hit") | _key_like(wanted))
    spare = wanted.limit - len(known.rows)
    tail = rest.slice(max(0, wanted.offset - known.total), spare)
    head = pl.DataFrame({"i": [each.i for each in known.rows]}, schema={"i": pl.UInt32})
    listed = head.join(frame, on="i", how="left", maintain_order="left")
    rows = _rows(listed, {each.i: each for each in known.rows}) + _rows(tail, {})
    return known.total + rest.height, rows


def _key_like(wanted: Wanted) -> pl.Expr:
    """Whether a key or a municipality that is a row of its own is what is looked for."""
    keys = (pl.col(column).str.to_lowercase() for column in ("subject", "row"))
    found = (key.str.contains(wanted.typed.lower(), literal=True) for key in keys)
    return pl.any_horizontal(*found, pl.col("row").is_in(places.codes_like(wanted.text))).fill_null(False)


def _rows(frame: pl.DataFrame, known: dict[int, Named]) -> list[MemberRow]:
    return [_row(record, known.get(record["i"])) for record in frame.iter_rows(named=True)]


def _row(record: dict[str, object], who: Named | None) -> MemberRow:
    role, group, weight = str(record["role"]), str(record["group"]), record["weight"]
    assert isinstance(weight, float)
    if not record["shown"]:
        return MemberRow(role, group, weight, hidden=True)
    row, code = str(record["row"] or ""), str(record["municipality"] or "")
    kind, number = rules.row_number(row) or ("", None)
    line = MemberRow(
        role, group, weight, hidden=False, key=str(record["subject"] or ""), kind=str(record["kind"] or ""),
        municipality=code, municipality_name=places.names().get(code, ""),
        name="" if record["subject"] else places.names().get(row, ""), row=row, row_kind=kind, row_id=number,
    )  # fmt: skip
    if who is None:
        return line
    return replace(line, name=who.name, cvr_number=who.cvr_number, subject_id=who.subject_id)
