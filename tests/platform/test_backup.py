"""A backup holds everything, comes back whole on either database, and is never put where work is done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

Run = Callable[..., "subprocess.CompletedProcess[str]"]
# Touches databases of its own, beside the one of the tests.
pytestmark = pytest.mark.postgres_too


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], dict[str, str]]]:
    """Make an empty installation, on the database that the suite runs on: places("here")."""
    made: list[str] = []

    def place(name: str) -> dict[str, str]:
        # Nothing that would lead a command back to the tests' own installation.
        surroundings = {
            key: value
            for key, value in os.environ.items()
            if key not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"} and not key.startswith("SAMSPIL_")
        }
        surroundings |= {"SAMSPIL_DATA": str(tmp_path_factory.mktemp(name)), "COLUMNS": "200"}
        if connection.vendor == "postgresql":
            database = f"backup_{name}_{os.getpid()}"
            _on_server(f'CREATE DATABASE "{database}"')
            made.append(database)
            surroundings["DATABASE_URL"] = _address(database)
        return surroundings

    yield place
    for database in made:
        _on_server(f'DROP DATABASE "{database}"')


def _address(database: str) -> str:
    given = connection.settings_dict
    return f"postgresql://{given['USER']}@/{database}?host={given['HOST']}&port={given['PORT'] or 5432}"


def _on_server(statement: str) -> None:
    import psycopg

    with psycopg.connect(_address("postgres"), autocommit=True) as server:
        server.execute(statement)


def samspil(place: dict[str, str], *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "samspil.cli", *map(str, words)]
    return subprocess.run(command, env=place, capture_output=True, text=True, check=False)


def manifest(file: Path) -> dict[str, Any]:
    with zipfile.ZipFile(file) as archive:
        read: dict[str, Any] = json.loads(archive.read("manifest.json"))
    return read


@pytest.fixture(scope="module")
def kept(places: Callable[[str], dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The backup of a small region, with a document."""
    here = places("here")
    filled = samspil(here, "demo", "--size", 200, "--no-serve")
    assert filled.returncode == 0, filled.stderr
    document = Path(here["SAMSPIL_DATA"]) / "documents" / "ab" / "referat.txt"
    document.parent.mkdir(parents=True)
    document.write_text("Vi aftalte æ, ø og å.", encoding="utf-8")
    (document.parent / ".halv").write_text("skrives endnu")
    file = tmp_path_factory.mktemp("backups") / "region.zip"
    taken = samspil(here, "backup", file)
    assert taken.returncode == 0, taken.stderr
    return file


@pytest.fixture(scope="module")
def there(kept: Path, places: Callable[[str], dict[str, str]]) -> dict[str, str]:
    """An installation that was filled from the backup."""
    place = places("there")
    restored = samspil(place, "restore", kept)
    assert restored.returncode == 0, restored.stderr
    return place


def changed(source: Path, target: Path, change: Callable[[dict[str, Any], dict[str, bytes]], None]) -> Path:
    """Write the backup once more with its manifest and members changed."""
    with zipfile.ZipFile(source) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    told = json.loads(members.pop("manifest.json"))
    change(told, members)
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", json.dumps(told))
    return target


def test_what_comes_back_is_what_went_in_row_by_row_and_file_by_file(
    kept: Path, there: dict[str, str], tmp_path: Path
) -> None:
    again = tmp_path / "again.zip"
    assert samspil(there, "backup", again).returncode == 0
    before, after = manifest(kept), manifest(again)
    assert after["tables"] == before["tables"]
    assert after["files"] == before["files"]
    assert before["tables"]["companies.Subject"]["rows"] >= 200
    assert {"documents/ab/referat.txt", "secret-key"} <= set(before["files"])
    assert not any(".halv" in name for name in before["files"])


def test_work_goes_on_after_a_restore_with_new_numbers(there: dict[str, str]) -> None:
    words = ("user", "--email", "ny@example.dk", "--name", "Ny", "--organisation", "business-lemvig")
    password = Path(there["SAMSPIL_DATA"]) / "password"
    password.write_text("en-lang-adgangskode-42")
    added = samspil(there, *words, "--role", "adviser", "--password-file", password)
    assert added.returncode == 0, added.stdout + added.stderr


def test_an_installation_in_use_is_left_alone(kept: Path, there: dict[str, str]) -> None:
    again = samspil(there, "restore", kept)
    assert again.returncode == 1
    assert "in use" in again.stderr


def test_a_damaged_or_unfinished_file_is_told_and_nothing_is_written(
    kept: Path, places: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    there = places("damaged")

    def spoil(told: dict[str, Any], members: dict[str, bytes]) -> None:
        members["tables/companies.Subject.jsonl"] += b"[]\n"

    spoiled = samspil(there, "restore", changed(kept, tmp_path / "spoiled.zip", spoil))
    assert spoiled.returncode == 1
    assert "tables/companies.Subject.jsonl is not as it was written" in spoiled.stderr
    no_backup = tmp_path / "brev.zip"
    no_backup.write_text("Kære alle")
    assert "is no backup" in samspil(there, "restore", no_backup).stderr


def test_a_backup_of_a_newer_version_is_refused_with_what_to_do(
    kept: Path, places: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    def newer(told: dict[str, Any], members: dict[str, bytes]) -> None:
        told["migrations"].append(["guidance", "9999_from_the_future"])
        told["version"] = "99.0"

    answer = samspil(places("newer"), "restore", changed(kept, tmp_path / "newer.zip", newer))
    assert answer.returncode == 1
    assert "newer version (99.0)" in answer.stderr


def test_a_file_that_would_lead_out_of_the_data_folder_is_refused(
    kept: Path, places: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    def climb(told: dict[str, Any], members: dict[str, bytes]) -> None:
        told["files"]["../evil"] = told["files"].pop("documents/ab/referat.txt")
        members["files/../evil"] = members.pop("files/documents/ab/referat.txt")

    answer = samspil(places("climber"), "restore", changed(kept, tmp_path / "climber.zip", climb))
    assert answer.returncode == 1
    assert "leads out of the data folder" in answer.stderr


def test_a_backup_is_for_its_owner_s_eyes_and_never_written_over(
    kept: Path, there: dict[str, str], tmp_path: Path
) -> None:
    assert kept.stat().st_mode & 0o077 == 0
    (tmp_path / "here.zip").write_text("mit")
    assert samspil(there, "backup", tmp_path / "here.zip").returncode == 1
    assert (tmp_path / "here.zip").read_text() == "mit"


def test_a_backup_of_an_older_version_comes_back_and_is_brought_up_to_date(
    kept: Path, places: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    app, step = newest_step()

    def older(told: dict[str, Any], members: dict[str, bytes]) -> None:
        told["migrations"].remove([app, step])

    place = places("older")
    answer = samspil(place, "restore", changed(kept, tmp_path / "older.zip", older))
    assert answer.returncode == 0, answer.stderr
    assert "brought up to date (1 steps)" in answer.stdout
    again = tmp_path / "again.zip"
    assert samspil(place, "backup", again).returncode == 0
    assert manifest(again)["tables"] == manifest(kept)["tables"]


def newest_step() -> tuple[str, str]:
    """A step that no other depends on and that adds no column: what comes before it holds every row."""
    return "governance", "0003_contract_version_unchanged"
