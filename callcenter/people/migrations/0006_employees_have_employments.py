"""Everybody's hire and leave date as their first employment.

Backwards nothing is to be done: the dates stand on the record, and the table goes with the migration before. Of
who came back meanwhile only the latest employment remains then.
"""

from django.db import migrations

EMPLOYMENTS = """
    INSERT INTO people_employment (employee_id, period, leave_reason)
    SELECT id, daterange(hired_on, left_on), '' FROM people_employee
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0005_employment_is_dated")]

    operations = [migrations.RunSQL(EMPLOYMENTS, migrations.RunSQL.noop)]
