"""Finds the data that travels with the code: contracts, standards and reference tables."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def folder(name: Literal["contracts", "standards", "reference"]) -> Path:
    """Return the folder, inside an installed package or at the root of a work tree.

    Raises FileNotFoundError when the installation is incomplete.
    """
    candidates = (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name)
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    looked = " and ".join(map(str, candidates))
    raise FileNotFoundError(f"Data folder {name!r} is missing; looked for {looked}. Install samspil again.")
