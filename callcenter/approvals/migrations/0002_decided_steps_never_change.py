"""What was decided stays as it was, and a step knows whose request it is: the database refuses anything else."""

from django.db import migrations

FORWARD = """
    ALTER TABLE approvals_step ADD CONSTRAINT step_belongs_to_the_applicant_of_its_request
        FOREIGN KEY (request_id, applicant_id) REFERENCES approvals_request (id, applicant_id);

    CREATE FUNCTION approvals_decided_step_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.state NOT IN ('waiting', 'open') THEN
            RAISE EXCEPTION 'a decided step never changes: % refused', TG_OP
                USING ERRCODE = 'restrict_violation', CONSTRAINT = 'decided_step_never_changes';
        END IF;
        RETURN coalesce(NEW, OLD);
    END $$;
    CREATE TRIGGER decided_step_never_changes BEFORE UPDATE OR DELETE ON approvals_step
        FOR EACH ROW EXECUTE FUNCTION approvals_decided_step_never_changes();
"""
BACKWARD = """
    DROP TRIGGER decided_step_never_changes ON approvals_step;
    DROP FUNCTION approvals_decided_step_never_changes();
    ALTER TABLE approvals_step DROP CONSTRAINT step_belongs_to_the_applicant_of_its_request;
"""


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_requests")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
