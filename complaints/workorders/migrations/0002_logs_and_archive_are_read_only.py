"""Logs, replies, slips, chasings and minutes are only added; what is over is read-only, and who took an order stays so."""

from django.db import migrations

from callcenter.db import append_only

ADDED = ("orderevent", "customerreply", "feedbackslip", "orderchase", "coordinationmeeting")

ARCHIVE = """
    CREATE FUNCTION {table}_is_archived() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.{over} IS NOT NULL THEN
            RAISE EXCEPTION '{table} is archived: % refused', TG_OP USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER {table}_is_archived BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_is_archived();
"""
OWNER = """
    CREATE FUNCTION workorders_workorder_keeps_its_owner() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the owner of a work order never changes' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER workorders_workorder_keeps_its_owner BEFORE UPDATE ON workorders_workorder
        FOR EACH ROW WHEN (OLD.owner_id IS DISTINCT FROM NEW.owner_id)
        EXECUTE FUNCTION workorders_workorder_keeps_its_owner();
"""


def archived(table: str, over: str) -> migrations.RunSQL:
    name = f"{table}_is_archived"
    return migrations.RunSQL(
        ARCHIVE.format(table=table, over=over), f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();"
    )


class Migration(migrations.Migration):
    dependencies = [("workorders", "0001_workorders")]

    operations = [
        *(migrations.RunSQL(*append_only(f"workorders_{table}")) for table in ADDED),
        archived("workorders_workorder", "ended_at"),
        archived("workorders_transferticket", "ended_at"),
        archived("workorders_coordinationrequest", "closed_at"),
        migrations.RunSQL(
            OWNER,
            "DROP TRIGGER workorders_workorder_keeps_its_owner ON workorders_workorder;"
            " DROP FUNCTION workorders_workorder_keeps_its_owner();",
        ),
    ]
