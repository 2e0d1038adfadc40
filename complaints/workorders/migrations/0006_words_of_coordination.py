"""What was asked for before is found by its words as well; the archive is opened for that column alone."""

from typing import Any

from django.db import migrations

from callcenter import fulltext

BATCH = 1_000
TABLE = "workorders_coordinationrequest"


def index(apps: Any, editor: Any) -> None:
    rows = apps.get_model("workorders", "CoordinationRequest").objects.filter(search=None)
    if not rows.exists():
        return
    with editor.connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER {TABLE}_is_archived")
        while batch := list(rows.order_by("pk")[:BATCH]):
            for row in batch:
                row.search = fulltext.vector(
                    row.purpose, row.situation, row.acceptance, row.evaluation, row.lessons, row.words
                )
            rows.model.objects.bulk_update(batch, ["search"])
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER {TABLE}_is_archived")


class Migration(migrations.Migration):
    dependencies = [("workorders", "0005_coordination_found_by_words")]

    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
