import datetime

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange

from quality.conduct.catalogue.table import FROM, TABLE


def fill(apps, schema_editor):
    """The whole table of domain §5.5, from before any record on. What has been entered since is left alone."""
    item, version = apps.get_model("conduct", "Item"), apps.get_model("conduct", "ItemVersion")
    for line in TABLE:
        made, is_new = item.objects.get_or_create(code=line.code, defaults={"block": line.block})
        if is_new:
            version.objects.create(
                item=made,
                period=DateRange(datetime.date(*FROM), None),
                least=line.least,
                most=line.most,
                per=line.per,
                name=line.name,
                name_zh=line.name_zh,
                source=line.source,
                is_breach=line.is_breach,
                is_veto=line.is_veto,
            )


class Migration(migrations.Migration):
    dependencies = [("conduct", "0002_points_are_append_only")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
