"""Contract versions: stored as they stood, given back as they came."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from samspil.core.measures.contract_folder import read_contract
from samspil.core.measures.problems import InputError
from samspil.governance import actions, queries
from samspil.governance.models import ContractVersion, ImmutableRowError
from samspil.organisations.models import Organisation
from samspil.platform.audit.models import Event
from samspil.shipped import folder

CONTRACT = folder("contracts") / "erhvervshus-midtjylland-2022"


def contents(place: Path) -> dict[str, bytes]:
    return {str(path.relative_to(place)): path.read_bytes() for path in place.rglob("*") if path.is_file()}


@pytest.mark.django_db
@pytest.mark.requirement("B1", "B91")
def test_a_contract_comes_back_byte_for_byte(tmp_path: Path) -> None:
    copy = tmp_path / "in"
    shutil.copytree(CONTRACT, copy)
    # Ends of lines are kept as they were, also where another system made them.
    (copy / "noter.txt").write_bytes("Ærø\r\nAarhus\n".encode())
    (copy / ".hidden").write_text("a tool's own")
    version = actions.import_contract(by=None, folder=copy)
    actions.export_contract(version=ContractVersion.objects.get(pk=version.pk), folder=tmp_path / "out")
    assert contents(tmp_path / "out") == {
        name: data for name, data in contents(copy).items() if name != ".hidden"
    }


@pytest.mark.django_db
def test_the_stored_contract_is_the_one_in_the_folder_down_to_the_order_of_its_names() -> None:
    version = actions.import_contract(by=None, folder=CONTRACT)
    there, here = read_contract(CONTRACT), queries.contract_of(version)
    assert here.model_dump_json() == there.model_dump_json()
    assert here.hash == version.hash


@pytest.mark.django_db
def test_the_same_contract_twice_is_one_version(hub: Organisation) -> None:
    first = actions.import_contract(by=None, folder=CONTRACT)
    assert actions.import_contract(by=None, folder=CONTRACT) == first
    assert Event.objects.filter(action="import_contract").count() == 1
    assert list(queries.versions_of(hub)) == [first]
    assert queries.latest_version(first.code) == first


@pytest.mark.django_db
@pytest.mark.requirement("B1")
def test_a_stored_contract_is_changed_by_nobody(tmp_path: Path) -> None:
    version = actions.import_contract(by=None, folder=CONTRACT)
    version.title = "En anden"
    with pytest.raises(ImmutableRowError):
        version.save()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        ContractVersion.objects.filter(pk=version.pk).update(title="En anden")
    assert ContractVersion.objects.get(pk=version.pk).title != "En anden"


@pytest.mark.django_db
def test_a_folder_that_is_no_contract_is_answered_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        actions.import_contract(by=None, folder=tmp_path)
    shutil.copytree(CONTRACT, tmp_path / "broken")
    (tmp_path / "broken" / "noter.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match=r"noter\.txt"):
        actions.import_contract(by=None, folder=tmp_path / "broken")
    assert not ContractVersion.objects.exists()


@pytest.mark.django_db
def test_an_export_never_writes_over_anything(tmp_path: Path) -> None:
    version = actions.import_contract(by=None, folder=CONTRACT)
    (tmp_path / "contract.toml").write_text("mit eget")
    with pytest.raises(FileExistsError):
        actions.export_contract(version=version, folder=tmp_path)
    assert (tmp_path / "contract.toml").read_text() == "mit eget"
