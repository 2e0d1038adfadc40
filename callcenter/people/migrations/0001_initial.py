import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import callcenter.people.organisation.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Company",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="Chinese name")),
            ],
            options={
                "verbose_name": "company",
                "verbose_name_plural": "companies",
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="Chinese name")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("agent", "Agent"),
                            ("group_leader", "Group leader"),
                            ("shift_leader", "Shift leader"),
                            ("qa_trainer", "QA and training"),
                            ("info_coordinator", "Information coordinator"),
                            ("coordinator", "Coordination officer"),
                            ("complaint_officer", "Complaint officer"),
                            ("director", "Director"),
                            ("deputy_director", "Deputy director"),
                            ("center_manager", "Center manager"),
                            ("dept_handler", "Department handler"),
                            ("sales_deputy_gm", "Deputy GM sales"),
                            ("deputy_gm", "Deputy GM in charge"),
                            ("gm", "General manager"),
                            ("gm_office", "GM office"),
                            ("hr", "Human resources"),
                            ("project_manager", "Project manager"),
                            ("market_manager", "Market manager"),
                            ("info_admin", "Customer-data officer"),
                            ("sysadmin", "System administrator"),
                        ],
                        max_length=32,
                        unique=True,
                        verbose_name="code",
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(default=0, verbose_name="rank")),
            ],
            options={
                "verbose_name": "post",
                "verbose_name_plural": "posts",
                "ordering": ["-rank", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "code__in",
                                [
                                    "agent",
                                    "group_leader",
                                    "shift_leader",
                                    "qa_trainer",
                                    "info_coordinator",
                                    "coordinator",
                                    "complaint_officer",
                                    "director",
                                    "deputy_director",
                                    "center_manager",
                                    "dept_handler",
                                    "sales_deputy_gm",
                                    "deputy_gm",
                                    "gm",
                                    "gm_office",
                                    "hr",
                                    "project_manager",
                                    "market_manager",
                                    "info_admin",
                                    "sysadmin",
                                ],
                            )
                        ),
                        name="post_code_is_one_of_the_roles",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="Chinese name")),
                (
                    "code",
                    models.CharField(
                        max_length=32,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(-[a-z0-9]+)*$", "Use small letters, digits and hyphens."
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        max_length=64,
                        validators=[callcenter.people.organisation.models.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        help_text="Two letters, such as CN.", max_length=2, verbose_name="country"
                    ),
                ),
                (
                    "statistics_start_day",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="1 for the natural month; 21 for the 21st to the 20th.",
                        verbose_name="statistics month starts on day",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sites",
                        to="people.company",
                        verbose_name="company",
                    ),
                ),
            ],
            options={
                "verbose_name": "site",
                "verbose_name_plural": "sites",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("statistics_start_day__gte", 1), ("statistics_start_day__lte", 28)
                        ),
                        name="site_statistics_start_day_is_1_to_28",
                        violation_error_message="A statistics month starts on a day from 1 to 28.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Employee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="Chinese name")),
                (
                    "number",
                    models.CharField(
                        max_length=32,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[A-Za-z0-9][A-Za-z0-9-]*$", "Use letters, digits and hyphens."
                            )
                        ],
                        verbose_name="employee number",
                    ),
                ),
                (
                    "job_type",
                    models.CharField(
                        choices=[
                            ("inbound", "Inbound"),
                            ("outbound", "Outbound"),
                            ("blended", "Blended"),
                            ("back_office", "Back office"),
                        ],
                        default="inbound",
                        max_length=16,
                        verbose_name="job type",
                    ),
                ),
                ("skill_level", models.PositiveSmallIntegerField(default=1, verbose_name="skill level")),
                ("grade", models.CharField(blank=True, max_length=16, verbose_name="grade")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("phone", models.CharField(blank=True, max_length=32, verbose_name="phone")),
                ("hired_on", models.DateField(verbose_name="hired on")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="employee",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="log-in",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="employees",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "employee",
                "verbose_name_plural": "employees",
                "ordering": ["number"],
                "indexes": [models.Index(fields=["site", "number"], name="employee_by_site")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on", None), ("left_on__gt", models.F("hired_on")), _connector="OR"
                        ),
                        name="employee_leaves_after_being_hired",
                        violation_error_message="The leave date must be after the hire date.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("skill_level__gte", 1), ("skill_level__lte", 5)),
                        name="employee_skill_level_is_1_to_5",
                        violation_error_message="A skill level is a number from 1 to 5.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="Chinese name")),
                (
                    "code",
                    models.CharField(
                        max_length=32,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(-[a-z0-9]+)*$", "Use small letters, digits and hyphens."
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departments",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "department",
                "verbose_name_plural": "departments",
                "ordering": ["site", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "code"),
                        name="department_code_is_unique_in_its_site",
                        violation_error_message="This site already has a department with this code.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="Chinese name")),
                (
                    "code",
                    models.CharField(
                        max_length=32,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(-[a-z0-9]+)*$", "Use small letters, digits and hyphens."
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="people.department",
                        verbose_name="department",
                    ),
                ),
            ],
            options={
                "verbose_name": "team",
                "verbose_name_plural": "teams",
                "ordering": ["department", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("department", "code"),
                        name="team_code_is_unique_in_its_department",
                        violation_error_message="This department already has a team with this code.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TeamMembership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="people.employee",
                        verbose_name="employee",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "team membership",
                "verbose_name_plural": "team memberships",
                "ordering": ["employee", "period"],
                "abstract": False,
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
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
                            ("period", "&&"),
                        ],
                        name="employee_is_in_one_team_at_a_time",
                        violation_error_message="This employee already has a team in that period.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PostHolding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                ("is_primary", models.BooleanField(default=True, verbose_name="main post")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.department",
                        verbose_name="for department",
                    ),
                ),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="people.employee",
                        verbose_name="employee",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="people.post",
                        verbose_name="post",
                    ),
                ),
            ],
            options={
                "verbose_name": "post held",
                "verbose_name_plural": "posts held",
                "ordering": ["employee", "period"],
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["period"], name="post_holding_by_period"
                    )
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("is_primary", True)),
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
                            ("period", "&&"),
                        ],
                        name="employee_has_one_main_post_at_a_time",
                        violation_error_message="This employee already has a main post in that period.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportingLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                (
                    "employee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="people.employee",
                        verbose_name="employee",
                    ),
                ),
                (
                    "superior",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subordinates",
                        to="people.employee",
                        verbose_name="superior",
                    ),
                ),
            ],
            options={
                "verbose_name": "reporting line",
                "verbose_name_plural": "reporting lines",
                "ordering": ["employee", "period"],
                "abstract": False,
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
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
                            ("period", "&&"),
                        ],
                        name="employee_has_one_superior_at_a_time",
                        violation_error_message="This employee already has a superior in that period.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("employee", models.F("superior")), _negated=True),
                        name="employee_is_not_their_own_superior",
                        violation_error_message="Nobody is their own superior.",
                    ),
                ],
            },
        ),
    ]
