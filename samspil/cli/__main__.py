"""`python -m samspil.cli`, for where the command itself is not on the path."""

from __future__ import annotations

from samspil.cli import main

main(prog_name="samspil")
