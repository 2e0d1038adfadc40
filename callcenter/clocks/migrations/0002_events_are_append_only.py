"""What happened to a clock is not rewritten; the opening hours that clocks stand on do not change under them."""

from django.db import migrations

from callcenter.db import append_only


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_clocks")]

    operations = [
        migrations.RunSQL(*append_only("clocks_clockevent")),
        migrations.RunSQL(*append_only("clocks_calendarcopy")),
    ]
