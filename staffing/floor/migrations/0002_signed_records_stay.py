"""What is ordered, released, found or handed in is append-only; signed duty logs and taken handovers refuse every change."""

from django.db import migrations

from callcenter.db import append_only

TABLES = ("floor_stopwork", "floor_handoverproblem", "floor_consolerelease", "floor_monthreport")


def _kept_once(table: str, column: str) -> tuple[str, str]:
    """SQL that makes rows of `table` refuse UPDATE and DELETE once `column` is set, and what undoes it."""
    forward = f"""
        CREATE OR REPLACE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.{column} IS NOT NULL THEN
                RAISE EXCEPTION '{table} is signed: % refused', TG_OP USING ERRCODE = 'restrict_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_stays();
    """
    return forward, f"DROP TRIGGER {table}_stays ON {table}; DROP FUNCTION {table}_stays();"


class Migration(migrations.Migration):
    dependencies = [("floor", "0001_floor")]

    operations = [
        *(migrations.RunSQL(*append_only(table)) for table in TABLES),
        migrations.RunSQL(*_kept_once("floor_dutylog", "locked_at")),
        migrations.RunSQL(*_kept_once("floor_handover", "incoming_signed_at")),
    ]
