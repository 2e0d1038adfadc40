"""Calls that were loaded before their types had names: each code gets a row, named as the code."""

from django.db import migrations

MAKE = """
    INSERT INTO telephony_calltype (site_id, code, name, name_zh)
    SELECT DISTINCT site_id, call_type, call_type, '' FROM telephony_call WHERE call_type <> ''
    ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("telephony", "0002_call_type")]
    operations = [migrations.RunSQL(MAKE, migrations.RunSQL.noop)]
