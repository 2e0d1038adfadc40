"""An absent approver names a deputy for a range of days; an employment that ends knows who takes over."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_record_agrees_with_its_latest_employment"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField(verbose_name="period")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
            ],
            options={
                "verbose_name": "delegation",
                "verbose_name_plural": "delegations",
                "ordering": ["-period", "pk"],
            },
        ),
        migrations.AddField(
            model_name="employment",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.employee",
                verbose_name="successor",
            ),
        ),
        migrations.AddConstraint(
            model_name="employment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("successor", None),
                    models.Q(("employee", models.F("successor")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_is_their_own_successor",
                violation_error_message="Nobody is their own successor.",
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="deputy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deputyships",
                to="people.employee",
                verbose_name="deputy",
            ),
        ),
        migrations.AddField(
            model_name="delegation",
            name="employee",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="delegations",
                to="people.employee",
                verbose_name="absent",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
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
                name="absent_employee_has_one_deputy_at_a_time",
                violation_error_message="This employee already has a deputy in that period.",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(("employee", models.F("deputy")), _negated=True),
                name="nobody_is_their_own_deputy",
                violation_error_message="Nobody is their own deputy.",
            ),
        ),
        migrations.AddConstraint(
            model_name="delegation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("period__endswith__isnull", False),
                    ("period__isempty", False),
                    ("period__startswith__isnull", False),
                ),
                name="delegation_has_a_first_and_a_last_day",
                violation_error_message="A delegation has a first and a last day.",
            ),
        ),
    ]
