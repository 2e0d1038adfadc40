import importlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# S2A-38: points of a notice, taken or given, are in the ledger once it is executed, which it is not before the GM's approval.
NOTICE = """
    CREATE OR REPLACE FUNCTION liability_notice_before_points() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.kind IN ('deduction', 'reward') AND NEW.source_type_id = (
            SELECT id FROM django_content_type WHERE app_label = 'liability' AND model = 'penaltynotice'
        ) AND NOT EXISTS (
            SELECT 1 FROM liability_penaltynotice
            WHERE id = NEW.source_id AND state = 'executed' AND approved_at IS NOT NULL AND approved_by_id IS NOT NULL
              AND employee_id = NEW.employee_id AND points = abs(NEW.points) AND entry_id IS NULL
              AND kind = CASE NEW.kind WHEN 'reward' THEN 'reward' ELSE 'penalty' END
        ) THEN
            RAISE EXCEPTION 'notice_is_approved_before_points' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
"""
before = importlib.import_module("complaints.liability.migrations.0002_no_points_before_the_general_manager")
BACKWARD = before.NOTICE.partition("    CREATE TRIGGER")[0]


class Migration(migrations.Migration):
    dependencies = [
        ("liability", "0003_handling_says_its_hours"),
        ("conduct", "0004_rewards"),
        ("records", "0009_meetings_of_shifts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "penaltynotice",
            "kind",
            models.CharField(
                "kind",
                max_length=7,
                choices=[("penalty", "Penalty"), ("reward", "Reward")],
                default="penalty",
            ),
        ),
        migrations.AddField(
            "penaltynotice",
            "version",
            models.ForeignKey(
                to="conduct.itemversion",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                related_name="+",
                verbose_name="as the catalogue had it",
            ),
        ),
        migrations.AddField(
            "penaltynotice",
            "bulletin",
            models.ForeignKey(
                to="records.bulletin",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                related_name="+",
                verbose_name="bulletin",
            ),
        ),
        migrations.AddField("penaltynotice", "published_at", models.DateTimeField("published", null=True)),
        migrations.AddField(
            "penaltynotice",
            "published_by",
            models.ForeignKey(
                to=settings.AUTH_USER_MODEL,
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                related_name="+",
                verbose_name="published by",
            ),
        ),
        migrations.AddConstraint(
            "penaltynotice",
            models.CheckConstraint(
                name="reward_is_of_the_catalogue",
                condition=models.Q(kind="penalty")
                | models.Q(kind="reward", item__isnull=False, version__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            "penaltynotice",
            models.CheckConstraint(
                name="approved_rewards_alone_are_published",
                condition=models.Q(published_at=None, bulletin=None)
                | models.Q(
                    kind="reward",
                    published_at__isnull=False,
                    bulletin__isnull=False,
                    approved_at__isnull=False,
                ),
            ),
        ),
        migrations.RunSQL(NOTICE, BACKWARD),
    ]
