"""The rows behind a figure: who was counted, who was not and why, as a list whose state is the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspil.core.measures.roles import BASE, COUNTED, RANK
from samspil.core.measures.scorecard import GROUPS, ReadingResult
from samspil.core.reference import municipalities
from samspil.platform.danish import sort_key
from samspil.scorecards.actions import open_members
from samspil.scorecards.archive import MissingFilesError
from samspil.web import words
from samspil.web.components.tables import Column, Listing
from samspil.web.jinja import formats
from samspil.web.staff import lines, points, scorecards

if TYPE_CHECKING:
    from samspil.organisations.models import User
    from samspil.scorecards.members import Order
    from samspil.scorecards.models import Run
    from samspil.scorecards.queries import MemberPage, MemberRow

# What the columns that can be ordered by are called by the query.
ORDERS: dict[str, Order] = {"navn": "name", "cvr": "cvr", "kommune": "municipality", "gruppe": "group"}


@require_safe
def rows(request: HttpRequest, run: int, point: str) -> HttpResponse:
    """Show a page of the rows of a point under a reading, in one role and perhaps one group."""
    stored = scorecards.run_for(request, run)
    _block, line = points.line_of(stored, point)
    listing = read(request, line)
    reading = line.result.reading(listing.filters.get("fortolkning", "chosen"))
    context = {**scorecards.frame(request, stored), "line": line, "reading": reading}
    try:
        page = opened(cast("User", request.user), stored, line.rows_of, reading.id, listing)
    except MissingFilesError:
        return render(request, "staff/scorecards/rows.jinja", {**context, "missing": True})
    asked, listing = listing.page, listing.counted(page.total)
    if asked != listing.page:
        return redirect(listing.turned_to(listing.page))
    context |= {
        "tabs": tabs(listing, page, reading),
        "reasons": reasons(listing, page),
        "groups": groups(listing, page),
        "mend": words.mend(role_of(listing)),
        "named": page.named,
        "silent": any(row.hidden for row in page.rows),
        "columns": columns(page),
        "rows": [shown(stored, row) for row in page.rows],
        "listing": listing,
    }
    return render(request, "staff/scorecards/rows.jinja", context)


def opened(user: User, run: Run, point: str, reading: str, listing: Listing) -> MemberPage:
    """Return the page of members that the list's state asks for; whose names are shown is logged."""
    return open_members(
        by=user,
        run=run,
        point=point,
        reading=reading,
        role=role_of(listing),
        group=listing.filters.get("gruppe"),
        search=listing.search,
        sort=ORDERS[listing.sort],
        descending=listing.descending,
        page=listing.page,
        size=listing.size,
    )


def read(request: HttpRequest, line: lines.Line) -> Listing:
    """Read the list's state; an unknown reading, role or group is passed over."""
    known = {*GROUPS, *municipalities(), *(group.group for group in line.chosen.groups)} - {""}
    every = [Column(key, "", sortable=True) for key in ORDERS]
    readings = [reading.id for reading in line.result.readings]
    return Listing.read(
        request,
        every,
        default_sort="navn",
        filters={"fortolkning": readings, "rolle": RANK, "gruppe": known},
    )


def role_of(listing: Listing) -> str:
    """The role whose rows are shown; those that were counted unless the address says otherwise."""
    return listing.filters.get("rolle", COUNTED)


def _in_role(listing: Listing, role: str) -> str:
    """The address of the same list in another role; a search made there would mislead here."""
    kept = {name: value for name, value in listing.filters.items() if name != "rolle"}
    return listing.address(search="", filters=kept if role == COUNTED else {**kept, "rolle": role})


def tabs(listing: Listing, page: MemberPage, reading: ReadingResult) -> list[dict[str, Any]]:
    """Return counted, only in the denominator, and left out, each with its number."""
    excluded = {role: rows for role, rows in page.roles.items() if role not in (COUNTED, BASE)}
    here = role_of(listing)
    found = [(COUNTED, words.role(COUNTED), page.roles.get(COUNTED, 0), here == COUNTED)]
    if BASE in page.roles or here == BASE:
        found.append((BASE, words.role(BASE), page.roles.get(BASE, 0), here == BASE))
    if excluded or here not in (COUNTED, BASE):
        # Those that can be mended stand first: they are what one opens this for.
        first = max(excluded, key=lambda role: (bool(words.mend(role)), excluded[role]), default=here)
        found.append((first, _("udeladt"), sum(excluded.values()), here not in (COUNTED, BASE)))
    return [
        {"label": label.capitalize(), "href": _in_role(listing, role), "here": is_here, "count": count}
        for role, label, count, is_here in found
    ]


def reasons(listing: Listing, page: MemberPage) -> list[dict[str, Any]]:
    """Return a chip per reason for leaving rows out, while one of them is shown."""
    here = role_of(listing)
    if here in (COUNTED, BASE):
        return []
    return [
        {"label": words.role(role), "href": _in_role(listing, role), "chosen": role == here, "count": count}
        for role, count in page.roles.items()
        if role not in (COUNTED, BASE)
    ]


def groups(listing: Listing, page: MemberPage) -> list[dict[str, Any]]:
    """Return a chip per group, where there is more than one to choose."""
    named = sorted((sort_key(words.group(code)), code) for code in page.groups if code)
    found = {code: page.groups[code] for _key, code in named}
    chosen = listing.filters.get("gruppe", "")
    if len(found) < 2 and not chosen:
        return []
    every = {
        "label": _("Alle"),
        "href": listing.filtered("gruppe"),
        "chosen": not chosen,
        "count": sum(page.groups.values()),
    }
    return [
        every,
        *(
            {
                "label": words.group(code),
                "href": listing.filtered("gruppe", code),
                "chosen": code == chosen,
                "count": count,
            }
            for code, count in found.items()
        ),
    ]


def columns(page: MemberPage) -> list[Column]:
    """Return the columns that this page's rows fill."""
    every = [
        Column("navn", _("Navn"), sortable=True),
        Column("cvr", _("CVR-nummer"), sortable=True),
        Column("kommune", _("Kommune"), sortable=True),
        Column("gruppe", _("Gruppe"), sortable=True),
        Column("post", _("Registrering")),
    ]
    filled = {
        "cvr": any(row.cvr_number for row in page.rows),
        # Where the group is the municipality, once is enough.
        "gruppe": any(row.group and row.group != row.municipality for row in page.rows),
        "post": any(row.row_id for row in page.rows),
    }
    return [column for column in every if filled.get(column.key, True)]


def shown(run: Run, row: MemberRow) -> dict[str, Any]:
    """Return one row in words; a hidden one says only that it is there."""
    records = {
        "case": _("forløb"),
        "participation": _("deltagelse"),
        "answer": _("brugerevaluering"),
        "respondent": _("svar"),
    }
    return {
        "navn": _name(row),
        "href": reverse("standing", args=[run.pk, row.subject_id]) if row.subject_id else None,
        "hidden": row.hidden,
        "founder": row.kind == "founder",
        "cvr": formats.cvr(row.cvr_number) or None,
        "kommune": row.municipality_name or None,
        "gruppe": words.group(row.group) if row.group else None,
        "post": f"{records[row.row_kind]} {row.row_id}" if row.row_kind else None,
    }


def _name(row: MemberRow) -> str:
    """Who stands in a row; those who were never known are called by what they were."""
    if row.hidden:
        return _("Navnet vises ikke")
    unknown = {"participation": _("Ukendt deltager"), "respondent": _("Virksomhed i undersøgelsen")}
    return row.name or row.key or unknown.get(row.row_kind, row.row)
