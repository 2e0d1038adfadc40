"""An event, once written, is neither changed nor deleted."""

from django.db import migrations

from callcenter.db import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(*append_only("audit_event"))]
