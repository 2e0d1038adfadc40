import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_delegations_and_successors"),
        ("records", "0002_bulletin_versions_and_receipts_are_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Patrol",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("patrolled_at", models.DateTimeField(verbose_name="patrolled at")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="recorded at"
                    ),
                ),
                ("items_checked", models.PositiveSmallIntegerField(verbose_name="points checked")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "patrolled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="patrolled by",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patrols",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "patrol",
                "verbose_name_plural": "patrols",
                "ordering": ["-patrolled_at", "-pk"],
                "indexes": [models.Index(fields=["site", "-patrolled_at"], name="patrol_by_site")],
            },
        ),
        migrations.CreateModel(
            name="PatrolAnalysis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.DateField(verbose_name="week")),
                ("measures", models.TextField(verbose_name="measures")),
                ("figures", models.JSONField(verbose_name="figures")),
                (
                    "handed_in_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="handed in at"
                    ),
                ),
                (
                    "handed_in_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "patrol record analysis",
                "verbose_name_plural": "patrol record analyses",
                "ordering": ["-week"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "week"),
                        name="patrols_of_a_week_are_analysed_once",
                        violation_error_message="The patrols of this week are analysed already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("week__iso_week_day", 1)), name="analysis_week_is_a_monday"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PatrolItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="Chinese name")),
                ("code", models.SlugField(max_length=32, verbose_name="code")),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("appearance", "Appearance"),
                            ("conduct", "Conduct"),
                            ("desk", "Desk and equipment"),
                            ("safety", "Safety"),
                        ],
                        max_length=16,
                        verbose_name="group",
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patrol_items",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "checklist point",
                "verbose_name_plural": "checklist points",
                "ordering": ["site", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "code"),
                        name="checklist_code_is_unique_in_its_site",
                        violation_error_message="This site already has a checklist point with this code.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PatrolFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_corrected", models.BooleanField(default=False, verbose_name="corrected on the spot")),
                (
                    "employee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="person concerned",
                    ),
                ),
                (
                    "patrol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="records.patrol",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.patrolitem",
                        verbose_name="point",
                    ),
                ),
            ],
            options={
                "verbose_name": "finding of a patrol",
                "verbose_name_plural": "findings of patrols",
                "ordering": ["patrol", "item__order", "pk"],
                "indexes": [models.Index(fields=["employee"], name="finding_by_person")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("patrol", "item", "employee"),
                        name="patrol_finds_a_point_once_for_a_person",
                        nulls_distinct=False,
                        violation_error_message="This point is noted twice for the same person.",
                    )
                ],
            },
        ),
    ]
