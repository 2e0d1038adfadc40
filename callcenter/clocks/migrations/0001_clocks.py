import datetime

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contenttypes", "0002_remove_content_type_name"),
        ("people", "0007_record_agrees_with_its_latest_employment"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("hours", models.JSONField(verbose_name="opening hours")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "verbose_name": "kept calendar",
                "verbose_name_plural": "kept calendars",
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=80, verbose_name="type")),
                ("subject_id", models.BigIntegerField()),
                ("label", models.CharField(max_length=200, verbose_name="what")),
                ("policy_data", models.JSONField(verbose_name="rules")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                ("stopped_at", models.DateTimeField(null=True, verbose_name="stopped")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "Done"),
                            ("cancelled", "Cancelled"),
                            ("merged", "Merged into another"),
                        ],
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("paused_at", models.DateTimeField(null=True, verbose_name="paused since")),
                ("pause_ends_at", models.DateTimeField(null=True, verbose_name="runs on at the latest")),
                ("due_at", models.DateTimeField(null=True, verbose_name="due")),
                ("epoch", models.IntegerField(default=1)),
                ("next_alarm_at", models.DateTimeField(null=True)),
                (
                    "calendar",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clocks.calendarcopy",
                        verbose_name="calendar",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "deadline",
                "verbose_name_plural": "deadlines",
                "ordering": ["due_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_alarm_at__isnull", False), ("stopped_at", None)),
                        fields=["next_alarm_at"],
                        name="clock_running_by_alarm",
                    ),
                    models.Index(
                        condition=models.Q(("stopped_at", None)),
                        fields=["site", "due_at"],
                        name="clock_running_by_site",
                    ),
                    models.Index(
                        condition=models.Q(("stopped_at", None)),
                        fields=["owner", "due_at"],
                        name="clock_running_by_owner",
                    ),
                    models.Index(fields=["subject_type", "subject_id"], name="clock_by_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stopped_at", None)),
                        fields=("kind", "subject_type", "subject_id"),
                        name="clock_one_running_per_subject_and_kind",
                        violation_error_message="A deadline of this type is running for it already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stopped_at", None), ("stopped_at__gte", models.F("started_at")), _connector="OR"
                        ),
                        name="clock_stops_after_it_started",
                        violation_error_message="A deadline cannot stop before it started.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("stopped_at", None)),
                            models.Q(("stopped_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="clock_that_stopped_says_why",
                        violation_error_message="A deadline that has stopped must say why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stopped_at", None), ("next_alarm_at", None), _connector="OR"),
                        name="clock_that_stopped_has_no_alarm",
                        violation_error_message="A deadline that has stopped alarms nobody.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_at__isnull", False), ("paused_at__isnull", False), _connector="OR"
                        ),
                        name="clock_is_due_unless_it_is_paused",
                        violation_error_message="Only a paused deadline may be due at no time.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("started", "Clock started"),
                            ("paused", "Clock paused"),
                            ("resumed", "Clock resumed"),
                            ("stopped", "Clock stopped"),
                            ("policy_changed", "Rules changed"),
                            ("calendar_changed", "Calendar changed"),
                            ("rebased", "Worked out anew"),
                            ("handed_over", "Handed over"),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                ("occurred_at", models.DateTimeField(verbose_name="when")),
                (
                    "recorded_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="recorded"),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("detail", models.JSONField(default=dict)),
                (
                    "actor",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "clock",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="clocks.clock",
                    ),
                ),
            ],
            options={
                "verbose_name": "event of a deadline",
                "verbose_name_plural": "events of deadlines",
                "ordering": ["clock", "occurred_at", "id"],
                "indexes": [models.Index(fields=["clock", "occurred_at", "id"], name="clockevent_in_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "occurred_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("recorded_at"),
                                    "+",
                                    models.Value(datetime.timedelta(seconds=300)),
                                ),
                            )
                        ),
                        name="clock_event_did_not_happen_in_the_future",
                        violation_error_message="What is recorded has happened.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "started")), fields=("clock",), name="clock_starts_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "stopped")), fields=("clock",), name="clock_stops_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rung",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=60, verbose_name="step")),
                ("epoch", models.IntegerField()),
                ("fire_at", models.DateTimeField(verbose_name="planned for")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("fired", "Done"),
                            ("cancelled", "Cancelled"),
                            ("skipped", "Skipped"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("fired_at", models.DateTimeField(null=True, verbose_name="done at")),
                (
                    "clock",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rungs",
                        to="clocks.clock",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a deadline",
                "verbose_name_plural": "steps of deadlines",
                "ordering": ["clock", "fire_at", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "planned")),
                        fields=["clock", "fire_at"],
                        name="rung_planned",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clock", "step", "epoch"),
                        name="rung_fires_once_per_step_and_deadline",
                        violation_error_message="This step of the deadline is there already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fired_at__isnull", False), ("state", "fired")),
                            models.Q(models.Q(("state", "fired"), _negated=True), ("fired_at", None)),
                            _connector="OR",
                        ),
                        name="rung_that_fired_says_when",
                        violation_error_message="A step that was taken says when.",
                    ),
                ],
            },
        ),
    ]
