from django.db import migrations

# S2A-38: points of a notice are in the ledger once it is executed, which it is not before the GM's approval.
NOTICE = """
    CREATE OR REPLACE FUNCTION liability_notice_before_points() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.kind = 'deduction' AND NEW.source_type_id = (
            SELECT id FROM django_content_type WHERE app_label = 'liability' AND model = 'penaltynotice'
        ) AND NOT EXISTS (
            SELECT 1 FROM liability_penaltynotice
            WHERE id = NEW.source_id AND state = 'executed' AND approved_at IS NOT NULL AND approved_by_id IS NOT NULL
              AND employee_id = NEW.employee_id AND points = NEW.points AND entry_id IS NULL
        ) THEN
            RAISE EXCEPTION 'notice_is_approved_before_points' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER liability_notice_before_points BEFORE INSERT ON conduct_pointsentry
        FOR EACH ROW EXECUTE FUNCTION liability_notice_before_points();
"""
NO_NOTICE = """
    DROP TRIGGER liability_notice_before_points ON conduct_pointsentry;
    DROP FUNCTION liability_notice_before_points();
"""
# Shares of one liability sum to 100 when the transaction ends; a liability without any is nobody's in particular.
SHARES = """
    CREATE OR REPLACE FUNCTION liability_shares_are_whole() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        whose bigint := COALESCE(NEW.liability_id, OLD.liability_id);
        total numeric;
    BEGIN
        SELECT sum(percent) INTO total FROM liability_responsible WHERE liability_id = whose;
        IF total IS NOT NULL AND total <> 100 THEN
            RAISE EXCEPTION 'shares_of_a_liability_sum_to_100' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$;
    CREATE CONSTRAINT TRIGGER liability_shares_are_whole AFTER INSERT OR UPDATE OR DELETE ON liability_responsible
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION liability_shares_are_whole();
"""
NO_SHARES = """
    DROP TRIGGER liability_shares_are_whole ON liability_responsible;
    DROP FUNCTION liability_shares_are_whole();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("liability", "0001_liability"),
        ("conduct", "0002_points_are_append_only"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunSQL(NOTICE, NO_NOTICE), migrations.RunSQL(SHARES, NO_SHARES)]
