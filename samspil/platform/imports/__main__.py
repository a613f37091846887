"""Works on waiting imports: `python -m samspil.platform.imports [number]`, started by a page."""

from __future__ import annotations

import sys

import django


def main(arguments: list[str]) -> None:
    """Work on one import, or on all that wait."""
    django.setup()
    from samspil.platform.clock import today
    from samspil.platform.imports import working
    from samspil.platform.imports.models import Import

    if not arguments:
        working.run_waiting(on=today())
        return
    for imported in Import.objects.filter(pk=int(arguments[0])):
        working.run(imported, on=today())


if __name__ == "__main__":
    main(sys.argv[1:])
