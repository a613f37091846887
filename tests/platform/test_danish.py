"""Danish names: folded for searching, sorted as Danes sort."""

from __future__ import annotations

import itertools

import pytest

from samspil.platform.danish import KEY_LENGTH, search_key, sort_key

IN_ORDER = [
    "3F", "Abe", "Ebeltoft", "Étoile", "Odder", "Viborg", "Yvonne", "Zebra", "Ærø", "Ærøskøbing", "Østerbro",
    "Åbyhøj", "Aalborg", "Aarhus",
]  # fmt: skip


def test_names_sort_to_z_and_then_ae_oe_aa_and_aarhus_comes_last() -> None:
    for shuffled in itertools.islice(itertools.permutations(IN_ORDER), 0, 100_000, 9_973):
        assert sorted(shuffled, key=sort_key) == IN_ORDER


def test_sort_keys_are_ascii_so_that_bytes_sort_alike_on_every_database() -> None:
    assert all(sort_key(name).isascii() for name in IN_ORDER)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ærø & Aarhus Café/Bar A/S", "aero arhus cafe bar a s"),
        ("Åge", "age"),
        ("Aage", "age"),
        ("SØREN", "soren"),
        ("Müller", "myller"),
        ("A\u030age", "age"),
        ("  - ", ""),
    ],
)
def test_search_folds_case_accents_and_danish_letters(name: str, key: str) -> None:
    assert search_key(name) == key


def test_no_key_is_longer_than_its_column() -> None:
    assert len(search_key("æ" * 200)) == KEY_LENGTH
    assert len(sort_key("\ufb03" * 200)) == KEY_LENGTH
