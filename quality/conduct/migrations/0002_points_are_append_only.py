from django.db import migrations

from callcenter.db import append_only

# What a row alone cannot say: a reversal undoes its very deduction, and a conduct record has points only once it is decided.
FORWARD = """
    CREATE OR REPLACE FUNCTION conduct_entry_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE undone conduct_pointsentry%ROWTYPE;
    BEGIN
        IF NEW.kind = 'reversal' THEN
            SELECT * INTO undone FROM conduct_pointsentry WHERE id = NEW.reverses_id;
            IF undone.kind IS DISTINCT FROM 'deduction' OR undone.employee_id <> NEW.employee_id
               OR undone.points <> -NEW.points OR undone.site_id <> NEW.site_id OR NEW.month < undone.month THEN
                RAISE EXCEPTION 'reversal_undoes_its_deduction' USING ERRCODE = 'check_violation';
            END IF;
        ELSIF NEW.source_type_id = (
            SELECT id FROM django_content_type WHERE app_label = 'conduct' AND model = 'conductrecord'
        ) AND NOT EXISTS (
            SELECT 1 FROM conduct_conductrecord
            WHERE id = NEW.source_id AND state IN ('decided', 'final') AND employee_id = NEW.employee_id
              AND points = NEW.points
        ) THEN
            RAISE EXCEPTION 'points_follow_a_decided_record' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER conduct_entry_is_sound BEFORE INSERT ON conduct_pointsentry
        FOR EACH ROW EXECUTE FUNCTION conduct_entry_is_sound();
"""
BACKWARD = """
    DROP TRIGGER conduct_entry_is_sound ON conduct_pointsentry;
    DROP FUNCTION conduct_entry_is_sound();
"""


class Migration(migrations.Migration):
    dependencies = [("conduct", "0001_conduct"), ("contenttypes", "0002_remove_content_type_name")]

    operations = [
        migrations.RunSQL(*append_only("conduct_pointsentry")),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
