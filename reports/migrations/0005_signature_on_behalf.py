"""A deputy signs on behalf of the absent reviewer."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_delegations_and_successors"),
        ("reports", "0004_document_in_the_archive_stays"),
    ]

    operations = [
        migrations.AddField(
            model_name="signature",
            name="on_behalf_of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.employee",
                verbose_name="on behalf of",
            ),
        ),
        migrations.AlterField(
            model_name="document",
            name="period_kind",
            field=models.CharField(max_length=12),
        ),
    ]
