import datetime
import importlib

from django.db import migrations, models
from django.db.backends.postgresql.psycopg_any import DateRange

from quality.conduct.catalogue.table import FROM, REWARDS

# A reversal undoes its very entry; points follow a decided record; what is given is of the catalogue's rewards, what is
# taken is not.
FORWARD = """
    CREATE OR REPLACE FUNCTION conduct_entry_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE undone conduct_pointsentry%ROWTYPE;
    BEGIN
        IF NEW.kind = 'reversal' THEN
            SELECT * INTO undone FROM conduct_pointsentry WHERE id = NEW.reverses_id;
            IF undone.kind IS NULL OR undone.kind = 'reversal' OR undone.employee_id <> NEW.employee_id
               OR undone.points <> -NEW.points OR undone.site_id <> NEW.site_id OR NEW.month < undone.month THEN
                RAISE EXCEPTION 'reversal_undoes_its_deduction' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END IF;
        IF (NEW.kind = 'reward') <> EXISTS (
            SELECT 1 FROM conduct_item WHERE id = NEW.item_id AND block = 'reward'
        ) THEN
            RAISE EXCEPTION 'rewards_are_of_the_catalogue' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.source_type_id = (
            SELECT id FROM django_content_type WHERE app_label = 'conduct' AND model = 'conductrecord'
        ) AND NOT EXISTS (
            SELECT 1 FROM conduct_conductrecord
            WHERE id = NEW.source_id AND state IN ('decided', 'final') AND employee_id = NEW.employee_id
              AND points = NEW.points
        ) THEN
            RAISE EXCEPTION 'points_follow_a_decided_record' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$;
"""
BACKWARD = importlib.import_module(
    "quality.conduct.migrations.0002_points_are_append_only"
).FORWARD.partition("    CREATE TRIGGER")[0]


def fill(apps, schema_editor):
    """The kinds of rewards, from before any notice on. What has been entered since is left alone."""
    item, version = apps.get_model("conduct", "Item"), apps.get_model("conduct", "ItemVersion")
    for line in REWARDS:
        made, is_new = item.objects.get_or_create(code=line.code, defaults={"block": line.block})
        if is_new:
            version.objects.create(
                item=made,
                period=DateRange(datetime.date(*FROM), None),
                least=line.least,
                most=line.most,
                per=line.per,
                name=line.name,
                name_zh=line.name_zh,
                source=line.source,
            )


def forget(apps, schema_editor):
    """Take the kinds of rewards out again, where nothing rests on them."""
    apps.get_model("conduct", "ItemVersion").objects.filter(item__block="reward").delete()
    apps.get_model("conduct", "Item").objects.filter(block="reward").delete()


BLOCKS = [
    ("floor", "Floor discipline"),
    ("system", "System operation"),
    ("attendance", "Attendance"),
    ("process", "Process"),
    ("reward", "Rewards"),
]


class Migration(migrations.Migration):
    dependencies = [("conduct", "0003_first_catalogue")]

    operations = [
        migrations.AlterField("item", "block", models.CharField("part", max_length=12, choices=BLOCKS)),
        migrations.RemoveConstraint("item", "item_is_in_a_part_of_the_table"),
        migrations.AddConstraint(
            "item",
            models.CheckConstraint(
                name="item_is_in_a_part_of_the_table",
                condition=models.Q(block__in=[key for key, _label in BLOCKS]),
            ),
        ),
        migrations.AlterField(
            "pointsentry",
            "kind",
            models.CharField(
                "kind",
                max_length=10,
                choices=[("deduction", "Deduction"), ("reversal", "Reversal"), ("reward", "Reward")],
            ),
        ),
        migrations.RemoveConstraint("pointsentry", "deduction_takes_and_reversal_gives_back"),
        migrations.AddConstraint(
            "pointsentry",
            models.CheckConstraint(
                name="deduction_takes_and_reversal_gives_back",
                condition=models.Q(kind="deduction", reverses=None, points__gte=0)
                | models.Q(kind="reward", reverses=None, points__lt=0, is_veto=False)
                | models.Q(kind="reversal", reverses__isnull=False),
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
        migrations.RunPython(fill, forget),
    ]
