import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
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
        ("people", "0007_record_agrees_with_its_latest_employment"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarDay",
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
                            ("holiday", "Holiday"),
                            ("closed", "Closed"),
                            ("part_day", "Other hours"),
                            ("make_up", "Make-up workday"),
                        ],
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="Chinese name")),
                ("as_weekday", models.PositiveSmallIntegerField(null=True, verbose_name="hours as on")),
                ("is_yearly", models.BooleanField(default=False, verbose_name="every year")),
                ("is_active", models.BooleanField(default=True, verbose_name="in force")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("public", "public calendar"),
                            ("manual", "entered by hand"),
                            ("import", "from a file"),
                        ],
                        max_length=10,
                        verbose_name="source",
                    ),
                ),
                ("source_detail", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="added at"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_days",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "day of the calendar",
                "verbose_name_plural": "days of the calendar",
                "ordering": ["site", "on", "is_yearly"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_yearly", False)),
                        fields=("site", "on"),
                        name="site_has_one_entry_for_a_date",
                        violation_error_message="The site already has an entry for this day.",
                    ),
                    models.UniqueConstraint(
                        models.F("site"),
                        django.db.models.functions.datetime.ExtractMonth("on"),
                        django.db.models.functions.datetime.ExtractDay("on"),
                        condition=models.Q(("is_yearly", True)),
                        name="site_has_one_yearly_entry_for_a_day_of_the_year",
                        violation_error_message="The site already has a yearly entry for this day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("as_weekday", None), ("as_weekday__lte", 6), _connector="OR"),
                        name="calendar_day_follows_a_weekday_from_0_to_6",
                        violation_error_message="A weekday is 0 (Monday) to 6 (Sunday).",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("as_weekday", None),
                            models.Q(("is_yearly", False), models.Q(("kind", "closed"), _negated=True)),
                            _connector="OR",
                        ),
                        name="closed_day_and_yearly_day_follow_no_weekday",
                        violation_error_message="A closed day or a yearly one cannot follow a weekday.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["holiday", "closed", "part_day", "make_up"])),
                        name="calendar_day_kind_is_known",
                        violation_error_message="There is no such type of day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DayInterval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("span", django.contrib.postgres.fields.ranges.BigIntegerRangeField()),
                (
                    "day",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hours",
                        to="workcalendar.calendarday",
                    ),
                ),
            ],
            options={
                "ordering": ["day", "span"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("day_id"),
                                    models.F("day_id"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            ("span", "&&"),
                        ],
                        name="hours_of_a_calendar_day_do_not_overlap",
                        violation_error_message="Opening hours of a day overlap.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("span__isempty", False),
                            ("span__startswith__gte", 0),
                            ("span__startswith__lt", 86400),
                            (
                                "span__endswith__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.Func(models.F("span"), function="lower"), "+", models.Value(86400)
                                ),
                            ),
                        ),
                        name="hours_of_a_calendar_day_start_in_it_and_last_at_most_a_day",
                        violation_error_message="Opening hours start on their day and last at most 24 hours.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("fingerprint", models.CharField(max_length=64)),
                ("content", models.JSONField()),
                ("verb", models.CharField(max_length=100)),
                ("what", models.CharField(blank=True, max_length=200, verbose_name="what")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "published_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="published at"
                    ),
                ),
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
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_editions",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "edition of the calendar",
                "verbose_name_plural": "editions of the calendar",
                "ordering": ["site", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "number"),
                        name="calendar_edition_number_is_unique_at_its_site",
                        violation_error_message="This edition was published already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HoursVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="days")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "set_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="set at"
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="set by",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opening_hours",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of opening hours",
                "verbose_name_plural": "versions of opening hours",
                "ordering": ["site", "period"],
                "constraints": [
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
                            ("period", "&&"),
                        ],
                        name="site_has_one_version_of_hours_a_day",
                        violation_error_message="The site already has a version of its opening hours for these days.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)),
                        name="hours_version_holds_at_least_a_day",
                        violation_error_message="A version holds for at least a day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="hours_version_has_a_reason",
                        violation_error_message="Say why the opening hours change.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenInterval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("span", django.contrib.postgres.fields.ranges.BigIntegerRangeField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="intervals",
                        to="workcalendar.hoursversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "span"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("version_id"),
                                    models.F("version_id"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            ("span", "&&"),
                        ],
                        name="opening_hours_of_a_day_do_not_overlap",
                        violation_error_message="Opening hours of a day overlap.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("span__isempty", False),
                            ("span__startswith__gte", 0),
                            ("span__startswith__lt", 604800),
                            (
                                "span__endswith__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.Func(models.F("span"), function="lower"), "+", models.Value(86400)
                                ),
                            ),
                        ),
                        name="opening_hours_start_in_the_week_and_last_at_most_a_day",
                        violation_error_message="Opening hours start on a weekday and last at most 24 hours.",
                    ),
                ],
            },
        ),
    ]
