"""Complaints and surveys are counted with the day; a day that they move in is marked and may be revised."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_delegations_and_successors"),
        ("reports", "0005_signature_on_behalf"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportedday",
            name="counted_at",
            field=models.DateTimeField(null=True, verbose_name="complaints counted at"),
        ),
        migrations.AddField(
            model_name="reportedday",
            name="counts",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="dayrevision",
            name="reason",
            field=models.CharField(
                choices=[
                    ("facts", "Facts came in or were corrected"),
                    ("rule", "A rule that the figures are counted with changed"),
                    ("mapping", "An agent of the switch was named"),
                    ("membership", "Team history changed"),
                    ("records", "Complaints or answers of customers came in or moved"),
                    ("asked", "Somebody asked for it"),
                ],
                max_length=16,
                verbose_name="reason",
            ),
        ),
        migrations.AlterField(
            model_name="staleday",
            name="reason",
            field=models.CharField(
                choices=[
                    ("facts", "Facts came in or were corrected"),
                    ("rule", "A rule that the figures are counted with changed"),
                    ("mapping", "An agent of the switch was named"),
                    ("membership", "Team history changed"),
                    ("records", "Complaints or answers of customers came in or moved"),
                    ("asked", "Somebody asked for it"),
                ],
                max_length=16,
                verbose_name="reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedday",
            constraint=models.CheckConstraint(
                condition=models.Q(("counts", {}), ("counted_at__isnull", False), _connector="OR"),
                name="counts_of_a_day_say_when_they_were_counted",
            ),
        ),
    ]
