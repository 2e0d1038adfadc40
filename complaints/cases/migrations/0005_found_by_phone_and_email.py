"""Duplicates are looked for by the phone and e-mail of a complaint: as they are compared, not as they were typed."""

from django.db import migrations

FORWARD = r"""
    CREATE INDEX case_by_contact_phone ON cases_case
        (right(regexp_replace(contact_phone, '\D', '', 'g'), 11), received_at DESC) WHERE contact_phone <> '';
    CREATE INDEX case_by_contact_email ON cases_case (lower(contact_email), received_at DESC)
        WHERE contact_email <> '';
"""
BACKWARD = "DROP INDEX case_by_contact_phone; DROP INDEX case_by_contact_email;"


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_links_and_merges")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
