"""The day of an adviser: done, put off, a missing segment mended; on a desk, on a phone, by keyboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from samspil.guidance.kinds import TaskKind
from samspil.guidance.models import GuidanceCase, Task
from samspil.guidance.tasks import create_task
from samspil.organisations.kinds import Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.workday.sweeps import find_defects
from tests.browser.fixtures import screenshot
from tests.web.scored import score

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FRIDAY = dt.date(2022, 9, 30)


@pytest.fixture
def signe(
    hub: Organisation, municipalities: dict[str, Municipality], monkeypatch: pytest.MonkeyPatch
) -> User:
    """An adviser with a day full of everything."""
    monkeypatch.setenv("SAMSPIL_TODAY", FRIDAY.isoformat())
    score(hub, 40)
    user = User.objects.get(email="signe@example.dk")
    cases = list(GuidanceCase.objects.filter(adviser=user, ended=None, shielded=False).order_by("pk"))
    plan = [
        (TaskKind.MEETING, FRIDAY, dt.time(13), "Gennemgå budgettet"),
        (TaskKind.CALL_BACK, FRIDAY, dt.time(9, 30), "Spørger om generationsskifte"),
        (TaskKind.NEXT_STEP, dt.date(2022, 9, 27), None, "Send regneark"),
    ]
    for case, (kind, due, at, words) in zip(cases, plan, strict=False):
        create_task(
            by=user, organisation=hub, kind=kind, due=due, at=at, text=words, assignee=user, case=case,
            phone="12 34 56 78" if kind == TaskKind.CALL_BACK else "",
        )  # fmt: skip
    create_task(
        by=user, organisation=hub, kind=TaskKind.CALL_BACK, due=FRIDAY, caller="Jonna fra Skovbo Bageri",
        phone="87 65 43 21", text="Vil ringes op i dag",
    )  # fmt: skip
    find_defects(on=FRIDAY)
    return user


def test_an_adviser_deals_with_the_day_and_mends_what_was_not_counted(
    live_server: LiveServer, page: Page, signe: User, enter: Callable[[Page, User], None],
    accessible: Callable[[Page], None],
) -> None:  # fmt: skip
    enter(page, signe)
    page.goto(live_server.url)
    expect(page.get_by_role("heading", level=1)).to_have_text("Min dag")
    accessible(page)
    screenshot(page, "my-day")

    overdue = page.locator(".s-todo", has_text="Send regneark")
    expect(overdue).to_contain_text("3 dage over fristen")
    overdue.locator("summary").click()
    screenshot(page, "my-day-later")
    overdue.get_by_role("button", name="Næste arbejdsdag").click()
    expect(page.locator(".s-todo-dealt", has_text="Udskudt til mandag")).to_be_visible()
    page.get_by_role("button", name="Fortryd").click()
    expect(page.locator(".s-todo", has_text="Send regneark")).to_contain_text("3 dage over fristen")

    # By keyboard: to the first line, and done.
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("button", name="Fortryd")).to_be_focused()
    assert Task.objects.filter(done_on=FRIDAY).count() == 1
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("button", name="Fortryd")).to_have_count(2)

    column = page.get_by_role("region", name="Ret op")
    line = column.locator(".s-todo", has=page.get_by_role("button", name="Vækstsegment", exact=True)).first
    name = line.locator(".s-todo-title").inner_text()
    line.get_by_role("button", name="Vækstsegment", exact=True).click()
    expect(column.get_by_text("Segment vurderet:")).to_be_visible()
    accessible(page)
    screenshot(page, "my-day-dealt")
    page.goto(f"{live_server.url}/ret-op/?grund=no_segment")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ret op")
    expect(page.locator(".s-todo-title", has_text=name)).to_have_count(0)
    accessible(page)
    screenshot(page, "mending")


def test_the_day_fits_a_phone_and_its_leader_has_the_overview(
    live_server: LiveServer, phone: Page, page: Page, signe: User, hub: Organisation,
    make_user: Callable[..., User], enter: Callable[[Page, User], None], accessible: Callable[[Page], None],
) -> None:  # fmt: skip
    enter(phone, signe)
    for address, name in (("/min-dag/", "my-day"), ("/ret-op/", "mending"), ("/konto/beskeder/", "notices")):
        phone.goto(live_server.url + address)
        wide = phone.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{phone.url} is {wide} px wider than the screen"
        accessible(phone)
        screenshot(phone, f"{name}-phone")
    leader = make_user("leder@example.dk", hub, Role.UNIT_LEADER)
    enter(page, leader)
    for address, name in (
        ("/leder/", "leader"), (f"/leder/{signe.pk}/", "leader-adviser"), ("/konto/beskeder/", "notices"),
        ("/konto/kalender/", "calendar"),
    ):  # fmt: skip
        page.goto(live_server.url + address)
        accessible(page)
        screenshot(page, name)
