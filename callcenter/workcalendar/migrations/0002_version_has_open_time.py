"""What a check constraint cannot say: a version of opening hours has open time, and an edition is never changed."""

from django.db import migrations

from callcenter.db import append_only

OPEN_TIME = """
    CREATE FUNCTION workcalendar_version_has_open_time() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE asked bigint;
    BEGIN
        IF TG_TABLE_NAME = 'workcalendar_hoursversion' THEN asked := NEW.id; ELSE asked := OLD.version_id; END IF;
        IF EXISTS (SELECT FROM workcalendar_hoursversion WHERE id = asked)
            AND NOT EXISTS (SELECT FROM workcalendar_openinterval WHERE version_id = asked) THEN
            RAISE EXCEPTION 'hours_version_has_open_time: version % of opening hours is never open', asked
                USING ERRCODE = 'check_violation', CONSTRAINT = 'hours_version_has_open_time';
        END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER hours_version_has_open_time AFTER INSERT ON workcalendar_hoursversion
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION workcalendar_version_has_open_time();
    CREATE CONSTRAINT TRIGGER open_interval_is_not_the_last AFTER DELETE OR UPDATE OF version_id ON workcalendar_openinterval
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION workcalendar_version_has_open_time();
"""
NO_OPEN_TIME = """
    DROP TRIGGER open_interval_is_not_the_last ON workcalendar_openinterval;
    DROP TRIGGER hours_version_has_open_time ON workcalendar_hoursversion;
    DROP FUNCTION workcalendar_version_has_open_time();
"""
FORWARD, BACKWARD = append_only("workcalendar_edition")


class Migration(migrations.Migration):
    dependencies = [("workcalendar", "0001_calendars")]

    operations = [
        migrations.RunSQL(OPEN_TIME, NO_OPEN_TIME),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
