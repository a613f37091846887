"""A row as JSON and back, for rows that are put away and brought back as they were."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder

if TYPE_CHECKING:
    from django.db.models import Model


def plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def columns_of(row: Model) -> dict[str, Any]:
    """Return all columns of a row as JSON holds them."""
    return {field.attname: plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def row_of(model: type[Model], columns: dict[str, Any]) -> Model:
    """Return the row that the columns make, not yet saved."""
    read = {field.attname: field.to_python(columns[field.attname]) for field in model._meta.concrete_fields}
    return model(**read)
