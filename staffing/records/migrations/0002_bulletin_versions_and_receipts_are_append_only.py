from django.db import migrations

from callcenter.db import append_only


class Migration(migrations.Migration):
    dependencies = [("records", "0001_bulletins")]

    operations = [
        migrations.RunSQL(*append_only("records_bulletinversion")),
        migrations.RunSQL(*append_only("records_receipt")),
    ]
