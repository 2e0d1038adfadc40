from django.db import migrations

from callcenter.db import append_only


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_improvement")]

    operations = [migrations.RunSQL(*append_only("improvement_measurement"))]
