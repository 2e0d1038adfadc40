"""The log of a complaint is only ever added to, and what was overdue once stays so (domain §6.5)."""

from django.db import migrations

from callcenter.db import append_only

FORWARD = """
    CREATE OR REPLACE FUNCTION case_stays_overdue() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.overdue_at IS NOT NULL AND NEW.overdue_at IS DISTINCT FROM OLD.overdue_at THEN
            RAISE EXCEPTION 'a complaint that was overdue stays so' USING ERRCODE = 'restrict_violation';
        END IF;
        IF OLD.number IS NOT NULL AND NEW.number IS DISTINCT FROM OLD.number THEN
            RAISE EXCEPTION 'the number of a complaint never changes' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER case_stays_overdue BEFORE UPDATE OF overdue_at, number ON cases_case
        FOR EACH ROW EXECUTE FUNCTION case_stays_overdue();
    CREATE OR REPLACE FUNCTION numbered_case_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.number IS NOT NULL THEN
            RAISE EXCEPTION 'a complaint with a number is never deleted' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END $$;
    CREATE TRIGGER numbered_case_is_kept BEFORE DELETE ON cases_case
        FOR EACH ROW EXECUTE FUNCTION numbered_case_is_kept();
"""
BACKWARD = """
    DROP TRIGGER case_stays_overdue ON cases_case; DROP FUNCTION case_stays_overdue();
    DROP TRIGGER numbered_case_is_kept ON cases_case; DROP FUNCTION numbered_case_is_kept();
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_cases")]

    operations = [
        migrations.RunSQL(*append_only("cases_caseevent")),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
