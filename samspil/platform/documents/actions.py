"""Every change to documents: stored, replaced by a new version, marked as removed."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspil.platform.audit.actions import keep
from samspil.platform.audit.models import label_of
from samspil.platform.cpr import find_cpr
from samspil.platform.documents import rules
from samspil.platform.documents.kinds import Purpose
from samspil.platform.documents.models import Document
from samspil.platform.documents.queries import path_of

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import Model


def store(
    *,
    by: AbstractBaseUser | None,
    owner: Model,
    name: str,
    content: bytes | IO[bytes] | Any,
    purpose: Purpose = Purpose.UPLOAD,
    replaces: Document | None = None,
    at: dt.datetime | None = None,
) -> Document:
    """Store a file on a row and return its document; `content` is bytes or an open file, `at` the moment.

    Raises ValidationError, and leaves nothing behind, for a file that is too large, of a kind that is
    not taken, or with a CPR number in its text.
    """
    data = content if isinstance(content, bytes) else _read(content)
    kind = _checked(data)
    place = _written(data)
    document = Document(
        owner_kind=label_of(owner),
        owner_key=owner.pk,
        purpose=purpose,
        name=rules.clean_name(name, kind),
        kind=kind,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        place=place,
        stored_at=at or timezone.now(),
        stored_by_id=by.pk if by else None,
        replaces=replaces,
    )
    try:
        with transaction.atomic():
            keep(document, by=by, action="store_document", kind=kind, owner=label_of(owner), of=owner.pk)
    except IntegrityError:
        path_of(document).unlink(missing_ok=True)
        # Only `replaces` can be taken: two people replaced the same version.
        raise ValidationError(_("En anden har lige lagt en ny udgave op. Genindlæs siden.")) from None
    return document


@transaction.atomic
def remove(*, by: AbstractBaseUser | None, document: Document, why: str = "") -> Document:
    """Take a document out of the lists; the file stays, and it can be put back."""
    document.removed = True
    keep(document, by=by, action="remove_document", why=why)
    return document


@transaction.atomic
def put_back(*, by: AbstractBaseUser | None, document: Document) -> Document:
    """Show a removed document again."""
    document.removed = False
    keep(document, by=by, action="put_back_document")
    return document


def _read(content: IO[bytes]) -> bytes:
    """Read no more than is taken, so that a file of any size costs no more memory than that."""
    content.seek(0)
    return content.read(rules.MOST_BYTES + 1)


def _checked(data: bytes) -> str:
    if len(data) > rules.MOST_BYTES:
        raise ValidationError(_("Filen er for stor; den må højst fylde 25 MB."), code="size")
    kind = rules.kind_of(data)
    if kind is None:
        raise ValidationError(
            _(
                "Filen er af en slags, der ikke kan gemmes her. Brug PDF, Word (docx uden makroer), "
                "Excel (xlsx), billeder (PNG, JPG), tekst eller mail (eml)."
            ),
            code="kind",
        )
    try:
        places = find_cpr(rules.plain_text(kind, data))
    except rules.UnreadableError:
        raise ValidationError(
            _("Filen kan ikke læses. Den er beskadiget eller låst med en adgangskode; gem den igen uden."),
            code="kind",
        ) from None
    if places:
        first = places[0]
        raise ValidationError(
            _(
                "Filens tekst, linje %(line)s, tegn %(sign)s ligner et CPR-nummer. Fjern det, og "
                "vælg filen igen."
            ),
            code="cpr",
            params={"line": first.line, "sign": first.sign},
        )
    return kind


def _written(data: bytes) -> str:
    """Write the bytes where only this installation reads them, safely on disk, and return the place."""
    key = secrets.token_hex(24)
    place = f"{key[:2]}/{key[2:4]}/{key}"
    path = Path(settings.MEDIA_ROOT) / place
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return place
