"""The pages of intake, each with an address to open it by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from samspil.companies.actions import register_company
from samspil.companies.models import Subject
from samspil.organisations.actions import grant
from samspil.organisations.kinds import Role
from samspil.organisations.models import User
from samspil.upkeep.duplicates import find
from samspil.upkeep.merge import merge
from tests.platform.imports_of import BAGER, SMED, TODAY, Mover, csv_file
from tests.web.routes.route import Route

if TYPE_CHECKING:
    from tests.web.scored import Scored

# Routes that answer with something else than a page: a redirect, a file, a part of a page.
NO_PAGE: set[str] = {"import-template", "import-refused", "unmerge", "view"}

ROWS = (
    ["Id", "Navn", "CVR", "Kommune"],
    ["1", "Nordvest Smedeværk A/S", SMED, "Lemvig"],
    ["2", "Åhuse Bageri ApS", BAGER, "Atlantis"],
    ["3", "Forkert ApS", "12345678", "Struer"],
)


def pages(scored: Scored) -> Iterator[Route]:
    """Every page of the area; make here what a page needs to be opened."""
    by = User.objects.get(email="signe@example.dk")
    if not by.memberships.filter(role=Role.ADVISER).exists():
        grant(by=None, user=by, organisation=scored.hub, role=Role.ADVISER)
    mover = Mover(by, scored.hub)
    yield Route("imports", reverse("imports"))
    yield Route("views", reverse("views"))
    yield Route("save-view", reverse("save-view") + "?liste=imports&visning=q%3Dsmed")
    yield Route(
        "import-columns", reverse("import-columns", args=[mover.upload("companies", csv_file(*ROWS)).pk])
    )
    checked = mover.check("companies", csv_file(*ROWS))
    yield Route("import", reverse("import", args=[checked.pk]))
    done = mover.load("companies", csv_file(*ROWS))
    yield Route("import", reverse("import", args=[done.pk]))
    yield Route("import-compare", reverse("import-compare", args=[done.pk]))
    one = Subject.objects.get(cvr_number=SMED)
    other = register_company(by=by, name="Nordvest Smedeværk", municipality=one.municipality)
    find(on=TODAY)
    yield Route("merges", reverse("merges"))
    yield Route("merge", reverse("merge", args=[one.pk, other.pk]))
    yield Route("merge-with", reverse("merge-with", args=[one.pk]))
    twice = [register_company(by=by, name="Vejrup VVS") for _number in range(2)]
    merge(by=by, organisation=scored.hub, survivor=twice[0], duplicate=twice[1])
    yield Route("merges", reverse("merges") + "?fane=sammenlagt")
