"""Lists as files: whole, in Danish, logged, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tracemalloc
from collections.abc import Callable, Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import RequestFactory
from markupsafe import Markup
from python_calamine import CalamineWorkbook

from samspil.companies.models import Subject
from samspil.organisations.models import User
from samspil.platform.audit.models import Access, Event
from samspil.web.components import export
from samspil.web.components.tables import Column, Listing

COLUMNS = [
    Column("name", "Navn"),
    Column("count", "Antal", "number"),
    Column("share", "Andel", "quantity", unit="percent"),
    Column("on", "Dato", "day"),
    Column("told", "Spurgt"),
]
FORMULAS = ["=1+1", "+45 97 82 00 00", "-2+3", "@SUM(A1)", "\tx", "\rx", " =1", "＝1", "−5 grader"]


def close(response: Any) -> None:
    """Close an answer as a server does, but keep the test's own connection to the database."""
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)


@pytest.fixture
def reader(make_user: Callable[..., User]) -> User:
    return make_user("anna@example.dk")


@pytest.fixture
def fetch(reader: User) -> Callable[..., bytes]:
    """Fetch rows as a file of a kind."""

    def fetch(rows: Any, kind: str, **more: Any) -> bytes:
        request = RequestFactory().get("/liste/", {"hent": kind, "q": "smed"})
        request.user = reader
        response = export.download(request, COLUMNS, rows, "liste", **more)
        assert response.headers["Content-Disposition"].endswith(f'.{kind}"')
        body: bytes = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # both kinds stream
        close(response)
        return body

    return fetch


def row(name: str = "Nordvest Smedeværk", **cells: Any) -> dict[str, Any]:
    return {"name": name, "count": 39010, "share": 41.25, "on": dt.date(2022, 9, 5), "told": True, **cells}


def lines(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def cells(body: bytes, sheet: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(sheet).to_python()


def test_csv_is_what_danish_excel_reads(fetch: Callable[..., bytes]) -> None:
    body = fetch([row(), row("Ærø; Å", count=None, share=Decimal("1.5"), told=None)], "csv")
    assert body.startswith(b"\xef\xbb\xbf")
    assert lines(body) == [
        ["Navn", "Antal", "Andel", "Dato", "Spurgt"],
        ["Nordvest Smedeværk", "39010", "41,25", "05-09-2022", "Ja"],
        ["Ærø; Å", "", "1,5", "05-09-2022", ""],
    ]


def test_excel_has_numbers_as_numbers_and_days_as_days(fetch: Callable[..., bytes]) -> None:
    head, first = cells(fetch([row()], "xlsx"))
    assert head == ["Navn", "Antal", "Andel", "Dato", "Spurgt"]
    assert first == ["Nordvest Smedeværk", 39010, 41.25, dt.date(2022, 9, 5), "Ja"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_cell_that_looks_like_a_formula_is_text(fetch: Callable[..., bytes], formula: str) -> None:
    assert lines(fetch([row(formula)], "csv"))[1][0] == f"'{formula}"
    body = fetch([row(formula)], "xlsx")
    assert cells(body)[1][0] == formula


def test_a_negative_number_stays_a_number(fetch: Callable[..., bytes]) -> None:
    assert lines(fetch([row(count=-5)], "csv"))[1][1] == "-5"
    assert cells(fetch([row(count=-5)], "xlsx"))[1][1] == -5


def test_what_a_component_drew_is_exported_as_its_words(fetch: Callable[..., bytes]) -> None:
    assert lines(fetch([row(Markup('<a href="/x/">Smed &amp; søn</a>'))], "csv"))[1][0] == "Smed & søn"


def test_days_before_excel_and_endless_numbers_are_text(fetch: Callable[..., bytes]) -> None:
    first = cells(fetch([row(on=dt.date(1850, 1, 2), share=float("inf"))], "xlsx"))[1]
    assert first[2:4] == ["inf", "02-01-1850"]


def test_a_text_longer_than_a_cell_is_cut_in_excel_and_whole_in_csv(fetch: Callable[..., bytes]) -> None:
    long = "x" * 40_000
    assert len(lines(fetch([row(long)], "csv"))[1][0]) == 40_000
    cut = cells(fetch([row(long)], "xlsx"))[1][0]
    assert len(cut) == export.CELL_LENGTH
    assert cut.endswith("CSV-filen)")


def test_rows_beyond_one_sheet_go_on_on_the_next(
    fetch: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "SHEET_ROWS", 3)
    body = fetch([row(str(number)) for number in range(5)], "xlsx")
    assert [line[0] for line in cells(body)] == ["Navn", "0", "1"]
    assert [line[0] for line in cells(body, 1)] == ["Navn", "2", "3"]
    assert [line[0] for line in cells(body, 2)] == ["Navn", "4"]


def test_rows_are_sent_as_they_are_read(reader: User) -> None:
    request = RequestFactory().get("/liste/")
    request.user = reader
    read = []

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(100_000):
            read.append(number)
            yield row(str(number))

    response = export.download(request, COLUMNS, rows(), "liste", kind="csv")
    pieces = iter(response.streaming_content)  # type: ignore[attr-defined]  # it streams
    tracemalloc.start()
    for _ in range(20):
        next(pieces)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(read) < 20 * export.BATCH
    assert peak < 10_000_000
    close(response)


def test_whose_content_was_sent_is_in_the_access_log(fetch: Callable[..., bytes], reader: User) -> None:
    for kind in ("csv", "xlsx"):
        fetch([SimpleNamespace(pk=number, **row()) for number in (7, 8)], kind, seen=Subject)
    assert sorted(Access.objects.values_list("by", "place", "kind", "key")) == [
        (reader.pk, "liste.download", "companies.Subject", key) for key in ("7", "7", "8", "8")
    ]


def test_a_file_that_was_broken_off_is_logged_as_far_as_it_came(reader: User) -> None:
    request = RequestFactory().get("/liste/")
    request.user = reader
    rows = ({"pk": number, **row()} for number in range(2000))
    response = export.download(request, COLUMNS, rows, "liste", kind="csv", seen=Subject)
    pieces = iter(response.streaming_content)  # type: ignore[attr-defined]  # it streams
    for _ in range(3):
        next(pieces)
    close(response)
    assert Access.objects.count() == export.BATCH


def test_every_fetch_is_in_the_audit_trail_without_what_was_searched_for(
    fetch: Callable[..., bytes], reader: User
) -> None:
    fetch([row()], "csv")
    event = Event.objects.get(action="download")
    assert event.by == reader
    assert event.details == {"list": "liste", "format": "csv", "narrowed": ["hent", "q"]}


def test_the_address_of_a_file_carries_the_state_of_the_list() -> None:
    listing = Listing("/liste/", search="smed", sort="name", default_sort="name")
    assert listing.as_file("xlsx") == "/liste/?q=smed&hent=xlsx"
    assert Listing("/liste/").as_file("csv") == "/liste/?hent=csv"
    assert export.asked_for(RequestFactory().get("/liste/?hent=exe")) == ""
