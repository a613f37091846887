"""The members behind a figure: named, hidden, searched, sorted, paged and logged."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samspil.companies.actions import register_company
from samspil.companies.models import Company, Subject
from samspil.guidance.actions import open_case
from samspil.guidance.kinds import Level
from samspil.organisations.models import Municipality
from samspil.platform.audit.models import Access
from samspil.scorecards import actions
from samspil.scorecards.members import MemberPage, MemberRow, Order, members
from samspil.scorecards.models import Run
from samspil.scorecards.standing import open_standing
from tests.scorecards.conftest import Region, furnish, guided
from tests.scorecards.test_runs import make_run

USERS = "8.3"  # unique users, by subject
COURSES = "8.4"  # growth courses, by case
SATISFIED = "3.1"  # very satisfied, by answer
AWARE = "1.1"  # awareness, by respondent
ORDERS: tuple[Order, ...] = ("name", "cvr", "municipality", "role", "group")
OFFERED = "4.2"  # presentations, by municipality


@pytest.fixture
def run(region: Region) -> Run:
    furnish(region)
    return make_run(region)


def names(page: MemberPage) -> list[str]:
    return [row.name for row in page.rows]


def test_a_figure_opens_to_who_is_behind_it(region: Region, run: Run) -> None:
    page = members(region.leader, run, USERS, role="counted", group="both")
    assert names(page) == [region.smith.name]
    row = page.rows[0]
    assert (row.cvr_number, row.subject_id, row.kind) == ("40084606", region.smith.pk, "company")
    assert (row.municipality, row.municipality_name, row.role_text) == ("0665", "Lemvig", "talt med")
    assert not row.hidden


def test_an_exclusion_says_what_the_adviser_can_do(region: Region, run: Run) -> None:
    rows = members(region.leader, run, COURSES, role="excluded:founder").rows
    assert rows == ()
    lost = members(region.leader, run, COURSES, role="excluded:no_segment").rows
    assert [row.name for row in lost] == [region.became.name]
    assert lost[0].mend == "Vurdér segmentet på forløbet."


def test_counts_by_role_and_group_are_those_of_the_figure(region: Region, run: Run) -> None:
    page = members(region.leader, run, USERS)
    figure = run.scorecard
    assert '"counted": 3' in figure
    assert page.roles["counted"] == 3
    assert sum(page.roles.values()) == page.total == sum(page.groups.values())
    assert members(region.leader, run, USERS, role="counted").groups == {"both": 1, "individual": 2}


def test_a_row_that_decides_leads_to_its_case(region: Region, run: Run) -> None:
    page = members(region.leader, run, COURSES, role="counted")
    assert {(row.row_kind, row.row_id) for row in page.rows} == {
        ("case", region.case.pk),
        ("case", region.shielded.pk),
    }


@pytest.mark.requirement("B21")
def test_a_shielded_case_hides_its_company_from_all_but_its_adviser_and_the_leaders(
    region: Region, run: Run
) -> None:
    for point in (USERS, COURSES):
        assert region.secret.name in names(members(region.leader, run, point))
        for user in (region.anna, region.evaluator):
            page = members(user, run, point)
            last = page.rows[-1]
            assert region.secret.name not in names(page)
            assert last == MemberRow(role="counted", group=last.group, weight=1.0, hidden=True)
            assert page.total == members(region.leader, run, point).total


@pytest.mark.requirement("B21")
def test_a_hidden_company_is_found_by_no_search_and_at_no_place_in_the_order(
    region: Region, run: Run
) -> None:
    for search in ("secret", "25052943", "2505", region.secret.key, "Aarhus", "c00000"):
        for sort in ORDERS:
            page = members(region.anna, run, COURSES, search=search, sort=sort)
            assert not any(row.hidden for row in page.rows), search
    for sort in ORDERS:
        for descending in (False, True):
            page = members(region.anna, run, COURSES, sort=sort, descending=descending)
            assert [row.hidden for row in page.rows] == sorted(row.hidden for row in page.rows)


@pytest.mark.requirement("B21")
def test_a_shielded_case_hides_also_whom_its_company_became(region: Region, run: Run) -> None:
    from samspil.companies.actions import succeed
    from tests.scorecards.conftest import DAY

    new = register_company(by=None, name="Efterfølgeren", municipality=region.secret.municipality)
    succeed(by=None, predecessor=region.secret, successor=new, on=DAY)
    later = make_run(region)
    assert "Efterfølgeren" in names(members(region.leader, later, COURSES))
    assert "Efterfølgeren" not in names(members(region.anna, later, COURSES))


@pytest.mark.requirement("B88", "B89")
def test_behind_survey_answers_only_the_evaluator_sees_who_did_not_consent(region: Region, run: Run) -> None:
    page = members(region.leader, run, SATISFIED)
    assert names(page) == [region.smith.name, ""]
    assert page.rows[1].hidden
    assert page.total == 2
    # Shielded from the evaluator as well, so seen by a leader who is also one.
    region.shielded.shielded = False
    region.shielded.save()
    assert names(members(region.evaluator, run, SATISFIED)) == [region.secret.name, region.smith.name]


def test_a_consent_that_is_taken_back_closes_the_name_in_runs_already_made(region: Region, run: Run) -> None:
    region.consented.consented = False
    region.consented.save()
    assert names(members(region.leader, run, SATISFIED)) == ["", ""]


def test_who_was_asked_and_did_not_answer_is_hidden_too(region: Region) -> None:
    open_case(
        by=region.anna, subject=region.local, organisation=region.hub, level=Level.SPECIALISED,
        started=dt.date(2021, 5, 1),
    )  # fmt: skip
    page = members(region.leader, make_run(region), SATISFIED, "denominator=guided")
    assert (page.total, names(page)) == (3, [region.smith.name, "", ""])
    assert [row.hidden for row in page.rows] == [False, True, True]


@pytest.mark.requirement("B88")
def test_a_secretariat_sees_counts_and_no_rows(region: Region, run: Run) -> None:
    page = members(region.secretary, run, USERS)
    assert (page.named, page.rows) == (False, ())
    assert page.roles == members(region.leader, run, USERS).roles


def test_respondents_and_municipalities_are_rows_without_a_subject(region: Region, run: Run) -> None:
    asked = members(region.leader, run, AWARE)
    assert {row.row_kind for row in asked.rows} == {"respondent"}
    offered = members(region.leader, run, OFFERED)
    assert names(offered)[0] == "Favrskov"
    assert names(offered)[-1] == "Aarhus"
    assert names(members(region.leader, run, OFFERED, search="lemv")) == ["Lemvig"]


def many(region: Region) -> Run:
    added = ["Zebra", "Ærø Smed", "Østens Bageri", "Åge & Søn", "Aarhus Maskin", "Abe"]
    for number, name in enumerate(added):
        place = Municipality.objects.get(code=("0665", "0751")[number % 2])
        company = register_company(by=None, name=name, municipality=place)
        guided(region.anna, company, region.hub, level="specialised")
    return make_run(region)


def test_names_sort_in_danish_order_and_pages_follow_each_other(region: Region) -> None:
    run = many(region)
    whole = names(members(region.anna, run, USERS, role="counted"))
    assert [name for name in whole if "ÅØ" not in name] == [
        "Abe", "Zebra", "Ærø Smed", "Østens Bageri", "Åge & Søn", "Aarhus Maskin", "",
    ]  # fmt: skip
    pages = [members(region.anna, run, USERS, role="counted", page=page, size=4) for page in (1, 2, 3, 4)]
    assert [name for page in pages for name in names(page)] == whole
    assert {(page.total, page.pages) for page in pages} == {(len(whole), 3)}
    backwards = names(members(region.anna, run, USERS, role="counted", descending=True))
    assert backwards == [*reversed(whole[:-1]), ""]


def test_sorting_by_municipality_follows_its_name(region: Region) -> None:
    run = many(region)
    rows = members(region.leader, run, USERS, role="counted", sort="municipality").rows
    assert [row.municipality_name for row in rows] == ["Lemvig"] * 4 + ["Aarhus"] * 5


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("aerø", {"Ærø Smed"}),
        ("AGE", {"Åge & Søn", "Østens Bageri"}),
        ("4008 4606", {"Smith ÅØ A/S"}),
        ("lemvig", {"Smith ÅØ A/S", "Zebra", "Østens Bageri", "Aarhus Maskin"}),
        ("100%", set()),
        ("'; DROP TABLE companies_subject; --", set()),
        ("findes ikke", set()),
    ],
)
def test_search_finds_by_name_number_and_municipality_with_danish_letters(
    region: Region, search: str, found: set[str]
) -> None:
    run = many(region)
    for sort in ORDERS:
        page = members(region.anna, run, USERS, role="counted", search=search, sort=sort)
        assert set(names(page)) == found
        assert page.total == len(found)


def test_whatever_the_size_a_page_takes_three_queries(region: Region) -> None:
    run = many(region)
    for user in (region.leader, region.evaluator):
        for point in (USERS, COURSES, SATISFIED):
            for search in ("", "a"):
                with CaptureQueriesContext(connection) as queries:
                    members(user, run, point, search=search)
                assert len(queries) <= 3


def test_an_anonymised_company_stays_counted_and_leads_nowhere(region: Region, run: Run) -> None:
    Company.objects.filter(pk=region.smith.pk).update(key="s-new-key")
    page = members(region.leader, run, USERS, role="counted", group="both")
    assert [(row.name, row.key, row.subject_id) for row in page.rows] == [("", region.smith.key, None)]


@pytest.mark.requirement("B89")
def test_opening_names_is_logged_with_whose_they_were_and_who_looked(region: Region, run: Run) -> None:
    page = actions.open_members(by=region.anna, run=run, point=COURSES)
    lines = Access.objects.filter(by=region.anna, place="scorecards.members", kind=Subject._meta.label)
    assert {int(line.key) for line in lines} == {row.subject_id for row in page.rows if row.subject_id}
    assert region.secret.pk not in {int(line.key) for line in lines}
    assert {line.details["point"] for line in lines} == {COURSES}
    actions.open_members(by=region.secretary, run=run, point=COURSES)
    assert not Access.objects.filter(by=region.secretary).exists()


def test_an_unknown_point_or_reading_is_a_key_error(region: Region, run: Run) -> None:
    for point, reading in (("9.9", "chosen"), (USERS, "nonsense")):
        with pytest.raises(KeyError):
            members(region.leader, run, point, reading)


@pytest.mark.requirement("B21")
def test_what_a_local_service_shields_hides_nobody_in_the_hubs_run(region: Region, run: Run) -> None:
    before = [members(region.anna, run, point) for point in (USERS, COURSES)]
    guided(None, region.smith, region.lemvig, level=Level.BASIC, shielded=True)
    assert [members(region.anna, run, point) for point in (USERS, COURSES)] == before
    standing = open_standing(by=region.anna, run=run, subject=region.smith.pk)
    assert standing is not None
    assert standing.name == region.smith.name
