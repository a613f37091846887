"""Finds the contract a command is told: a folder, or the id of one that ships with the code."""

from __future__ import annotations

from pathlib import Path

from samspil.shipped import folder


def shipped() -> list[str]:
    """The ids of the contracts that ship with the code."""
    return sorted(path.parent.name for path in folder("contracts").glob("*/contract.toml"))


def contract_folder(told: str) -> Path:
    """The folder told, or the shipped contract of that id; InputError with the nearest id when neither."""
    from samspil.core.measures.problems import InputError, Problem, nearest

    path = Path(told)
    if path.exists():
        return path
    known = shipped()
    if told in known:
        return folder("contracts") / told
    wanted = f"a folder with a result contract, or one of {', '.join(known)}{nearest(path.name, known)}"
    raise InputError([Problem(told, 0, "", "nothing", wanted)])
