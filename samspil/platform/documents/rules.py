"""What is decided about a file from its bytes and name alone: its kind, its safe name, its plain text."""

from __future__ import annotations

import email
import email.policy
import io
import re
import unicodedata
import zipfile
from email.message import EmailMessage

MOST_BYTES = 25 * 1024 * 1024
# What an office file may unfold to; more is a bomb, not a document.
MOST_UNFOLDED = 250 * 1024 * 1024
# As much of an office file's text as is searched for CPR numbers.
MOST_SEARCHED = 20 * 1024 * 1024
LONGEST_NAME = 150

_HEADER = re.compile(rb"(?im)^(from|to|subject|date|message-id|received|return-path|mime-version):")
_PARTS = re.compile(r"</w:p>|</si>|<w:br[^>]*/>|<w:tab[^>]*/>|</row>")
_TAGS = re.compile(r"<[^>]+>")
# The name may hold letters of any language, digits, and what people put between them.
_UNSAFE = re.compile(r"[^\w \-.,()+&æøåÆØÅ]")


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
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
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
    """Return the text of a file where it is cheap to have; "" for pictures and PDF."""
    if kind == "txt":
        return decoded(content)
    if kind == "eml":
        return _mail_text(content)
    if kind not in ("docx", "xlsx"):
        return ""
    wanted = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml|xl/sharedStrings\.xml")
    found: list[str] = []
    left = MOST_SEARCHED
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for part in packed.namelist():
            if wanted.fullmatch(part) and left > 0:
                with packed.open(part) as opened:
                    raw = opened.read(left)
                left -= len(raw)
                found.append(_TAGS.sub("", _PARTS.sub("\n", raw.decode("utf-8", errors="replace"))))
    return "\n".join(found)


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
