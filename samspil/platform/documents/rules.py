"""What is decided about a file from its bytes and name alone: its kind, its safe name, its plain text."""

from __future__ import annotations

import email
import email.policy
import html
import io
import lzma
import re
import unicodedata
import zipfile
import zlib
from email.message import EmailMessage

MOST_BYTES = 25 * 1024 * 1024
# What an office file may unfold to; more is a bomb, not a document.
MOST_UNFOLDED = 250 * 1024 * 1024
# As much of an office file's text as is searched for CPR numbers.
MOST_SEARCHED = 20 * 1024 * 1024
LONGEST_NAME = 150

_HEADER = re.compile(rb"(?im)^(from|to|subject|date|message-id|received|return-path|mime-version):")
# Where one text ends and the next begins; a number must not come about between two cells.
_PARTS = re.compile(r"</w:p>|</a:p>|</si>|<w:br[^>]*/>|<w:tab[^>]*/>|</text>|</xdr:[^>]+>|</property>")
# Text of Word (also notes and comments) and Excel (strings, comments, text boxes).
_WRITTEN = re.compile(
    r"word/(document|header\d*|footer\d*|footnotes|endnotes|comments\w*|glossary/document)\.xml"
    r"|xl/(sharedStrings|worksheets/[^/]+|comments\d*|threadedComments/[^/]+|drawings/[^/]+)\.xml"
    r"|docProps/(core|custom)\.xml"
)
# A cell of a sheet: its own string (as many exports write), the answer of a formula, or a number.
_CELL = re.compile(r"<is>(?P<own>.*?)</is>|<v>(?P<value>[^<]*)</v>", re.DOTALL)
_FRACTION = re.compile(r"-?\d+\.\d+(E[-+]?\d+)?", re.IGNORECASE)
_CPR_WORD = re.compile(r"\b(cpr|personn)", re.IGNORECASE)
# What reading a part of a damaged archive raises.
DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, OSError, EOFError, ValueError)
_LOCKED = 0x1
_TAGS = re.compile(r"<[^>]+>")
# The name may hold letters of any language, digits, and what people put between them.
_UNSAFE = re.compile(r"[^\w \-.,()+&æøåÆØÅ]")


class UnreadableError(Exception):
    """The file is of a kind that is taken, but damaged or locked."""


def kind_of(content: bytes) -> str | None:
    """Return the kind by the first bytes, or by what an office file holds; None for all others.

    Text and mails are told apart: a mail begins with its header lines. Macros are not taken.
    """
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    if not _is_text(content):
        return None
    head = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0]
    return "eml" if len(_HEADER.findall(head)) >= 2 else "txt"


def _office(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = {part.filename for part in packed.infolist()}
            if sum(part.file_size for part in packed.infolist()) > MOST_UNFOLDED:
                return None
    except DAMAGED:
        return None
    if "[Content_Types].xml" not in parts or any(part.endswith("vbaProject.bin") for part in parts):
        return None
    if "word/document.xml" in parts:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in parts else None


def _is_text(content: bytes) -> bool:
    """Whether the bytes are text in UTF-8 or, as older programs write, cp1252."""
    if not content or any(sign < 32 and sign not in (9, 10, 12, 13) for sign in content):
        return False
    return bool(decoded(content).strip())


def decoded(content: bytes) -> str:
    """Read text as UTF-8 or cp1252; bytes that cp1252 has not become a mark."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def plain_text(kind: str, content: bytes) -> str:
    """Return the text of a file where it is cheap to have; "" for pictures and PDF.

    Raises UnreadableError for an office file that is damaged or locked.
    """
    if kind == "txt":
        return decoded(content)
    if kind == "eml":
        return _mail_text(content)
    if kind not in ("docx", "xlsx"):
        return ""
    try:
        return _office_text(content)
    except DAMAGED:
        raise UnreadableError from None


def _office_text(content: bytes) -> str:
    """All that people write in an office file: its text, notes, comments, cells, headers and names."""
    found, numbers = list[str](), list[str]()
    left = MOST_SEARCHED
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for part in packed.infolist():
            if part.flag_bits & _LOCKED:
                raise UnreadableError
            if not _WRITTEN.fullmatch(part.filename) or left <= 0:
                continue
            with packed.open(part) as opened:
                raw = opened.read(left)
            left -= len(raw)
            text = raw.decode("utf-8", errors="replace")
            if part.filename.startswith("xl/worksheets/"):
                text = _cells(text, numbers)
            found.append(html.unescape(_TAGS.sub("", _PARTS.sub("\n", text))))
    # Ten digits as a number are mostly a P-number; where the file speaks of CPR, they are not.
    spoken_of = any(map(_CPR_WORD.search, found))
    return "\n".join([*found, *(number.zfill(10) for number in numbers)] if spoken_of else found)


def _cells(sheet: str, numbers: list[str]) -> str:
    """Return the strings of a sheet, one a line; long whole numbers are put among the numbers."""
    texts: list[str] = []
    for cell in _CELL.finditer(sheet):
        value = cell["value"]
        if value is None:
            texts.append(cell["own"])
        elif not value.isdecimal():
            # A fraction has a point, and ten digits after it are no number of anybody.
            texts.append("" if _FRACTION.fullmatch(value) else value)
        elif len(value) in (9, 10):
            numbers.append(value)
    return "\n".join(texts)


def _mail_text(content: bytes) -> str:
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    found = [str(message.get("subject", ""))]
    for part in message.walk():
        if part.get_content_maintype() == "text":
            raw = part.get_payload(decode=True)
            if isinstance(raw, bytes):
                found.append(_TAGS.sub(" ", decoded(raw)))
    return "\n".join(found)


def clean_name(name: str, kind: str) -> str:
    """Return a name that is safe on every system, with the ending of what the file is."""
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = bare.rpartition(".")
    # "Notat v. 2" has no ending; "løn.pdf.exe" has one too many.
    stem = stem if dot and re.fullmatch(r"\w{1,5}", ending) else bare
    stem = re.sub(r"\s+", " ", _UNSAFE.sub(" ", stem)).strip(" .")
    return f"{(stem or 'dokument')[: LONGEST_NAME - 6]}.{kind}"
