import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("people", "0008_delegations_and_successors"),
        ("records", "0004_patrols_are_append_only"),
        ("telephony", "0003_name_types_of_calls_that_stand"),
    ]

    operations = [
        migrations.CreateModel(
            name="Incident",
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
                            ("system", "System problem"),
                            ("drops", "Frequent drops"),
                            ("peak", "Traffic peak"),
                            ("leak", "Leak of information"),
                            ("error", "Major error"),
                            ("safety", "Safety of people or equipment"),
                            ("customer", "Difficult customer"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                        verbose_name="type",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="what happened")),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "To be watched"), (2, "Alarm"), (3, "Critical")], verbose_name="severity"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "is_interruption",
                    models.BooleanField(default=False, verbose_name="the service was interrupted"),
                ),
                ("calls_lost", models.PositiveIntegerField(blank=True, null=True, verbose_name="calls lost")),
                ("load", models.JSONField(default=dict, verbose_name="what the switch showed")),
                ("root_cause", models.TextField(blank=True, verbose_name="root cause")),
                (
                    "reported_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="reported at"
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                (
                    "queues",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="telephony.queue", verbose_name="queues"
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="reported by",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
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
                "verbose_name": "incident",
                "verbose_name_plural": "incidents",
                "ordering": ["-starts_at", "-pk"],
                "indexes": [models.Index(fields=["site", "-starts_at"], name="incident_by_site")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                        ),
                        name="incident_ends_after_it_starts",
                        violation_error_message="An incident ends after it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None),
                            models.Q(("ends_at__isnull", False), models.Q(("root_cause", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="closed_incident_has_an_end_and_a_cause",
                        violation_error_message="A closed incident has an end and a root cause.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("severity__gte", 1), ("severity__lte", 3)),
                        name="incident_severity_is_1_to_3",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("note", "Note"),
                            ("measure", "Measure"),
                            ("notified", "Person notified"),
                            ("state", "State"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.TextField(verbose_name="text")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="recorded at"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="records.incident",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="person",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a timeline",
                "verbose_name_plural": "lines of timelines",
                "ordering": ["incident", "at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "notified"), _negated=True),
                            ("person__isnull", False),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="notified_entry_names_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
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
                            ("pre_shift", "Pre-shift meeting"),
                            ("post_shift", "Post-shift meeting"),
                            ("shift_affairs", "Shift-affairs meeting"),
                            ("all_agent", "Meeting of all agents"),
                            ("work", "Monthly work meeting"),
                            ("other", "Other meeting"),
                        ],
                        max_length=16,
                        verbose_name="type",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("on", models.DateField(verbose_name="day")),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                ("minutes", models.TextField(blank=True, verbose_name="minutes and decisions")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="created at"
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="cancelled at")),
                (
                    "chair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="chair",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
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
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "ordering": ["-starts_at", "-pk"],
                "indexes": [models.Index(fields=["site", "-starts_at"], name="meeting_by_site")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at", None), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                        ),
                        name="meeting_ends_after_it_starts",
                        violation_error_message="A meeting ends after it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at", None),
                            models.Q(models.Q(("minutes", ""), _negated=True), ("cancelled_at", None)),
                            _connector="OR",
                        ),
                        name="closed_meeting_has_minutes",
                        violation_error_message="A closed meeting has minutes.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("cancelled_at", None),
                            ("kind__in", ["shift_affairs", "all_agent", "work"]),
                            ("team", None),
                        ),
                        fields=("site", "kind", "on"),
                        name="meeting_of_a_series_is_planned_once_a_day",
                        violation_error_message="This meeting is planned for that day already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "presence",
                    models.CharField(
                        choices=[
                            ("expected", "Expected"),
                            ("present", "Present"),
                            ("absent", "Absent"),
                            ("leave", "On leave"),
                        ],
                        default="expected",
                        max_length=16,
                        verbose_name="presence",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="employee",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="records.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance of a meeting",
                "verbose_name_plural": "attendance of meetings",
                "ordering": ["meeting", "employee__number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "employee"),
                        name="nobody_attends_a_meeting_twice",
                        violation_error_message="This person is on the list already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("topic", models.CharField(max_length=160, verbose_name="topic")),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda",
                        to="records.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ["meeting", "place"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "place"), name="agenda_has_one_topic_at_a_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=400, verbose_name="what is to be done")),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="created at"
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                ("result", models.CharField(blank=True, max_length=400, verbose_name="result")),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="owner",
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
                (
                    "incident",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="records.incident",
                        verbose_name="incident",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="records.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "action",
                "verbose_name_plural": "actions",
                "ordering": ["due_on", "pk"],
                "indexes": [models.Index(fields=["site", "due_on"], name="action_by_site")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("incident__isnull", False), ("meeting", None)),
                            models.Q(("incident", None), ("meeting__isnull", False)),
                            _connector="OR",
                        ),
                        name="action_comes_from_one_record",
                        violation_error_message="An action comes from an incident or from a meeting.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None), models.Q(("result", ""), _negated=True), _connector="OR"
                        ),
                        name="action_that_is_done_has_a_result",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnifiedAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=240, verbose_name="question")),
                ("answer", models.TextField(verbose_name="answer")),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="key words",
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="published at"
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at")),
                (
                    "bulletin",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.bulletin",
                        verbose_name="bulletin",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="records.meeting",
                        verbose_name="meeting",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name": "unified answer",
                "verbose_name_plural": "unified answers",
                "ordering": ["-published_at", "-pk"],
                "indexes": [models.Index(fields=["site", "-published_at"], name="answer_by_site")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("question", ""), _negated=True), models.Q(("answer", ""), _negated=True)
                        ),
                        name="answer_says_something",
                    )
                ],
            },
        ),
    ]
