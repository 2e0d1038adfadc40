from django.db import migrations

from callcenter.db import append_only

TABLES = (
    "attendance_punch",
    "attendance_punchvoid",
    "attendance_attendancerevision",
    "attendance_snapshot",
    "attendance_snapshotday",
)


class Migration(migrations.Migration):
    dependencies = [("attendance", "0001_attendance")]

    operations = [migrations.RunSQL(*append_only(table)) for table in TABLES]
