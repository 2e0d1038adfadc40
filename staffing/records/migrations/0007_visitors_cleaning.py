import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("people", "0008_delegations_and_successors"),
        ("records", "0006_timelines_are_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="CleaningDuty",
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
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        verbose_name="day of the week",
                    ),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cleaning_duties",
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
                "verbose_name": "cleaning duty",
                "verbose_name_plural": "cleaning duties",
                "ordering": ["site", "weekday", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "code"),
                        name="cleaning_code_is_unique_in_its_site",
                        violation_error_message="This site already has a cleaning duty with this code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekday__gte", 0), ("weekday__lte", 6)),
                        name="cleaning_weekday_is_0_to_6",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CleaningTick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                (
                    "done_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="done at"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="done by",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ticks",
                        to="records.cleaningduty",
                    ),
                ),
            ],
            options={
                "verbose_name": "cleaning that was done",
                "verbose_name_plural": "cleaning that was done",
                "ordering": ["-on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("duty", "on"),
                        name="duty_is_ticked_off_once_a_day",
                        violation_error_message="This is ticked off already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="visitor")),
                ("organisation", models.CharField(blank=True, max_length=120, verbose_name="organisation")),
                ("reason", models.CharField(max_length=400, verbose_name="reason")),
                ("on", models.DateField(verbose_name="day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for approval"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("inside", "Inside"),
                            ("left", "Left"),
                        ],
                        default="asked",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="asked at"
                    ),
                ),
                ("badge", models.CharField(blank=True, max_length=16, verbose_name="badge")),
                ("in_at", models.DateTimeField(blank=True, null=True, verbose_name="in")),
                ("out_at", models.DateTimeField(blank=True, null=True, verbose_name="out")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="host",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["site", "-on"], name="visit_by_site")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("out_at", None), ("out_at__gte", models.F("in_at")), _connector="OR"
                        ),
                        name="visitor_leaves_after_coming_in",
                        violation_error_message="A visitor leaves after coming in.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_at", None), models.Q(("badge", ""), _negated=True), _connector="OR"
                        ),
                        name="visitor_inside_has_a_badge",
                        violation_error_message="A visitor inside has a badge.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("in_at__isnull", False), ("out_at", None)),
                        fields=("site", "badge"),
                        name="badge_is_out_once",
                        violation_error_message="This badge is out already.",
                    ),
                ],
            },
        ),
    ]
