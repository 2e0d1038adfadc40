"""What was written before is found by its words as well; the reports are opened for that column alone."""

from typing import Any

from django.db import migrations

from callcenter.fulltext import vector
from complaints.customers.masking import masked_words

BATCH = 1_000
TABLE = "customers_contactreport"


def index(apps: Any, editor: Any) -> None:
    rows = apps.get_model("customers", "ContactReport").objects.filter(search=None)
    if not rows.exists():
        return
    with editor.connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER {TABLE}_stays")
        while batch := list(rows.select_related("customer").order_by("pk")[:BATCH]):
            for row in batch:
                texts = (row.title, row.content, row.follow_up, row.with_whom)
                row.search = vector(row.customer.name, *(masked_words(text) for text in texts))
            rows.model.objects.bulk_update(batch, ["search"])
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER {TABLE}_stays")


class Migration(migrations.Migration):
    dependencies = [("customers", "0006_reports_found_by_words")]

    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
