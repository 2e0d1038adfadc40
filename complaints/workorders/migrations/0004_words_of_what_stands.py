"""What was taken down before is found by its words as well; the archive is opened for that column alone."""

from typing import Any

from django.db import migrations

from callcenter import fulltext

BATCH = 1_000


def index(apps: Any, editor: Any) -> None:
    orders = apps.get_model("workorders", "WorkOrder").objects.select_related("customer")
    _keep(
        editor,
        orders,
        lambda o: (
            o.content,
            o.contact_name,
            o.customer.name if o.customer else "",
            o.contact_phone,
            o.customer.phone_key if o.customer else "",
        ),
    )
    tickets = apps.get_model("workorders", "TransferTicket").objects
    _keep(editor, tickets, lambda ticket: (ticket.problem, ticket.reason))


def _keep(editor: Any, rows: Any, texts: Any) -> None:
    table = rows.model._meta.db_table
    if not rows.filter(search=None).exists():
        return
    with editor.connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_is_archived")
        while batch := list(rows.filter(search=None).order_by("pk")[:BATCH]):
            for row in batch:
                row.search = fulltext.vector(*texts(row))
            rows.model.objects.bulk_update(batch, ["search"])
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_is_archived")


class Migration(migrations.Migration):
    dependencies = [("workorders", "0003_found_by_words")]

    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
