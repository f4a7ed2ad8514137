"""The language and the sessions of a person; the database itself keeps the audit record."""

from typing import Any, Final

from django.db import migrations, models

TABLE: Final = "people_auditentry"
SQLITE: Final = tuple(
    f"CREATE TRIGGER audit_entry_{name} BEFORE {verb} ON {TABLE} "
    f"BEGIN SELECT RAISE(ABORT, 'an audit entry is never {name}'); END"
    for verb, name in (("UPDATE", "changed"), ("DELETE", "deleted"))
)
REFUSES: Final = """
CREATE FUNCTION audit_entry_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an audit entry is never changed or deleted'
  USING ERRCODE = 'integrity_constraint_violation';
END $$"""
POSTGRESQL: Final = (
    REFUSES,
    f"""
CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION audit_entry_kept()""",
)
UNDONE: Final = {
    "sqlite": ("DROP TRIGGER audit_entry_changed", "DROP TRIGGER audit_entry_deleted"),
    "postgresql": (
        f"DROP TRIGGER audit_entry_kept ON {TABLE}",
        "DROP FUNCTION audit_entry_kept()",
    ),
}


def keep(apps: Any, editor: Any) -> None:
    """Let the database refuse to change or delete an entry."""
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[editor.connection.vendor]:
        editor.execute(statement)


def let_go(apps: Any, editor: Any) -> None:
    for statement in UNDONE[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="lang",
            field=models.CharField(
                choices=[("ko", "ko"), ("en", "en")], default="ko", max_length=2
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="generation",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(keep, let_go),
    ]
