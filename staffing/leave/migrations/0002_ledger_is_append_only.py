"""What a ledger of leave says was booked never changes."""

from django.db import migrations

from callcenter.db import append_only


class Migration(migrations.Migration):
    dependencies = [("leave", "0001_leave")]

    operations = [migrations.RunSQL(*append_only("leave_ledgerentry"))]
