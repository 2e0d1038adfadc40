from django.db import migrations

from callcenter.db import append_only


class Migration(migrations.Migration):
    dependencies = [("records", "0005_incidents_meetings_actions")]

    operations = [migrations.RunSQL(*append_only("records_incidententry"))]
