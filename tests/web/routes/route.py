"""A page to be tried: its route, an address, and who opens it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Reader = Literal["stranger", "director", "guarded"]


@dataclass(frozen=True)
class Route:
    """A page by its route's name, and who opens it; `guarded` is somebody with a second factor."""

    name: str
    address: str
    reader: Reader = "director"
