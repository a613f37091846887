"""Every question about documents, scoped by the rows they belong to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Model, Q, QuerySet

from samspil.platform.audit.models import label_of
from samspil.platform.documents.models import Document
from samspil.platform.documents.owners import owner_of, owners

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser


def documents_for(user: AbstractBaseUser | AnonymousUser | Any) -> QuerySet[Document]:
    """Return the documents on rows that the user may read; also removed and replaced ones."""
    mine = Q(pk__in=[])
    for owner in owners():
        keys = owner.readable(user).order_by().values("pk")
        mine |= Q(owner_kind=label_of(owner.model), owner_key__in=keys)
    return Document.objects.filter(mine)


def documents_of(row: Model, *, also_removed: bool = False) -> QuerySet[Document]:
    """Return a row's current documents, newest first; the caller has asked whether the row may be read."""
    rows = Document.objects.filter(owner_kind=label_of(row), owner_key=row.pk, replaced_by=None)
    found = rows if also_removed else rows.filter(removed=False)
    return found.select_related("stored_by", "replaces")


def versions_of(document: Document) -> list[Document]:
    """Return a document and what it replaced, newest first."""
    found = [document]
    while found[-1].replaces is not None:
        found.append(found[-1].replaces)
    return found


def may_change(user: AbstractBaseUser | AnonymousUser | Any, document: Document) -> bool:
    """Return whether the user may replace or remove a document: who may change the row it belongs to."""
    owner = owner_of(document.owner_kind)
    row = owner.readable(user).filter(pk=document.owner_key).first()
    return row is not None and owner.may_change(user, row)


def path_of(document: Document) -> Path:
    """Return where the file lies."""
    return Path(settings.MEDIA_ROOT) / document.place


def content_of(document: Document) -> bytes:
    """Return the bytes of a file."""
    return path_of(document).read_bytes()
