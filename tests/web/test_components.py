"""The components: what they say, how they are drawn, and that they never carry a style of their own."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.utils import translation

from samspil.web.components import bars, typed, verdicts
from samspil.web.components.tables import Column, Listing


def draw(source: str, **context: Any) -> str:
    """Render a line that uses the components."""
    template = engines["jinja2"].from_string('{% import "ui.jinja" as ui %}' + source)
    return str(template.render(context)).strip()


def words(drawn: str) -> str:
    """Return what stands between the tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", drawn).split())


@pytest.mark.parametrize(
    ("code", "danish", "english"),
    [
        ("met", "Opfyldt", "Met"),
        ("not_met", "Ikke opfyldt", "Not met"),
        ("partly_met", "Delvist opfyldt (1 af 3)", "Partly met (1 of 3)"),
        ("awaiting_data", "Afventer data", "Awaiting data"),
        ("cannot_be_computed", "Kan ikke opgøres", "Cannot be computed"),
    ],
)
def test_a_verdict_is_word_mark_and_colour_in_both_languages(code: str, danish: str, english: str) -> None:
    drawn = draw("{{ ui.verdict(code, 1, 3) }}", code=code)
    assert words(drawn) == danish
    assert f"s-tone-{code.replace('_', '-')}" in drawn
    assert '<svg class="s-mark"' in drawn
    with translation.override("en"):
        assert words(draw("{{ ui.verdict(code, 1, 3) }}", code=code)) == english


def test_no_two_verdicts_have_the_same_mark() -> None:
    marks = {
        re.sub(r"s-tone-[a-z-]+|<span>[^<]+</span>", "", draw(f"{{{{ ui.verdict('{code}') }}}}"))
        for code in verdicts.CODES
    }
    assert len(marks) == len(verdicts.CODES)


def test_an_unknown_verdict_is_an_error_and_not_an_empty_cell() -> None:
    with pytest.raises(ValueError, match="wanted met, not_met"):
        verdicts.spoken("perhaps")


def test_a_sum_of_verdicts_names_those_that_occur_in_their_order() -> None:
    assert [text for _, text in verdicts.tally({"not_met": 6, "met": 7, "partly_met": 0})] == [
        "7 opfyldt",
        "6 ikke opfyldt",
    ]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("41.2, 'percent', interval=(38.8, 43.6)", "41,2 pct. ±2,4"),
        ("76, 'percent', counted=1213, n=1596, complete=true", "76,0 pct. 1.213 af 1.596 fuld optælling"),
        ("3912, n=3912", "3.912 n = 3.912"),
        ("none, 'percent', interval=(0, 1)", "–"),
        ("97, 'percent', interval=(84, 99)", "97,0 pct. 84,0–99,0"),
        ("-3.1, 'points'", "−3,1 pct.point"),
        ("14, 'municipalities'", "14 kommuner"),
        ("1, 'yes_no'", "Ja"),
    ],
)
def test_a_figure_says_its_unit_its_certainty_and_its_base(call: str, said: str) -> None:
    assert words(draw(f"{{{{ ui.figure({call}) }}}}")) == said


def test_a_bar_is_read_aloud_as_value_interval_and_target() -> None:
    drawn = draw("{{ ui.target_bar(41.2, 45, (38.8, 43.6), verdict='not_met') }}")
    assert 'aria-label="41,2 pct., 95 pct. sikkerhed: 38,8–43,6, mål 45 pct."' in drawn


def test_a_bar_places_its_parts_on_one_scale_and_holds_what_lies_outside_at_the_end() -> None:
    placed = bars.bar(50, target=100, interval=(0, 250), scale=(0, 100))
    assert (placed.low, placed.value, placed.target, placed.high) == (5, 80, 155, 155)
    assert bars.bar(None).value is None


def test_a_value_above_zero_is_always_seen_in_a_row_of_columns() -> None:
    heights = [column.height for column in bars.columns([0, 1, 10_000])]
    assert heights == [0.5, 1.0, 20.0]
    assert bars.columns([]) == []


def test_a_table_writes_numbers_right_and_the_unit_once_in_the_head() -> None:
    columns = [Column("name", "Kommune"), Column("share", "Andel", "number", unit="pct.", decimals=1)]
    rows = [{"name": "Ærø <b>", "share": 41.24}, {"name": "Aarhus", "share": None}]
    drawn = draw("{{ ui.table('Tal', columns, rows, id='t') }}", columns=columns, rows=rows)
    assert words(drawn) == "Tal Kommune Andel pct. Ærø &lt;b&gt; 41,2 Aarhus –"
    assert drawn.count('class="s-num"') == 3
    assert 'role="region" aria-labelledby="t-titel" tabindex="0"' in drawn


def test_a_row_s_first_cell_leads_to_the_row() -> None:
    columns = [Column("name", "Navn"), Column("day", "Dag", "day")]
    rows = [{"name": "A/S", "day": dt.date(2022, 9, 30), "href": "/virksomhed/1/"}]
    drawn = draw("{{ ui.table('T', columns, rows, id='t', href='href') }}", columns=columns, rows=rows)
    assert '<a class="s-row-link" href="/virksomhed/1/">A/S</a>' in drawn


def test_a_caller_draws_cells_and_leaves_the_plain_ones_to_the_table() -> None:
    columns = [Column("name", "Navn"), Column("verdict", "Vurdering", "verdict")]
    source = (
        "{% call(column, row) ui.table('T', columns, [{'name': 'x', 'verdict': 'met'}], id='t') %}"
        "{% if column.key == 'name' %}<em>{{ row.name }}</em>{% else %}{{ ui.cell(column, row) }}{% endif %}"
        "{% endcall %}"
    )
    drawn = draw(source, columns=columns)
    assert "<em>x</em>" in drawn
    assert "Opfyldt" in words(drawn)


def test_an_empty_list_says_what_will_stand_there_or_how_to_see_more() -> None:
    columns = [Column("name", "Navn")]
    source = "{{ ui.list('T', columns, [], listing, id='t', empty_title='Her kommer dine forløb') }}"
    assert "Her kommer dine forløb" in draw(source, columns=columns, listing=Listing("/x/"))
    narrowed = draw(source, columns=columns, listing=Listing("/x/", search="zzz"))
    assert "Ingen rækker passer" in narrowed
    assert 'href="/x/"' in narrowed


class Form(forms.Form):
    """One field of each kind."""

    who = forms.CharField(label="Hvem?", help_text="Navn eller CVR-nummer")
    secret = forms.CharField(label="Kode", widget=forms.PasswordInput)
    how = forms.ChoiceField(label="Hvordan?", choices=[("t", "Telefon"), ("b", "Besøg")])
    channel = forms.ChoiceField(label="Kanal", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label="Emner", choices=[("e", "Eksport")], widget=forms.CheckboxSelectMultiple, required=False
    )
    shared = forms.BooleanField(label="Må deles", required=False)
    note = forms.CharField(label="Notat", widget=forms.Textarea, required=False)


def test_a_form_ties_each_hint_and_error_to_its_field_and_sums_the_errors_up_first() -> None:
    drawn = draw("{{ ui.fields(form) }}", form=Form({"how": "t", "channel": "x", "secret": "hemmelig"}))
    assert words(drawn).startswith("Der er 2 fejl")
    assert '<a href="#id_who">' in drawn
    assert 'aria-describedby="id_who-hint id_who-error" aria-invalid="true"' in drawn
    assert '<option value="t" selected>' in drawn
    assert "hemmelig" not in drawn
    for label in ("Hvem?", "Kode", "Hvordan?", "Kanal", "Emner", "Må deles", "Notat"):
        assert label in words(drawn)
    assert drawn.count('name="') == 8


def test_a_day_is_asked_for_day_first_whatever_the_language_of_the_browser() -> None:
    drawn = draw("{{ ui.date_field('dag', 'Hvornår?', day) }}", day=dt.date(2022, 9, 8))
    assert 'type="text"' in drawn
    assert 'value="08-09-2022"' in drawn


@pytest.mark.parametrize("text", ["30-09-2022", "30.9.22", " 30/9/2022 ", "30. 9. 2022", "2022-09-30"])
def test_a_day_may_be_typed_in_the_usual_ways(text: str) -> None:
    assert typed.day_from(text) == dt.date(2022, 9, 30)


@pytest.mark.parametrize("text", ["", "31-02-2022", "09/30/2022", "i går", "2022"])
def test_what_is_no_day_is_answered_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="30-09-2022"):
        typed.day_from(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("39.010", "39010"),
        ("39010", "39010"),
        ("41,2", "41.2"),
        ("41.2", "41.2"),
        ("1.250,50", "1250.50"),
        ("−3,1", "-3.1"),
    ],
)
def test_a_number_may_be_typed_the_danish_way(text: str, number: str) -> None:
    assert typed.number_from(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "mange", "1,2,3", "1.25,5.0", "1e5"])
def test_what_is_no_number_is_answered_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r"1\.250,50"):
        typed.number_from(text)


def test_a_button_keeps_its_key_and_place_on_a_phone() -> None:
    drawn = draw("{{ ui.button('Registrér kontakt', href='/ny/', kind='primary', fixed=true, key='n') }}")
    assert 'class="button button-primary s-fixed"' in drawn
    assert 'data-key="n" aria-keyshortcuts="n"' in drawn


def test_a_quote_keeps_its_words_and_names_its_place() -> None:
    assert words(draw("{{ ui.quote('+/- 10%', 'Mål 8') }}")) == "»+/- 10%« Mål 8"
