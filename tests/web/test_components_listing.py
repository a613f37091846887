"""The state of a list: read from the address and written back to it."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from samspil.web.components.tables import Column, Listing, page_numbers

COLUMNS = [
    Column("name", "Navn", sortable=True),
    Column("number", "Antal", "number", sortable=True, descending_first=True),
    Column("note", "Notat"),
]


def read(query: str = "") -> Listing:
    return Listing.read(
        RequestFactory().get("/liste/?" + query),
        COLUMNS,
        default_sort="name",
        filters={"kommune": ["0665", "0671"]},
        size=10,
    )


def test_the_address_is_the_state() -> None:
    listing = read("q=smed&sort=-number&side=3&kommune=0665").counted(100)
    assert (listing.search, listing.sort, listing.descending, listing.page) == ("smed", "number", True, 3)
    assert listing.filters == {"kommune": "0665"}
    assert (listing.offset, listing.first, listing.last, listing.pages) == (20, 21, 30, 10)
    assert listing.turned_to(3) == "/liste/?q=smed&kommune=0665&sort=-number&side=3"


@pytest.mark.parametrize(
    "query", ["sort=note", "sort=password", "side=-1", "side=x", "side=99999999999", "side=²", "kommune=0101"]
)
def test_what_is_not_offered_is_passed_over(query: str) -> None:
    assert read(query) == read()


def test_a_list_in_its_first_state_has_a_bare_address() -> None:
    assert read("sort=name&side=1&q=").address() == "/liste/"


def test_a_page_beyond_the_last_is_the_last() -> None:
    assert read("side=9").counted(25).page == 3
    assert read("side=9").counted(0).page == 1
    assert read().counted(0).first == 0


def test_a_head_orders_by_its_column_and_then_turns_the_order_round() -> None:
    name, number, _ = COLUMNS
    assert read().sorted_by(name) == "/liste/?sort=-name"
    assert read().sorted_by(number) == "/liste/?sort=-number"
    assert read("sort=-number").sorted_by(number) == "/liste/?sort=number"


def test_a_new_order_or_filter_begins_at_the_first_page_and_keeps_the_search() -> None:
    listing = read("q=smed&side=4").counted(100)
    assert listing.filtered("kommune", "0671") == "/liste/?q=smed&kommune=0671"
    assert read("q=smed&kommune=0671").filtered("kommune") == "/liste/?q=smed"
    assert listing.sorted_by(COLUMNS[0]) == "/liste/?q=smed&sort=-name"


def test_a_new_search_keeps_filter_and_order() -> None:
    assert read("kommune=0665&sort=-number").hidden_fields() == [("kommune", "0665"), ("sort", "-number")]
    assert read().hidden_fields() == []


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [
        (1, 1, [1]),
        (3, 7, [1, 2, 3, 4, 5, 6, 7]),
        (12, 24, [1, 2, None, 11, 12, 13, None, 23, 24]),
        (4, 24, [1, 2, 3, 4, 5, None, 23, 24]),
    ],
)
def test_the_pager_shows_the_ends_and_the_surroundings(
    page: int, pages: int, shown: list[int | None]
) -> None:
    assert page_numbers(page, pages) == shown
