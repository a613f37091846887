"""Addresses of static files, with a fingerprint so that browsers may keep them until they change."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class FingerprintStorage(StaticFilesStorage):
    """Adds ?v=<hash of the content> to the address; nothing has to be collected or renamed."""

    def url(self, name: str | None) -> str:
        address = super().url(name)
        mark = fingerprint(name or "") if not settings.DEBUG else ""
        return f"{address}?v={mark}" if mark else address


@lru_cache(maxsize=1024)
def fingerprint(name: str) -> str:
    """Return the first characters of the content's hash, or nothing for a file that is not there."""
    path = finders.find(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:10] if path else ""
