from django.db import migrations

from callcenter.db import append_only


class Migration(migrations.Migration):
    dependencies = [("records", "0007_visitors_cleaning")]

    operations = [migrations.RunSQL(*append_only("records_cleaningtick"))]
