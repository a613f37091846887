"""The list of rooms in the head of every page; each page module adds its own room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Room:
    """An entry: `label` may be lazy; `place` orders; `go` is the key that follows g on the keyboard."""

    route: str
    label: Any
    place: int
    go: str = ""
    may: Callable[[Any], bool] = lambda user: True
    # Routes of lists that lie in the room but not under its address.
    also: tuple[str, ...] = ()
    # Used now and then: it stands in the menu under one's own name.
    tool: bool = False


@dataclass(frozen=True)
class Link:
    """A room as one page shows it; `here` says that the page lies in it."""

    label: str
    address: str
    go: str
    here: bool


_rooms: dict[str, Room] = {}


def add(room: Room) -> None:
    """Put a room into the navigation; called by the module that has its page.

    Raises ValueError when another room has the same key, since one of them could never be reached.
    """
    for other in _rooms.values():
        if room.go and other.go == room.go and other.route != room.route:
            raise ValueError(f"{room.route} and {other.route} both want the keys g {room.go}")
    _rooms[room.route] = room


def links(request: HttpRequest, *, tools: bool = False) -> list[Link]:
    """Return the rooms this reader may enter, in order, or the tools; none for a stranger."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    # Asked once for the page, since most rooms ask what the reader is.
    if isinstance(user, Model):
        prefetch_related_objects([user], "memberships")
    open_to = (room for room in _rooms.values() if room.tool is tools and room.may(user))
    allowed = sorted(open_to, key=lambda room: room.place)
    addresses = {room.route: reverse(room.route) for room in allowed}
    # The longest address that the page's own begins with: /maal/3/ lies in /maal/, not in /.
    lying = {
        address: room for room in allowed for address in (addresses[room.route], *map(reverse, room.also))
    }
    holding = [each for each in lying if request.path == each or _within(request.path, each)]
    here = lying.get(max(holding, key=len, default=""))
    return [Link(str(room.label), addresses[room.route], room.go, room is here) for room in allowed]


def _within(path: str, address: str) -> bool:
    return address != "/" and path.startswith(address)
