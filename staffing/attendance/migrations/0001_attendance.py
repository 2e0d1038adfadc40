import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("people", "0008_delegations_and_successors"),
    ]

    operations = [
        migrations.CreateModel(
            name="AttendanceDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shift_code", models.CharField(blank=True, default="", max_length=40, verbose_name="shift")),
                ("starts_at", models.DateTimeField(null=True, verbose_name="starts at")),
                ("ends_at", models.DateTimeField(null=True, verbose_name="ends at")),
                ("first_in", models.DateTimeField(null=True, verbose_name="came")),
                ("last_out", models.DateTimeField(null=True, verbose_name="went")),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24), default=list, size=None
                    ),
                ),
                ("findings", models.JSONField(default=list)),
                ("worked_seconds", models.PositiveIntegerField(default=0, verbose_name="worked")),
                ("late_seconds", models.PositiveIntegerField(default=0, verbose_name="late")),
                ("early_seconds", models.PositiveIntegerField(default=0, verbose_name="early")),
                ("absent_seconds", models.PositiveIntegerField(default=0, verbose_name="absent")),
                ("leave_seconds", models.PositiveIntegerField(default=0, verbose_name="on leave")),
                ("overtime_seconds", models.PositiveIntegerField(default=0, verbose_name="overtime")),
                ("overtime_class", models.PositiveSmallIntegerField(default=0, verbose_name="legal class")),
                (
                    "holiday_seconds",
                    models.PositiveIntegerField(default=0, verbose_name="worked on a holiday"),
                ),
                ("is_incomplete", models.BooleanField(default=False, verbose_name="incomplete")),
                ("on", models.DateField(verbose_name="day")),
                (
                    "state",
                    models.CharField(
                        choices=[("due", "Not begun"), ("running", "Running"), ("done", "Over")],
                        default="due",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("look_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=0, verbose_name="revision")),
                ("computed_at", models.DateTimeField(null=True, verbose_name="worked out at")),
                (
                    "employee",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendance_days",
                        to="people.employee",
                        verbose_name="employee",
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
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance day",
                "verbose_name_plural": "attendance days",
                "ordering": ["-on", "employee"],
                "indexes": [
                    models.Index(fields=["site", "on"], name="attendance_day_by_site"),
                    models.Index(fields=["team", "on"], name="attendance_day_by_team"),
                    models.Index(
                        condition=models.Q(("look_at__isnull", False)),
                        fields=["look_at"],
                        name="attendance_day_to_look_at",
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["codes"], name="attendance_day_by_code"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("employee", "on"),
                        name="a_day_of_a_person_is_there_once",
                        violation_error_message="This day is there already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "codes__contained_by",
                                [
                                    "absent",
                                    "early",
                                    "late",
                                    "late_breach",
                                    "missing_punch",
                                    "off",
                                    "off_post",
                                    "off_post_breach",
                                    "on_leave",
                                    "overtime",
                                    "overtime_missed",
                                    "rollcall_late",
                                    "stray_punch",
                                ],
                            )
                        ),
                        name="attendance_codes_are_known_ones",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("overtime_seconds__lte", 86400), ("worked_seconds__lte", 172800)),
                        name="attendance_day_lasts_at_most_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendancePeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.DateField(verbose_name="from")),
                ("end", models.DateField(verbose_name="until")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Not closed"), ("closed", "Closed")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("number", models.PositiveIntegerField(default=0, verbose_name="times closed")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed at")),
                ("reopened_at", models.DateTimeField(null=True, verbose_name="reopened at")),
                (
                    "reopen_reason",
                    models.TextField(blank=True, default="", verbose_name="reason of reopening"),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="closed by",
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
                "verbose_name": "month sheet",
                "verbose_name_plural": "month sheets",
                "ordering": ["-start", "site"],
                "constraints": [
                    models.UniqueConstraint(fields=("site", "start"), name="a_site_has_one_sheet_from_a_day"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("site_id"),
                                    models.F("site_id"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (models.Func(models.F("start"), models.F("end"), function="daterange"), "&&"),
                        ],
                        name="sheets_of_a_site_do_not_overlap",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("end__gt", models.F("start"))), name="sheet_ends_after_it_starts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "open"),
                            models.Q(("closed_at__isnull", False), ("number__gte", 1)),
                            _connector="OR",
                        ),
                        name="closed_sheet_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reopened_at", None),
                            models.Q(("reopen_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="reopened_sheet_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="revision")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("time", "Time went on"),
                            ("punch", "Punches came in"),
                            ("roster", "The roster changed"),
                            ("leave", "Leave changed"),
                            ("rule", "A rule changed"),
                            ("correction", "A correction was approved"),
                            ("asked", "Somebody asked for it"),
                        ],
                        max_length=16,
                        verbose_name="reason",
                    ),
                ),
                ("before", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ("after", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="made at"
                    ),
                ),
                (
                    "day",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="attendance.attendanceday",
                    ),
                ),
            ],
            options={
                "verbose_name": "revision of an attendance day",
                "verbose_name_plural": "revisions of attendance days",
                "ordering": ["day", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("day", "number"), name="revision_of_a_day_has_its_own_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Punch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("occurred_at", models.DateTimeField(verbose_name="time")),
                (
                    "direction",
                    models.CharField(
                        choices=[("in", "In"), ("out", "Out"), ("unknown", "Not known")],
                        max_length=8,
                        verbose_name="direction",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("web", "Browser"),
                            ("import", "File"),
                            ("api", "API"),
                            ("device", "Time clock"),
                            ("manual", "By hand"),
                        ],
                        max_length=8,
                        verbose_name="from",
                    ),
                ),
                ("source_key", models.CharField(blank=True, default="", max_length=64, verbose_name="clock")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="recorded at"
                    ),
                ),
                ("ip", models.GenericIPAddressField(blank=True, null=True, verbose_name="address")),
                ("drift_seconds", models.IntegerField(blank=True, null=True, verbose_name="clock off by")),
                ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="note")),
                (
                    "employee",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="punches",
                        to="people.employee",
                        verbose_name="employee",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
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
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "punch",
                "verbose_name_plural": "punches",
                "ordering": ["-occurred_at", "-pk"],
                "indexes": [models.Index(fields=["site", "occurred_at"], name="punch_by_site_and_time")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("employee", "occurred_at", "source", "source_key"),
                        name="a_punch_is_recorded_once",
                        violation_error_message="This punch is recorded already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("direction__in", ["in", "out", "unknown"]),
                            ("source__in", ["web", "import", "api", "device", "manual"]),
                        ),
                        name="punch_is_of_a_known_direction_and_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("adds_at", models.DateTimeField(blank=True, null=True, verbose_name="punch at")),
                (
                    "direction",
                    models.CharField(
                        blank=True,
                        choices=[("in", "In"), ("out", "Out"), ("unknown", "Not known")],
                        default="",
                        max_length=8,
                        verbose_name="direction",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for a decision"),
                            ("approved", "Approved"),
                            ("rejected", "Turned down"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="asked at"
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
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
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
                (
                    "voids_punch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="attendance.punch",
                        verbose_name="instead of",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction of attendance",
                "verbose_name_plural": "corrections of attendance",
                "ordering": ["-asked_at"],
                "indexes": [models.Index(fields=["employee", "on"], name="correction_by_person_and_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adds_at__isnull", False), ("voids_punch__isnull", False), _connector="OR"
                        ),
                        name="correction_adds_or_takes_away",
                        violation_error_message="A correction adds a punch or takes one away.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("adds_at", None), ("direction", "")),
                            models.Q(("adds_at__isnull", False), ("direction__in", ["in", "out"])),
                            _connector="OR",
                        ),
                        name="correction_that_adds_says_in_or_out",
                        violation_error_message="Say whether it was in or out.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="correction_has_a_reason",
                        violation_error_message="Say why.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("voids_punch",),
                        name="a_punch_has_one_open_correction",
                        violation_error_message="A correction of this punch already waits for a decision.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("adds_at__isnull", False), ("state", "asked")),
                        fields=("employee", "adds_at", "direction"),
                        name="a_forgotten_punch_is_asked_for_once",
                        violation_error_message="This punch has been asked for already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PunchVoid",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="voided at"
                    ),
                ),
                (
                    "correction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voids",
                        to="attendance.correction",
                        verbose_name="correction",
                    ),
                ),
                (
                    "punch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="voiding",
                        to="attendance.punch",
                        verbose_name="punch",
                    ),
                ),
            ],
            options={
                "verbose_name": "voided punch",
                "verbose_name_plural": "voided punches",
            },
        ),
        migrations.CreateModel(
            name="RollCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="shift starts at")),
                (
                    "called_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="called at"
                    ),
                ),
                (
                    "called_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="called by",
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
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "roll call",
                "verbose_name_plural": "roll calls",
                "ordering": ["-starts_at", "team"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("team", "starts_at"), name="a_team_has_one_roll_call_a_start"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RollCallMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mark",
                    models.CharField(
                        choices=[("present", "Present"), ("late", "Came late"), ("absent", "Not there")],
                        max_length=8,
                        verbose_name="mark",
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
                    "roll_call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="attendance.rollcall",
                    ),
                ),
            ],
            options={
                "verbose_name": "mark of a roll call",
                "verbose_name_plural": "marks of roll calls",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("roll_call", "employee"), name="a_person_is_called_once_at_a_roll_call"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("counts", models.JSONField(default=dict)),
                (
                    "closed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="closed at"
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
                "verbose_name": "closed day of a site",
                "verbose_name_plural": "closed days of sites",
                "ordering": ["-on"],
                "constraints": [
                    models.UniqueConstraint(fields=("site", "on"), name="a_day_of_a_site_is_closed_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("people", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                (
                    "ledger",
                    models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("values", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="made at"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="attendance.attendanceperiod",
                    ),
                ),
            ],
            options={
                "verbose_name": "closed month sheet",
                "verbose_name_plural": "closed month sheets",
                "ordering": ["period", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "number"), name="snapshot_of_a_sheet_has_its_own_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SnapshotDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("shift_code", models.CharField(blank=True, default="", max_length=40, verbose_name="shift")),
                ("starts_at", models.DateTimeField(null=True, verbose_name="starts at")),
                ("ends_at", models.DateTimeField(null=True, verbose_name="ends at")),
                ("first_in", models.DateTimeField(null=True, verbose_name="came")),
                ("last_out", models.DateTimeField(null=True, verbose_name="went")),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=24), default=list, size=None
                    ),
                ),
                ("findings", models.JSONField(default=list)),
                ("worked_seconds", models.PositiveIntegerField(default=0, verbose_name="worked")),
                ("late_seconds", models.PositiveIntegerField(default=0, verbose_name="late")),
                ("early_seconds", models.PositiveIntegerField(default=0, verbose_name="early")),
                ("absent_seconds", models.PositiveIntegerField(default=0, verbose_name="absent")),
                ("leave_seconds", models.PositiveIntegerField(default=0, verbose_name="on leave")),
                ("overtime_seconds", models.PositiveIntegerField(default=0, verbose_name="overtime")),
                ("overtime_class", models.PositiveSmallIntegerField(default=0, verbose_name="legal class")),
                (
                    "holiday_seconds",
                    models.PositiveIntegerField(default=0, verbose_name="worked on a holiday"),
                ),
                ("is_incomplete", models.BooleanField(default=False, verbose_name="incomplete")),
                ("on", models.DateField(verbose_name="day")),
                ("revision", models.PositiveIntegerField(verbose_name="revision")),
                (
                    "employee",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                    ),
                ),
                (
                    "snapshot",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="attendance.snapshot",
                    ),
                ),
            ],
            options={
                "verbose_name": "day of a closed month sheet",
                "verbose_name_plural": "days of closed month sheets",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("snapshot", "employee", "on"), name="a_day_is_in_a_closed_sheet_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StaleDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("time", "Time went on"),
                            ("punch", "Punches came in"),
                            ("roster", "The roster changed"),
                            ("leave", "Leave changed"),
                            ("rule", "A rule changed"),
                            ("correction", "A correction was approved"),
                            ("asked", "Somebody asked for it"),
                        ],
                        max_length=16,
                    ),
                ),
                ("marked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "employee",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                    ),
                ),
            ],
            options={
                "verbose_name": "stale attendance day",
                "verbose_name_plural": "stale attendance days",
                "indexes": [models.Index(fields=["employee", "on"], name="stale_attendance_day")],
            },
        ),
    ]
