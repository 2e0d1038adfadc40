from django.db import migrations

from callcenter.db import append_only


class Migration(migrations.Migration):
    dependencies = [("records", "0003_patrols")]

    operations = [
        migrations.RunSQL(*append_only("records_patrol")),
        migrations.RunSQL(*append_only("records_patrolfinding")),
        migrations.RunSQL(*append_only("records_patrolanalysis")),
    ]
