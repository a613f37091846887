"""Makes the database itself refuse to change a contract version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import migrations

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MESSAGE = "a contract version is never changed"

CREATE = {
    "sqlite": [
        "CREATE TRIGGER contract_version_unchanged BEFORE UPDATE ON governance_contractversion "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION contract_version_unchanged() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        "CREATE TRIGGER contract_version_unchanged BEFORE UPDATE ON governance_contractversion "
        "FOR EACH ROW EXECUTE FUNCTION contract_version_unchanged()",
    ],
}
DROP = {
    "sqlite": ["DROP TRIGGER contract_version_unchanged"],
    "postgresql": [
        "DROP TRIGGER contract_version_unchanged ON governance_contractversion",
        "DROP FUNCTION contract_version_unchanged()",
    ],
}


def create(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in CREATE[editor.connection.vendor]:
        editor.execute(statement, None)


def drop(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in DROP[editor.connection.vendor]:
        editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("governance", "0002_initial")]

    operations = [migrations.RunPython(create, drop)]
