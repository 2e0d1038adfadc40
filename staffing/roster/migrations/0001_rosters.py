import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("people", "0008_delegations_and_successors"),
        ("shifts", "0001_shift_types"),
    ]

    operations = [
        migrations.CreateModel(
            name="Roster",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published at")),
                ("published_number", models.PositiveIntegerField(default=0, verbose_name="version")),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="changed at")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="drawn up at"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="drawn up by",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rosters",
                        to="people.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rosters",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "roster",
                "verbose_name_plural": "rosters",
                "ordering": ["-month", "department"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("department", "month"),
                        name="department_has_one_roster_a_month",
                        violation_error_message="This department already has a roster for that month.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="roster_month_is_a_first_day",
                        violation_error_message="A roster's month is given by its first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at", None), ("published_number", 0)),
                            models.Q(("published_at__isnull", False), ("published_number__gte", 1)),
                            _connector="OR",
                        ),
                        name="roster_has_a_version_once_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
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
                ("segments", models.JSONField(default=list)),
                ("minutes", models.PositiveIntegerField(verbose_name="working minutes")),
                ("is_night", models.BooleanField(default=False, verbose_name="night shift")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("roster", "Roster"),
                            ("import", "Import"),
                            ("redeploy", "Redeployment"),
                            ("swap", "Swap"),
                            ("swap_return", "Return of a swap"),
                            ("cover", "Cover"),
                            ("open_shift", "Open shift"),
                            ("overtime", "Overtime"),
                            ("time_off", "Voluntary time off"),
                            ("leave", "Leave"),
                            ("stop_work", "Stop-work order"),
                            ("correction", "Correction"),
                        ],
                        default="roster",
                        max_length=16,
                        verbose_name="from",
                    ),
                ),
                ("is_published", models.BooleanField(default=False, verbose_name="published")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back at")),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="people.employee",
                        verbose_name="employee",
                    ),
                ),
                (
                    "shift_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="shifts.shifttype",
                        verbose_name="shift",
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
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="roster.roster",
                        verbose_name="roster",
                    ),
                ),
            ],
            options={
                "verbose_name": "shift in a roster",
                "verbose_name_plural": "shifts in rosters",
                "ordering": ["on", "starts_at", "employee"],
                "indexes": [
                    models.Index(fields=["employee", "on"], name="assignment_by_employee_and_day"),
                    models.Index(fields=["site", "on"], name="assignment_by_site_and_day"),
                    models.Index(fields=["roster", "employee"], name="assignment_by_roster"),
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("cancelled_at", None)),
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
                        name="nobody_works_two_shifts_at_once",
                        violation_error_message="This person already works at that time.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at", None), ("shift_type__isnull", False)),
                        fields=("employee", "on"),
                        name="nobody_has_two_shifts_on_a_day",
                        violation_error_message="This person already has a shift on that day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="assignment_ends_after_it_starts",
                        violation_error_message="A shift ends after it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shift_type__isnull", False), ("origin", "overtime"), _connector="OR"
                        ),
                        name="assignment_without_a_shift_is_overtime",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("roster", "Roster"),
                            ("import", "Import"),
                            ("redeploy", "Redeployment"),
                            ("swap", "Swap"),
                            ("swap_return", "Return of a swap"),
                            ("cover", "Cover"),
                            ("open_shift", "Open shift"),
                            ("overtime", "Overtime"),
                            ("time_off", "Voluntary time off"),
                            ("leave", "Leave"),
                            ("stop_work", "Stop-work order"),
                            ("correction", "Correction"),
                        ],
                        max_length=16,
                        verbose_name="from",
                    ),
                ),
                ("before", models.JSONField(null=True, verbose_name="before")),
                ("after", models.JSONField(null=True, verbose_name="after")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "changed_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="changed at"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
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
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="roster.roster",
                        verbose_name="roster",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of a roster",
                "verbose_name_plural": "changes of rosters",
                "ordering": ["-changed_at", "-pk"],
                "indexes": [models.Index(fields=["employee", "on"], name="roster_change_by_employee")],
            },
        ),
        migrations.CreateModel(
            name="RosterOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("code", models.CharField(max_length=64)),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "given_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="let pass at"
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="employee",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="let pass by",
                    ),
                ),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overrides",
                        to="roster.roster",
                        verbose_name="roster",
                    ),
                ),
            ],
            options={
                "verbose_name": "check that was let pass",
                "verbose_name_plural": "checks that were let pass",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("roster", "employee", "on", "code"),
                        name="a_check_is_let_pass_once",
                        nulls_distinct=False,
                        violation_error_message="This check was already let pass.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="roster_override_has_a_reason",
                        violation_error_message="Say why the check is let pass.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RosterVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("content", models.JSONField()),
                (
                    "published_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="published at"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
                (
                    "roster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="roster.roster",
                        verbose_name="roster",
                    ),
                ),
            ],
            options={
                "verbose_name": "published version",
                "verbose_name_plural": "published versions",
                "ordering": ["roster", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("roster", "number"), name="roster_version_number_is_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HeadsNeeded",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField(verbose_name="weekday")),
                ("span", django.contrib.postgres.fields.ranges.IntegerRangeField(verbose_name="time")),
                ("heads", models.PositiveSmallIntegerField(verbose_name="heads")),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="days")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="heads_needed",
                        to="people.department",
                        verbose_name="department",
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
                "verbose_name": "heads needed",
                "verbose_name_plural": "heads needed",
                "ordering": ["department", "team", "weekday", "span"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("period__endswith", None), ("team", None)),
                        expressions=[
                            (
                                models.Func(
                                    models.F("department_id"),
                                    models.F("department_id"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("weekday"),
                                    models.F("weekday"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            ("span", "&&"),
                        ],
                        name="department_needs_one_number_of_heads_at_a_time",
                        violation_error_message="There is already a number of heads for that time.",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("period__endswith", None), ("team__isnull", False)),
                        expressions=[
                            (
                                models.Func(
                                    models.F("team_id"),
                                    models.F("team_id"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("weekday"),
                                    models.F("weekday"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            ("span", "&&"),
                        ],
                        name="team_needs_one_number_of_heads_at_a_time",
                        violation_error_message="There is already a number of heads for that time.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("span__endswith__lte", 1440),
                            ("span__isempty", False),
                            ("span__startswith__gte", 0),
                            ("period__isempty", False),
                            ("weekday__lte", 7),
                        ),
                        name="heads_are_needed_within_a_day_of_the_week",
                        violation_error_message="Heads are needed on a weekday between 0:00 and 24:00.",
                    ),
                ],
            },
        ),
    ]
