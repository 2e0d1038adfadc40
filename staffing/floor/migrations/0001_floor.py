import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("people", "0008_delegations_and_successors"),
        ("roster", "0004_shift_feeds"),
    ]

    operations = [
        migrations.CreateModel(
            name="Break",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("meal", "Meal"),
                            ("rest", "Short rest"),
                            ("training", "Training"),
                            ("other", "Other"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts at")),
                ("ends_at", models.DateTimeField(verbose_name="ends at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("planned", "Assigned"),
                            ("declined", "Declined"),
                            ("cancelled", "Taken back"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="note")),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="entered at"
                    ),
                ),
                ("left_at", models.DateTimeField(blank=True, null=True, verbose_name="left")),
                ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="came back")),
                ("overrun_seconds", models.PositiveIntegerField(default=0, verbose_name="too long")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="breaks",
                        to="roster.assignment",
                        verbose_name="shift",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="breaks",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="breaks",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "break",
                "verbose_name_plural": "breaks",
                "ordering": ["starts_at", "pk"],
                "indexes": [
                    models.Index(fields=["team", "on"], name="break_by_team_and_day"),
                    models.Index(fields=["assignment"], name="break_by_shift"),
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("state__in", ["asked", "planned"])),
                        expressions=[
                            (
                                models.Func(
                                    models.F("employee_id"),
                                    models.F("employee_id"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(models.F("starts_at"), models.F("ends_at"), function="tstzrange"),
                                "&&",
                            ),
                        ],
                        name="nobody_has_two_breaks_at_once",
                        violation_error_message="This person already has a break at that time.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", False), ("returned_at", None)),
                        fields=("employee",),
                        name="nobody_is_away_twice",
                        violation_error_message="This person is already away.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="break_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_at", None),
                            models.Q(("left_at__isnull", False), ("returned_at__gte", models.F("left_at"))),
                            _connector="OR",
                        ),
                        name="break_is_left_before_coming_back",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("left_at", None), ("state", "planned"), _connector="OR"),
                        name="break_that_is_taken_was_assigned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsoleRelease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_without_relief", models.BooleanField(default=False, verbose_name="no relief was due")),
                ("reason", models.TextField(blank=True, default="", verbose_name="reason")),
                (
                    "released_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="released at"
                    ),
                ),
                (
                    "assignment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="console_release",
                        to="roster.assignment",
                        verbose_name="shift",
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
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="released by",
                    ),
                ),
                (
                    "relief",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relieves",
                        to="roster.assignment",
                        verbose_name="relief",
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
                "verbose_name": "release of a console",
                "verbose_name_plural": "releases of consoles",
                "ordering": ["-released_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relief__isnull", False),
                            ("is_without_relief", True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="console_is_released_for_a_cause",
                        violation_error_message="A console is released when the relief is there, or with a reason.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("relief", None),
                            models.Q(("relief", models.F("assignment")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_relieves_themselves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("code", models.CharField(max_length=8, verbose_name="shift")),
                ("starts_at", models.DateTimeField(verbose_name="starts at")),
                ("ends_at", models.DateTimeField(verbose_name="ends at")),
                ("sections", models.JSONField(default=dict, verbose_name="sections")),
                ("facts", models.JSONField(default=dict, verbose_name="facts")),
                (
                    "opened_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="opened at"
                    ),
                ),
                ("locked_at", models.DateTimeField(blank=True, null=True, verbose_name="signed at")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "locked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="signed by",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opened by",
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
                        related_name="duty_logs",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "duty log",
                "verbose_name_plural": "duty logs",
                "ordering": ["-starts_at", "team"],
                "indexes": [models.Index(fields=["site", "-on"], name="duty_log_by_site_and_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("team", "starts_at", "code"),
                        name="shift_of_a_team_has_one_duty_log",
                        violation_error_message="This shift already has its duty log.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="duty_log_shift_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("locked_at", None), ("locked_by", None)),
                            models.Q(("locked_at__isnull", False), ("locked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="duty_log_is_signed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("code", models.CharField(max_length=8, verbose_name="outgoing shift")),
                ("change_at", models.DateTimeField(verbose_name="change of shifts")),
                ("topics", models.JSONField(default=dict, verbose_name="topics")),
                ("facts", models.JSONField(default=list, verbose_name="facts")),
                (
                    "outgoing_signed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="handed over at"),
                ),
                (
                    "incoming_signed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken over at"),
                ),
                (
                    "begun_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="begun at"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "begun_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incoming",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="incoming leader",
                    ),
                ),
                (
                    "outgoing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="outgoing leader",
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
                        related_name="handovers",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "handover",
                "verbose_name_plural": "handovers",
                "ordering": ["-change_at", "team"],
                "indexes": [models.Index(fields=["site", "-on"], name="handover_by_site_and_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("team", "change_at"),
                        name="change_of_shifts_has_one_handover",
                        violation_error_message="This change of shifts already has its handover.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outgoing", None),
                            ("incoming", None),
                            models.Q(("outgoing", models.F("incoming")), _negated=True),
                            _connector="OR",
                        ),
                        name="handover_is_signed_by_two_people",
                        violation_error_message="Two different people sign a handover.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("incoming_signed_at", None),
                            models.Q(
                                ("incoming_signed_at__gte", models.F("outgoing_signed_at")),
                                ("outgoing_signed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="handover_is_given_before_it_is_taken",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outgoing_signed_at", None), ("outgoing__isnull", False), _connector="OR"
                            ),
                            models.Q(
                                ("incoming_signed_at", None), ("incoming__isnull", False), _connector="OR"
                            ),
                        ),
                        name="handover_signature_has_a_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandoverProblem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="problem")),
                ("found_at", models.DateTimeField(verbose_name="found at")),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("outgoing", "Outgoing shift"),
                            ("both", "Both shifts"),
                            ("incoming", "Incoming shift"),
                        ],
                        max_length=8,
                        verbose_name="answers for it",
                    ),
                ),
                (
                    "noted_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="noted at"
                    ),
                ),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="problems",
                        to="floor.handover",
                        verbose_name="handover",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="noted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "problem of a handover",
                "verbose_name_plural": "problems of handovers",
                "ordering": ["found_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="handover_problem_says_what"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                ("figures", models.JSONField(default=dict, verbose_name="figures")),
                ("text", models.TextField(verbose_name="report")),
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
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handed in by",
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
                "verbose_name": "monthly shift report",
                "verbose_name_plural": "monthly shift reports",
                "ordering": ["-month", "team"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("team", "month"),
                        name="team_hands_in_one_report_a_month",
                        violation_error_message="This team's report of that month is already handed in.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="month_report_is_of_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="month_report_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OffPost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("left_at", models.DateTimeField(verbose_name="left")),
                ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="came back")),
                ("note", models.CharField(blank=True, default="", max_length=200, verbose_name="note")),
                (
                    "reported_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="reported at"
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="off_posts",
                        to="roster.assignment",
                        verbose_name="shift",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="off_posts",
                        to="people.employee",
                        verbose_name="employee",
                    ),
                ),
                (
                    "from_break",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="off_post",
                        to="floor.break",
                        verbose_name="break",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reported by",
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
                "verbose_name": "time off post",
                "verbose_name_plural": "times off post",
                "ordering": ["-left_at"],
                "indexes": [models.Index(fields=["employee", "on"], name="off_post_by_employee_and_day")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("returned_at", None)),
                        fields=("employee",),
                        name="nobody_is_off_post_twice",
                        violation_error_message="This person is already noted as off post.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_at", None), ("returned_at__gte", models.F("left_at")), _connector="OR"
                        ),
                        name="off_post_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=300, verbose_name="what is open")),
                ("raised_on", models.DateField(verbose_name="since")),
                (
                    "raised_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="entered at"
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="done by",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
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
                        related_name="open_items",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "open item",
                "verbose_name_plural": "open items",
                "ordering": ["raised_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)), fields=["team"], name="open_item_by_team"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="open_item_says_what"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StopWork",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("starts_at", models.DateTimeField(verbose_name="starts at")),
                ("ends_at", models.DateTimeField(verbose_name="ends at")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "ordered_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="ordered at"
                    ),
                ),
                (
                    "assignment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stop_work",
                        to="roster.assignment",
                        verbose_name="shift",
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
                    "ordered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ordered by",
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
                "verbose_name": "stop-work order",
                "verbose_name_plural": "stop-work orders",
                "ordering": ["-ordered_at"],
                "indexes": [models.Index(fields=["team", "on"], name="stop_work_by_team_and_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="stop_work_has_a_reason",
                        violation_error_message="Say why the person has to stop work.",
                    )
                ],
            },
        ),
    ]
