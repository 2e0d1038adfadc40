"""What was published and what changed since never changes itself."""

from django.db import migrations

from callcenter.db import append_only


class Migration(migrations.Migration):
    dependencies = [("roster", "0001_rosters")]

    operations = [
        migrations.RunSQL(*append_only("roster_rosterversion")),
        migrations.RunSQL(*append_only("roster_rosterchange")),
    ]
