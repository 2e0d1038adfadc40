"""An answer never changes, and the log of attempts is only ever added to."""

from django.db import migrations

from callcenter.db import append_only


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_surveys")]

    operations = [
        migrations.RunSQL(*append_only("surveys_response")),
        migrations.RunSQL(*append_only("surveys_attempt")),
    ]
