"""The record's hire and leave date are those of the latest employment: the database writes them, and refuses others.

The check waits for the commit, because a record is written before its first employment.
"""

from django.db import migrations

FORWARD = """
    CREATE FUNCTION people_record_follows_employment() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE people_employee record SET hired_on = lower(latest.period), left_on = upper(latest.period)
        FROM (
            SELECT employee_id, period FROM people_employment
            WHERE employee_id = coalesce(NEW.employee_id, OLD.employee_id)
            ORDER BY lower(period) DESC LIMIT 1
        ) latest
        WHERE record.id = latest.employee_id
            AND (record.hired_on, record.left_on) IS DISTINCT FROM (lower(latest.period), upper(latest.period));
        RETURN NULL;
    END $$;
    CREATE TRIGGER people_record_follows_employment AFTER INSERT OR UPDATE OR DELETE ON people_employment
        FOR EACH ROW EXECUTE FUNCTION people_record_follows_employment();

    CREATE FUNCTION people_record_agrees_with_its_latest_employment() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF EXISTS (
            SELECT FROM people_employee record
            LEFT JOIN LATERAL (
                SELECT period FROM people_employment WHERE employee_id = record.id
                ORDER BY lower(period) DESC LIMIT 1
            ) latest ON true
            WHERE record.id = (to_jsonb(coalesce(NEW, OLD)) ->> TG_ARGV[0])::bigint
                AND (record.hired_on, record.left_on) IS DISTINCT FROM (lower(latest.period), upper(latest.period))
        ) THEN
            RAISE EXCEPTION 'the record of an employee must have the days of the latest employment'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'employee_record_agrees_with_its_latest_employment';
        END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER employee_record_agrees_with_its_latest_employment
        AFTER INSERT OR UPDATE OF hired_on, left_on ON people_employee DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION people_record_agrees_with_its_latest_employment('id');
    CREATE CONSTRAINT TRIGGER employee_keeps_an_employment
        AFTER DELETE ON people_employment DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION people_record_agrees_with_its_latest_employment('employee_id');
"""
BACKWARD = """
    DROP TRIGGER employee_keeps_an_employment ON people_employment;
    DROP TRIGGER employee_record_agrees_with_its_latest_employment ON people_employee;
    DROP FUNCTION people_record_agrees_with_its_latest_employment();
    DROP TRIGGER people_record_follows_employment ON people_employment;
    DROP FUNCTION people_record_follows_employment();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_employees_have_employments")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
