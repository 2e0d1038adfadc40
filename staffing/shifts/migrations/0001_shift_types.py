import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0008_delegations_and_successors"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rotation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="Chinese name")),
                ("code", models.CharField(max_length=16, verbose_name="code")),
                ("anchor_on", models.DateField(verbose_name="counted from")),
                ("crews", models.PositiveSmallIntegerField(default=1, verbose_name="crews")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rotations",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "rotation",
                "verbose_name_plural": "rotations",
                "ordering": ["site", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "code"),
                        name="rotation_code_is_unique_in_its_site",
                        violation_error_message="This site already has a rotation with this code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("crews__gte", 1)),
                        name="rotation_has_at_least_one_crew",
                        violation_error_message="A rotation has at least one crew.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="Chinese name")),
                ("code", models.CharField(max_length=8, verbose_name="code")),
                (
                    "colour",
                    models.CharField(
                        choices=[
                            ("blue", "Blue"),
                            ("azure", "Light blue"),
                            ("teal", "Teal"),
                            ("green", "Green"),
                            ("lime", "Lime"),
                            ("yellow", "Yellow"),
                            ("orange", "Orange"),
                            ("red", "Red"),
                            ("pink", "Pink"),
                            ("purple", "Purple"),
                            ("indigo", "Indigo"),
                            ("grey", "Grey"),
                        ],
                        default="blue",
                        max_length=8,
                        verbose_name="colour",
                    ),
                ),
                (
                    "night_flag",
                    models.BooleanField(blank=True, null=True, verbose_name="counts as a night shift"),
                ),
                (
                    "skill_level",
                    models.PositiveSmallIntegerField(default=1, verbose_name="skill level needed"),
                ),
                ("minimum_heads", models.PositiveSmallIntegerField(default=0, verbose_name="minimum heads")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shift_types",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "shift type",
                "verbose_name_plural": "shift types",
                "ordering": ["site", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "code"),
                        name="shift_code_is_unique_in_its_site",
                        violation_error_message="This site already has a shift with this code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("skill_level__gte", 1), ("skill_level__lte", 5)),
                        name="shift_skill_level_is_1_to_5",
                        violation_error_message="A skill level is a number from 1 to 5.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShiftSegment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("span", django.contrib.postgres.fields.ranges.IntegerRangeField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("work", "Work"), ("paid_break", "Paid break"), ("meal", "Meal")],
                        default="work",
                        max_length=16,
                    ),
                ),
                (
                    "shift_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="segments",
                        to="shifts.shifttype",
                    ),
                ),
            ],
            options={
                "ordering": ["shift_type", "span"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("shift_type_id"),
                                    models.F("shift_type_id"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            ("span", "&&"),
                        ],
                        name="segments_of_a_shift_do_not_overlap",
                        violation_error_message="Parts of a shift overlap.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("span__endswith__lte", 2880),
                            ("span__isempty", False),
                            ("span__startswith__gte", 0),
                        ),
                        name="segment_lies_within_two_days",
                        violation_error_message="A shift starts on its day and ends by the end of the next.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RotationDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "rotation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="days", to="shifts.rotation"
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
                    ),
                ),
            ],
            options={
                "ordering": ["rotation", "place"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rotation", "place"), name="rotation_has_one_shift_at_a_place"
                    )
                ],
            },
        ),
    ]
