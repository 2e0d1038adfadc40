"""The database adds up: papers of a remedy stay within what was approved, goods within their slip, posting needs all of it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION remedies_certificate_within_approved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE approved numeric; others numeric;
BEGIN
    IF NEW.state = 'void' THEN RETURN NEW; END IF;
    SELECT amount INTO approved FROM cases_remedyline WHERE id = NEW.remedy_id FOR UPDATE;
    SELECT COALESCE(sum(amount), 0) INTO others FROM remedies_discountcertificate
     WHERE remedy_id = NEW.remedy_id AND state <> 'void' AND id <> NEW.id;
    IF others + NEW.amount > approved THEN
        RAISE EXCEPTION 'certificates of remedy % exceed what was approved', NEW.remedy_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'certificates_stay_within_what_was_approved';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER remedies_certificate_within_approved
    BEFORE INSERT OR UPDATE OF amount, state, remedy_id ON remedies_discountcertificate
    FOR EACH ROW EXECUTE FUNCTION remedies_certificate_within_approved();

CREATE FUNCTION remedies_slip_within_approved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE approved numeric; others numeric; returned numeric;
BEGIN
    IF NEW.state = 'void' THEN RETURN NEW; END IF;
    SELECT quantity INTO approved FROM cases_remedyline WHERE id = NEW.remedy_id FOR UPDATE;
    SELECT COALESCE(sum(quantity), 0) INTO others FROM remedies_returnslip
     WHERE remedy_id = NEW.remedy_id AND state <> 'void' AND id <> NEW.id;
    IF others + NEW.quantity > approved THEN
        RAISE EXCEPTION 'slips of remedy % exceed what was approved', NEW.remedy_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'slips_stay_within_what_was_approved';
    END IF;
    IF NEW.state = 'posted' THEN
        SELECT COALESCE(sum(received_quantity), 0) INTO returned FROM remedies_returnslip
         WHERE remedy_id = NEW.remedy_id AND state IN ('received', 'handed_on', 'posted') AND id <> NEW.id;
        IF returned + NEW.received_quantity <> approved THEN
            RAISE EXCEPTION 'slip % is posted although what came back is not what was approved', NEW.number
                USING ERRCODE = 'check_violation', CONSTRAINT = 'posted_quantity_is_the_approved_one';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER remedies_slip_within_approved
    BEFORE INSERT OR UPDATE OF quantity, received_quantity, state, remedy_id ON remedies_returnslip
    FOR EACH ROW EXECUTE FUNCTION remedies_slip_within_approved();

CREATE FUNCTION remedies_delivery_is_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND (OLD.struck_at IS NOT NULL OR OLD.slip_id <> NEW.slip_id
            OR OLD.quantity <> NEW.quantity OR OLD.arrived_on <> NEW.arrived_on)) THEN
        RAISE EXCEPTION 'deliveries are struck out, never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM 1 FROM remedies_returnslip WHERE id = NEW.slip_id AND state = 'sent' FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'goods are counted while the slip is with the warehouse'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'goods_are_counted_by_the_warehouse';
    END IF;
    UPDATE remedies_returnslip SET received_quantity = (
        SELECT COALESCE(sum(quantity), 0) FROM remedies_delivery WHERE slip_id = NEW.slip_id AND struck_at IS NULL
    ) WHERE id = NEW.slip_id;
    RETURN NULL;
END $$;
CREATE TRIGGER remedies_delivery_is_counted AFTER INSERT OR UPDATE OR DELETE ON remedies_delivery
    FOR EACH ROW EXECUTE FUNCTION remedies_delivery_is_counted();

CREATE FUNCTION remedies_approved_covers_papers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.amount < (SELECT COALESCE(sum(amount), 0) FROM remedies_discountcertificate
                      WHERE remedy_id = NEW.id AND state <> 'void')
       OR COALESCE(NEW.quantity, 0) < (SELECT COALESCE(sum(quantity), 0) FROM remedies_returnslip
                      WHERE remedy_id = NEW.id AND state <> 'void') THEN
        RAISE EXCEPTION 'remedy % is less than its papers', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'remedy_is_not_less_than_its_papers';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER remedies_approved_covers_papers BEFORE UPDATE OF amount, quantity ON cases_remedyline
    FOR EACH ROW EXECUTE FUNCTION remedies_approved_covers_papers();
"""
BACKWARD = """
DROP TRIGGER remedies_approved_covers_papers ON cases_remedyline;
DROP FUNCTION remedies_approved_covers_papers();
DROP TRIGGER remedies_delivery_is_counted ON remedies_delivery; DROP FUNCTION remedies_delivery_is_counted();
DROP TRIGGER remedies_slip_within_approved ON remedies_returnslip; DROP FUNCTION remedies_slip_within_approved();
DROP TRIGGER remedies_certificate_within_approved ON remedies_discountcertificate;
DROP FUNCTION remedies_certificate_within_approved();
"""


class Migration(migrations.Migration):
    dependencies = [("remedies", "0001_remedies")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
