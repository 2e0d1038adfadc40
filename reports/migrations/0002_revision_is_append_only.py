"""What a day said before is neither changed nor deleted."""

from django.db import migrations

from callcenter.db import append_only


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [migrations.RunSQL(*append_only("reports_dayrevision"))]
