"""What is kept for good: looks at numbers, the words of contact reports; and two contact persons of a key customer."""

from django.db import migrations

from callcenter.db import append_only

REPORTS_STAY = """
    CREATE FUNCTION customers_contactreport_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' AND (to_jsonb(OLD) - 'noted_at' - 'noted_by_id') = (to_jsonb(NEW) - 'noted_at' - 'noted_by_id') THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a contact report stays as it was written: % refused', TG_OP USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE TRIGGER customers_contactreport_stays BEFORE UPDATE OR DELETE ON customers_contactreport
        FOR EACH ROW EXECUTE FUNCTION customers_contactreport_stays();
"""
REPORTS_GO = """
    DROP TRIGGER customers_contactreport_stays ON customers_contactreport;
    DROP FUNCTION customers_contactreport_stays();
"""
# S2D-7. Two at once wait for the customer's row, which the services lock too.
TWO_STAY = """
    CREATE FUNCTION customers_liaison_two_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.ended_at IS NOT NULL THEN
            RETURN COALESCE(NEW, OLD);
        END IF;
        IF TG_OP = 'UPDATE' AND NEW.ended_at IS NULL AND NEW.customer_id = OLD.customer_id THEN
            RETURN NEW;
        END IF;
        PERFORM 1 FROM customers_customer WHERE id = OLD.customer_id AND is_key FOR UPDATE;
        IF FOUND AND (SELECT count(*) FROM customers_liaison
                      WHERE customer_id = OLD.customer_id AND ended_at IS NULL AND id <> OLD.id) < 2 THEN
            RAISE EXCEPTION 'a key customer keeps two contact persons' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN COALESCE(NEW, OLD);
    END $$;
    CREATE TRIGGER customers_liaison_two_stay BEFORE UPDATE OR DELETE ON customers_liaison
        FOR EACH ROW EXECUTE FUNCTION customers_liaison_two_stay();
"""
TWO_GO = """
    DROP TRIGGER customers_liaison_two_stay ON customers_liaison;
    DROP FUNCTION customers_liaison_two_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_customer_records_whole")]

    operations = [
        migrations.RunSQL(*append_only("customers_look")),
        migrations.RunSQL(REPORTS_STAY, REPORTS_GO),
        migrations.RunSQL(TWO_STAY, TWO_GO),
    ]
