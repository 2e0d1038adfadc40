"""Call types get names."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_posts_have_titles"),
        ("telephony", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="Chinese name")),
                ("code", models.CharField(max_length=32, verbose_name="code on the switch")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_types",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "call type",
                "verbose_name_plural": "call types",
                "ordering": ["site", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "code"), name="call_type_code_is_unique_in_its_site"
                    )
                ],
            },
        ),
    ]
