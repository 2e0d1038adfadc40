"""A look is also kept at numbers that stand on a complaint, of somebody who is no customer on record."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("customers", "0004_lists_of_a_million"),
        ("people", "0008_delegations_and_successors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="look",
            name="reference",
            field=models.CharField(blank=True, max_length=80, verbose_name="reference"),
        ),
        migrations.AddField(
            model_name="look",
            name="site",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.site",
                verbose_name="site",
            ),
        ),
        migrations.AddField(
            model_name="look",
            name="source_id",
            field=models.PositiveBigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="look",
            name="source_type",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contenttypes.contenttype",
            ),
        ),
        migrations.AlterField(
            model_name="look",
            name="customer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="looks",
                to="customers.customer",
            ),
        ),
        migrations.AddIndex(
            model_name="look",
            index=models.Index(fields=["source_type", "source_id", "-id"], name="looks_of_source"),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("customer__isnull", False),
                    models.Q(
                        ("site__isnull", False),
                        ("source_id__isnull", False),
                        ("source_type__isnull", False),
                        models.Q(("reference", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_look_names_the_customer_or_the_record",
            ),
        ),
    ]
