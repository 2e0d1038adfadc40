"""The database keeps a value as it was set, and says when the rulebook has changed."""

from django.db import migrations

FORWARD = """
    CREATE FUNCTION rulebook_value_keeps_history() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'a rule value is never deleted; withdraw it' USING ERRCODE = 'restrict_violation';
        END IF;
        IF OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL
           OR (OLD.id, OLD.key, OLD.site_id, OLD.value, OLD.effective_on, OLD.reason, OLD.set_by_id, OLD.set_at,
               OLD.is_backdated)
              IS DISTINCT FROM
              (NEW.id, NEW.key, NEW.site_id, NEW.value, NEW.effective_on, NEW.reason, NEW.set_by_id, NEW.set_at,
               NEW.is_backdated) THEN
            RAISE EXCEPTION 'a rule value is never edited; set another or withdraw it'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER rulebook_value_keeps_history BEFORE UPDATE OR DELETE ON rulebook_rulevalue
        FOR EACH ROW EXECUTE FUNCTION rulebook_value_keeps_history();

    CREATE SEQUENCE rulebook_version_number;
    CREATE FUNCTION rulebook_has_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO rulebook_version (id, version) VALUES (1, nextval('rulebook_version_number'))
            ON CONFLICT (id) DO UPDATE SET version = nextval('rulebook_version_number');
        RETURN NULL;
    END $$;
    CREATE TRIGGER rulebook_has_changed AFTER INSERT OR UPDATE ON rulebook_rulevalue
        FOR EACH STATEMENT EXECUTE FUNCTION rulebook_has_changed();
"""
BACKWARD = """
    DROP TRIGGER rulebook_has_changed ON rulebook_rulevalue;
    DROP FUNCTION rulebook_has_changed();
    DROP SEQUENCE rulebook_version_number;
    DROP TRIGGER rulebook_value_keeps_history ON rulebook_rulevalue;
    DROP FUNCTION rulebook_value_keeps_history();
"""


class Migration(migrations.Migration):
    dependencies = [("rulebook", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
