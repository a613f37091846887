"""Gives the organisations that are there the keys by which they are found and put in order."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from samspil.platform.danish import search_key, sort_key


def fill(apps: Any, schema_editor: Any) -> None:
    """Write both keys of every organisation; there are hundreds, not millions."""
    for row in apps.get_model("organisations", "Organisation").objects.all():
        row.search_key, row.sort_key = search_key(row.name), sort_key(row.name)
        row.save(update_fields=["search_key", "sort_key"])


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_directory_and_staffing"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
