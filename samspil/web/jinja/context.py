"""What every page knows without being told: the reader and the messages waiting for them."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the reader and the messages; both are read only when a template uses them."""
    return {"user": getattr(request, "user", None), "messages": get_messages(request)}
