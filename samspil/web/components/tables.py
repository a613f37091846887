"""What a list shows and in which state it stands; the state is the address, so that it can be sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import HttpRequest

SIZE = 50
# What a search field takes; longer is a slip of the clipboard.
LONGEST_SEARCH = 200

Kind = Literal["text", "number", "quantity", "signed", "day", "verdict", "markup"]


@dataclass(frozen=True)
class Column:
    """A column: `key` finds the cell in a row, `unit` stands once in the head, numbers stand right.

    `kind` says how a plain value is written; "markup" takes what another component drew.
    """

    key: str
    label: str
    kind: Kind = "text"
    unit: str = ""
    decimals: int = 0
    sortable: bool = False
    # Numbers and days are read from the top first, names from A.
    descending_first: bool = False
    hint: str = ""
    # Names of people and the like, which are not broken over two lines; days never are.
    whole: bool = False

    @property
    def unbroken(self) -> bool:
        """Whether the cells keep to one line where there is room."""
        return self.whole or self.kind == "day"

    @property
    def numeric(self) -> bool:
        """Whether the cells stand right in figures of equal width."""
        return self.kind in {"number", "quantity", "signed"}


@dataclass(frozen=True)
class Listing:
    """Search, filters, order and page of a list, read from the address and written back to it."""

    path: str
    search: str = ""
    sort: str = ""
    descending: bool = False
    page: int = 1
    size: int = SIZE
    total: int = 0
    # There are more rows than `total`: a list of a million is not counted to its end for each view.
    more: bool = False
    filters: Mapping[str, str] = field(default_factory=dict)
    default_sort: str = ""
    # Who looks, and at which list: for the views that were saved of it. None on a list of something.
    reader: Any = field(default=None, compare=False, repr=False)
    route: str = ""

    @classmethod
    def read(
        cls,
        request: HttpRequest,
        columns: Iterable[Column],
        *,
        default_sort: str = "",
        filters: Mapping[str, Iterable[str]] | None = None,
        size: int = SIZE,
    ) -> Listing:
        """Read the state from a request; what is not offered is passed over, never an error.

        `default_sort` is a column's key, with - before it for descending; `filters` names each filter
        and the values it knows.
        """
        query = request.GET
        offered = {column.key for column in columns if column.sortable}
        order = query.get("sort", "")
        if order.removeprefix("-") not in offered:
            order = default_sort
        chosen = {
            name: query[name] for name, known in (filters or {}).items() if query.get(name) in set(known)
        }
        number = query.get("side", "1")
        match = getattr(request, "resolver_match", None)
        return cls(
            path=request.path,
            search=query.get("q", "").strip()[:LONGEST_SEARCH],
            sort=order.removeprefix("-"),
            descending=order.startswith("-"),
            page=max(int(number), 1) if number.isascii() and number.isdigit() and len(number) < 7 else 1,
            size=size,
            filters=chosen,
            default_sort=default_sort,
            reader=getattr(request, "user", None),
            # A list of something, such as the rows behind one figure, has no views: the next has others.
            route=match.url_name or "" if match is not None and not match.kwargs else "",
        )

    def counted(self, total: int, *, more: bool = False) -> Listing:
        """Return the state once it is known how many rows there are; a page beyond the last is the last.

        With `more` the list goes on beyond `total`, and is leafed through no further.
        """
        pages = max(-(-total // self.size), 1)
        return replace(self, total=total, more=more, page=min(self.page, pages))

    @property
    def pages(self) -> int:
        return max(-(-self.total // self.size), 1)

    @property
    def offset(self) -> int:
        """How many rows come before this page's first."""
        return (self.page - 1) * self.size

    @property
    def first(self) -> int:
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.offset + self.size, self.total)

    @property
    def narrowed(self) -> bool:
        """Whether a search or filter hides rows."""
        return bool(self.search or self.filters)

    def address(self, **changes: Any) -> str:
        """Return the address of this list with something changed; every change starts at page 1."""
        state = replace(self, **{"page": 1, **changes})
        order = ("-" if state.descending else "") + state.sort
        said = {
            "q": state.search,
            **state.filters,
            "sort": order if order != state.default_sort else "",
            "side": str(state.page) if state.page > 1 else "",
        }
        query = urlencode({name: value for name, value in said.items() if value})
        return f"{state.path}?{query}" if query else state.path

    def sorted_by(self, column: Column) -> str:
        """Return the address that orders by a column, or turns its order round."""
        again = self.sort == column.key
        descending = not self.descending if again else column.descending_first
        return self.address(sort=column.key, descending=descending)

    def filtered(self, name: str, value: str = "") -> str:
        """Return the address with a filter set, or lifted when the value is empty."""
        kept = {key: held for key, held in self.filters.items() if key != name}
        return self.address(filters={**kept, name: value} if value else kept)

    def turned_to(self, page: int) -> str:
        """Return the address of another page."""
        return self.address(page=page)

    def as_file(self, kind: str) -> str:
        """Return the address of all rows of this list as a file, "csv" or "xlsx" (see export.py)."""
        here = self.address()
        return f"{here}{'&' if '?' in here else '?'}{urlencode({'hent': kind})}"

    def hidden_fields(self) -> list[tuple[str, str]]:
        """Return what the search form must carry along besides the search itself."""
        order = ("-" if self.descending else "") + self.sort
        return [*self.filters.items(), *([("sort", order)] if order != self.default_sort else [])]


def page_numbers(page: int, pages: int) -> list[int | None]:
    """Return the numbers a pager shows, None for a gap: 1 … 6 7 8 … 24."""
    wanted: Sequence[int] = sorted({1, 2, page - 1, page, page + 1, pages - 1, pages})
    shown: list[int | None] = []
    for number in (each for each in wanted if 1 <= each <= pages):
        before = shown[-1] if shown else 0
        if before is not None and number > before + 1:
            # A gap of one is no gap: the number takes no more room than the dots.
            shown.append(number - 1 if number == before + 2 else None)
        shown.append(number)
    return shown
