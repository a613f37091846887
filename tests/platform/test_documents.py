"""Files on rows: what is taken and what is refused, who reads them, and that nothing is ever lost."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from docx import Document as Word

from samspil.companies.actions import register_company
from samspil.guidance.actions import open_case, shield_case
from samspil.guidance.kinds import Level
from samspil.guidance.models import GuidanceCase
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Organisation, User
from samspil.platform.documents import rules
from samspil.platform.documents.actions import put_back, remove, store
from samspil.platform.documents.kinds import FileKind
from samspil.platform.documents.models import Document
from samspil.platform.documents.queries import content_of, documents_for, documents_of, may_change, path_of

PDF = b"%PDF-1.7\n%rest"
MAIL = b"From: ida@example.dk\r\nTo: anna@example.dk\r\nSubject: Tak\r\n\r\nTak for i dag.\r\n"


def word(text: str) -> bytes:
    document = Word()
    document.add_paragraph(text)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def excel(text: str) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        book.add_worksheet().write(0, 0, text)
    return written.getvalue()


def excel_inline(*cells: str | float) -> bytes:
    """As our own downloads and many exports are written: each string in its cell."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"constant_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, cells)
    return written.getvalue()


def with_part(content: bytes, name: str, text: str) -> bytes:
    written = io.BytesIO(content)
    with zipfile.ZipFile(written, "a") as archive:
        archive.writestr(name, text)
    return written.getvalue()


def damaged(content: bytes) -> bytes:
    """Spoil what is packed and leave the list of what there is."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo("word/document.xml")
    start = part.header_offset + 30 + len(part.filename)
    return content[:start] + b"\xff" * part.compress_size + content[start + part.compress_size :]


def locked(content: bytes) -> bytes:
    """Mark every part as encrypted, in its own head and in the list."""
    marked = bytearray(content)
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := content.find(sign, at + 1)) >= 0:
            marked[at + offset] |= 1
    return bytes(marked)


@pytest.fixture(autouse=True)
def apart(settings: object, tmp_path: Path) -> None:
    """Keep the files of each test in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "documents"  # type: ignore[attr-defined]  # pytest-django's settings


@pytest.fixture
def anna(hub: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("anna@example.dk", hub)


@pytest.fixture
def case(hub: Organisation, anna: User) -> GuidanceCase:
    company = register_company(by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606")
    return open_case(
        by=anna, subject=company, organisation=hub, level=Level.BASIC, started=dt.date(2022, 3, 1)
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"\x89PNG\r\n\x1a\nrest", "png"),
        (b"\xff\xd8\xff\xe0rest", "jpg"),
        (word("Referat"), "docx"),
        (excel("Ansatte"), "xlsx"),
        ("Møde på Ærø".encode(), "txt"),
        ("Møde på Ærø".encode("cp1252"), "txt"),
        (MAIL, "eml"),
        (b"", None),
        (b"MZ\x90\x00program", None),
        (b"PK\x03\x04 not a zip", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old Word", None),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, kind: str | None) -> None:
    assert rules.kind_of(content) == kind


def test_macros_and_bombs_are_not_taken() -> None:
    bare = io.BytesIO()
    with zipfile.ZipFile(bare, "w") as archive:
        archive.writestr("word/document.xml", b"<w/>")
    assert rules.kind_of(bare.getvalue()) is None, "an archive without a table of contents is no Word file"
    with_macro = io.BytesIO()
    with zipfile.ZipFile(with_macro, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"):
            archive.writestr(name, b"x")
    assert rules.kind_of(with_macro.getvalue()) is None
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"x")
        archive.writestr("word/document.xml", b"0" * (rules.MOST_UNFOLDED + 1))
    assert rules.kind_of(bomb.getvalue()) is None


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("C:\\Brugere\\Anna\\Referat.PDF", "Referat.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("Årsregnskab 2021 (endelig).pdf", "Årsregnskab 2021 (endelig).pdf"),
        ('a"b\r\nc<d>.pdf', "a b c d.pdf"),
        ("løn.pdf.exe", "løn.pdf.pdf"),
        ("", "dokument.pdf"),
        ("x" * 400 + ".pdf", "x" * 144 + ".pdf"),
    ],
)
def test_a_name_is_cleaned_and_ends_as_what_the_file_is(name: str, clean: str) -> None:
    assert rules.clean_name(name, "pdf") == clean


def test_a_file_is_stored_under_a_name_that_says_nothing(case: GuidanceCase, anna: User) -> None:
    document = store(by=anna, owner=case, name="Referat.pdf", content=PDF)
    assert content_of(document) == PDF
    assert "Referat" not in str(path_of(document))
    assert path_of(document).stat().st_mode & 0o077 == 0
    assert (document.kind, document.size, len(document.sha256)) == (FileKind.PDF, len(PDF), 64)
    assert list(documents_of(case)) == [document]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-" + b"0" * rules.MOST_BYTES, "size"),
        (b"MZ\x90\x00", "kind"),
        (b"Ida har nummer 010190-1234", "cpr"),
        (word("CPR 010190-1234"), "cpr"),
        (excel("0101901234"), "cpr"),
        (MAIL + b"010190-1234", "cpr"),
        (excel_inline("Ida", "010190-1234"), "cpr"),
        (excel_inline("CPR", 101901234), "cpr"),
        (with_part(word("Referat"), "word/comments.xml", "<w:t>010190</w:t><w:t>-1234</w:t>"), "cpr"),
        (with_part(word("Referat"), "word/endnotes.xml", "<w:t>010190-1234</w:t>"), "cpr"),
        (with_part(excel("Ansatte"), "xl/comments1.xml", "<t>010190-1234</t>"), "cpr"),
        (damaged(word("Referat")), "kind"),
        (locked(word("Referat")), "kind"),
    ],
)
def test_what_may_not_be_kept_is_refused_in_words_and_leaves_no_file(
    case: GuidanceCase, anna: User, content: bytes, code: str, tmp_path: Path
) -> None:
    with pytest.raises(ValidationError) as refused:
        store(by=anna, owner=case, name="fil", content=io.BytesIO(content))
    assert refused.value.code == code
    assert "010190" not in str(refused.value)
    assert not Document.objects.exists()
    assert not [each for each in tmp_path.rglob("*") if each.is_file()]


def test_what_only_looks_like_a_number_of_somebody_is_kept(case: GuidanceCase, anna: User) -> None:
    """P-numbers stand as numbers, and a cell ends where it ends."""
    cells = ("P-nummer", 1012345678, 0.1012901234, "010190", "1234")
    assert (
        store(by=anna, owner=case, name="P-enheder.xlsx", content=excel_inline(*cells)).kind == FileKind.XLSX
    )


def test_a_replaced_version_is_kept_and_replaced_only_once(case: GuidanceCase, anna: User) -> None:
    first = store(by=anna, owner=case, name="Plan.txt", content=b"Plan 1")
    second = store(by=anna, owner=case, name="Plan.txt", content=b"Plan 2", replaces=first)
    assert list(documents_of(case)) == [second]
    assert content_of(first) == b"Plan 1"
    with pytest.raises(ValidationError, match="ny udgave"):
        store(by=anna, owner=case, name="Plan.txt", content=b"Plan 3", replaces=first)


def test_what_is_removed_is_marked_and_can_be_put_back(case: GuidanceCase, anna: User) -> None:
    document = store(by=anna, owner=case, name="Plan.txt", content=b"Plan")
    remove(by=anna, document=document, why="Forkert virksomhed")
    assert not documents_of(case).exists()
    assert path_of(document).exists()
    put_back(by=anna, document=document)
    assert list(documents_of(case)) == [document]


def test_who_reads_the_case_reads_its_documents_for_every_role(
    case: GuidanceCase, hub: Organisation, anna: User, make_user: Callable[..., User]
) -> None:
    other = create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    document = store(by=anna, owner=case, name="Plan.txt", content=b"Plan")
    users = [make_user(f"{role}@{each.code}.dk", each, role) for each in (hub, other) for role in Role]
    readers = {each.email.partition("@")[0] for each in users if document in documents_for(each)}
    assert readers == {"adviser", "student_helper", "unit_leader", "director", "evaluator"}
    changers = {each.email.partition("@")[0] for each in users if may_change(each, document)}
    assert changers == readers - {"evaluator"}
    shield_case(by=anna, case=case)
    hidden = {each.email.partition("@")[0] for each in users if document in documents_for(each)}
    assert hidden == {"unit_leader", "director"}
