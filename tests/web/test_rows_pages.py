"""The rows behind a figure: tabs, reasons, groups, search, order, pages, and whose names are shown."""

from __future__ import annotations

import shutil

import pytest
from django.test import Client
from django.urls import reverse

from samspil.companies.models import Subject
from samspil.guidance.models import GuidanceCase
from samspil.organisations.kinds import Role
from samspil.organisations.models import Municipality, Organisation
from samspil.platform.audit.models import Access
from samspil.platform.danish import sort_key
from samspil.scorecards.archive import runs_folder
from samspil.surveys.models import EvaluationAnswer
from tests.web.conftest import Enter
from tests.web.reading import links, table, text
from tests.web.scored import Scored, score


def address(scored: Scored, point: str, query: str = "") -> str:
    return f"/maal/{scored.september.pk}/{point}/raekker/{query}"


def names(client: Client, where: str) -> list[str]:
    return [row[0] for row in table(client.get(where), "raekker")]


def test_counted_rows_stand_first_with_tabs_for_the_others(scored: Scored, director: Client) -> None:
    page = director.get(address(scored, "8.6"))
    assert "Talt med 10 Kun i nævneren 20 Udeladt 10" in text(page)
    assert len(table(page, "raekker")) == 10
    assert len(names(director, address(scored, "8.6", "?rolle=base"))) == 20


def test_a_reason_says_what_mends_it_and_the_others_are_one_step_away(
    scored: Scored, director: Client
) -> None:
    page = director.get(address(scored, "8.1", "?rolle=excluded:no_municipality"))
    assert "Sådan rettes det: Skriv kommunen på virksomheden." in text(page)
    assert address(scored, "8.1", "?rolle=excluded%3Ano_show") in links(page)
    without = Subject.objects.filter(municipality=None, name__in=names(director, page.request["PATH_INFO"]))
    assert not without.exists()
    assert len(table(page, "raekker")) == 3


@pytest.mark.requirement("B43")
def test_founders_without_a_cvr_number_are_called_so(scored: Scored, director: Client) -> None:
    page = director.get(address(scored, "1.3", "?rolle=excluded:founder"))
    assert all(row[0].endswith(" iværksætter") for row in table(page, "raekker"))
    assert "CVR-nummer" not in text(page).replace("Søg navn, CVR-nummer eller kommune", "").replace(
        "iværksætter uden CVR-nummer", ""
    )


def test_rows_are_found_by_name_by_number_and_by_municipality(scored: Scored, director: Client) -> None:
    assert names(director, address(scored, "8.3", "?q=smedevaerk+007")) == ["Midtby Smedeværk 007"]
    assert names(director, address(scored, "8.3", "?q=99000007")) == ["Midtby Smedeværk 007"]
    in_aarhus = table(director.get(address(scored, "8.3", "?q=aarhus")), "raekker")
    assert in_aarhus
    assert all(row[2] == "Aarhus" for row in in_aarhus)
    assert "Ingen rækker passer til det valgte." in text(
        director.get(address(scored, "8.3", "?q=findesikke"))
    )


def test_rows_are_ordered_as_danes_do_either_way(scored: Scored, director: Client) -> None:
    up = names(director, address(scored, "8.3"))
    # Hidden rows stand last and keep no order that could tell who they are.
    shown = [name for name in up if name != "Navnet vises ikke"]
    assert [name.removesuffix(" iværksætter") for name in shown] == sorted(
        (name.removesuffix(" iværksætter") for name in shown), key=sort_key
    )
    assert shown[-1].startswith("Åhuse")
    assert names(director, address(scored, "8.3", "?sort=-navn"))[0] == shown[-1]


def test_a_group_can_be_chosen_and_lifted_again(scored: Scored, director: Client) -> None:
    page = director.get(address(scored, "8.3", "?gruppe=both"))
    assert {row[3] for row in table(page, "raekker")} == {"begge dele"}
    assert address(scored, "8.3") in links(page)


def test_a_reading_has_rows_of_its_own(scored: Scored, director: Client) -> None:
    page = director.get(address(scored, "8.3", "?fortolkning=founders%3Dout"))
    assert "Fortolkning: Nej, kun CVR-numre" in text(page)
    assert "Talt med 30" in text(page)
    left_out = address(scored, "8.3", "?fortolkning=founders%3Dout&rolle=excluded%3Ano_subject")
    assert left_out in links(page)
    founders = address(scored, "8.3", "?fortolkning=founders%3Dout&rolle=excluded%3Afounder")
    assert founders in links(director.get(left_out))


def test_what_the_address_says_in_vain_is_passed_over(scored: Scored, director: Client) -> None:
    plain = text(director.get(address(scored, "8.3")))
    strange = "?rolle=baron&gruppe=%27&fortolkning=x&sort=løn&side=nul"
    assert text(director.get(address(scored, "8.3", strange))) == plain


def test_long_lists_turn_pages(
    hub: Organisation, municipalities: dict[str, Municipality], director: Client
) -> None:
    scored = score(hub, 140)
    page = director.get(address(scored, "8.3", "?side=2"))
    assert "51–100 af 115" in text(page)
    assert len(table(page, "raekker")) == 50
    assert director.get(address(scored, "8.3", "?side=99")).headers["Location"] == address(
        scored, "8.3", "?side=3"
    )
    assert len(names(director, address(scored, "8.3", "?side=3"))) == 15


def test_a_shielded_case_hides_its_company_from_those_it_is_shielded_from(
    scored: Scored, director: Client, enter_as: Enter
) -> None:
    shielded = GuidanceCase.objects.get(shielded=True).subject
    adviser = enter_as(Role.ADVISER)
    assert shielded.name not in names(adviser, address(scored, "8.3"))
    assert "Navnet vises ikke" in names(adviser, address(scored, "8.3"))
    assert adviser.get(reverse("standing", args=[scored.september.pk, shielded.pk])).status_code == 404
    looked_for = adviser.get(address(scored, "8.3", f"?q={shielded.name}"))
    assert "Ingen rækker passer til det valgte." in text(looked_for)


def test_answers_are_named_only_where_the_company_agreed_and_to_the_evaluator(
    scored: Scored, director: Client, enter_as: Enter
) -> None:
    everybody = set(EvaluationAnswer.objects.values_list("subject__name", flat=True))
    agreed = set(EvaluationAnswer.objects.filter(consented=True).values_list("subject__name", flat=True))
    where = [address(scored, "3.1"), address(scored, "3.1", "?rolle=base")]

    def seen(client: Client) -> set[str]:
        found = {name.removesuffix(" iværksætter") for each in where for name in names(client, each)}
        return found - {"Navnet vises ikke"}

    assert seen(director) == agreed
    assert "har ikke sagt ja til, at huset ser, hvem der svarede" in text(director.get(where[0]))
    assert seen(enter_as(Role.EVALUATOR)) == everybody


@pytest.mark.requirement("B88")
def test_a_secretariat_sees_counts_and_no_names(scored: Scored, enter_as: Enter) -> None:
    page = enter_as(Role.SECRETARIAT).get(address(scored, "8.3"))
    assert "Talt med 33" in text(page)
    assert "Du ser antal, ikke navne" in text(page)
    assert not [
        name for name in Subject.objects.values_list("name", flat=True) if name in page.content.decode()
    ]


def test_opening_names_is_written_down(scored: Scored, director: Client) -> None:
    director.get(address(scored, "8.6"))
    assert Access.objects.filter(place="scorecards.members").count() == 10


def test_a_name_leads_to_where_the_company_counts(scored: Scored, director: Client) -> None:
    company = Subject.objects.get(name="Midtby Smedeværk 007")
    where = reverse("standing", args=[scored.september.pk, company.pk])
    assert where in links(director.get(address(scored, "8.3")))
    page = director.get(where)
    rows = {row[0]: row[1:] for row in table(page, "pladser")}
    assert rows["8.3 Iværksættere og virksomheder, der bruger huset"][0] == "talt med"
    assert rows["8.4 Vækstforløb"][0] in {"talt med", "i det andet segment", "mangler segment"}
    assert "3.1 Meget tilfredse med de faglige kompetencer" not in rows
    assert Access.objects.filter(place="scorecards.standing", key=str(company.pk)).count() == 1


def test_a_company_without_rows_has_no_page(scored: Scored, director: Client) -> None:
    assert director.get(reverse("standing", args=[scored.september.pk, 10_000_000])).status_code == 404


@pytest.mark.requirement("B80")
def test_a_company_s_page_says_what_mends_it(scored: Scored, director: Client) -> None:
    case = GuidanceCase.objects.filter(
        segment="", started__year=2022, subject__kind="company", shielded=False
    )
    company = case.order_by("pk")[0].subject
    page = director.get(reverse("standing", args=[scored.september.pk, company.pk]))
    assert ["8.4 Vækstforløb", "mangler segment", "Vurdér segmentet på forløbet."] in table(page, "pladser")


def test_a_run_whose_files_are_gone_explains_itself(scored: Scored, director: Client) -> None:
    shutil.rmtree(runs_folder() / scored.september.folder)
    page = director.get(address(scored, "8.6"))
    assert page.status_code == 200
    assert "Rækkerne er her ikke" in text(page)
