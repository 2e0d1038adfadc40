"""What the database refuses of documents: changes in the archive, moved deadlines, changed first submissions and signatures."""

from django.db import migrations

from callcenter.db import append_only

GUARD = """
    CREATE OR REPLACE FUNCTION reports_document_is_guarded() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'a document is never deleted' USING ERRCODE = 'restrict_violation';
        END IF;
        IF OLD.state = 'archived' THEN
            RAISE EXCEPTION 'a document in the archive never changes' USING ERRCODE = 'restrict_violation';
        END IF;
        IF (NEW.kind, NEW.number, NEW.site_id, NEW.period_start, NEW.period_end, NEW.writing_due_at, NEW.review_due_at)
            IS DISTINCT FROM
           (OLD.kind, OLD.number, OLD.site_id, OLD.period_start, OLD.period_end, OLD.writing_due_at, OLD.review_due_at)
        THEN
            RAISE EXCEPTION 'the period and the deadlines of a document never move' USING ERRCODE = 'restrict_violation';
        END IF;
        IF OLD.first_submitted_at IS NOT NULL AND NEW.first_submitted_at IS DISTINCT FROM OLD.first_submitted_at THEN
            RAISE EXCEPTION 'the first submission of a document stays' USING ERRCODE = 'restrict_violation';
        END IF;
        IF OLD.signed_version IS NOT NULL AND (
            (NEW.signed_version, NEW.reviewed_at, NEW.writer_id) IS DISTINCT FROM
            (OLD.signed_version, OLD.reviewed_at, OLD.writer_id) OR NEW.sections <> OLD.sections)
        THEN
            RAISE EXCEPTION 'what was signed stays' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER reports_document_is_guarded BEFORE UPDATE OR DELETE ON reports_document
        FOR EACH ROW EXECUTE FUNCTION reports_document_is_guarded();
"""
UNGUARD = """
    DROP TRIGGER reports_document_is_guarded ON reports_document;
    DROP FUNCTION reports_document_is_guarded();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_document")]

    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(*append_only("reports_figureversion")),
        migrations.RunSQL(*append_only("reports_signature")),
    ]
