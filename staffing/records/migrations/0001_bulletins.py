import django.contrib.postgres.fields
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
            name="Bulletin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "posts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="posts",
                    ),
                ),
                (
                    "must_read",
                    models.BooleanField(default=True, verbose_name="must be read before the shift"),
                ),
                ("valid_from", models.DateTimeField(verbose_name="valid from")),
                ("valid_until", models.DateTimeField(blank=True, null=True, verbose_name="valid until")),
                ("number", models.PositiveIntegerField(default=1, verbose_name="version")),
                (
                    "read_from",
                    models.PositiveIntegerField(default=1, verbose_name="to be read since version"),
                ),
                ("published_at", models.DateTimeField(verbose_name="published at")),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn at")),
                (
                    "departments",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="people.department", verbose_name="departments"
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
                        related_name="bulletins",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
                (
                    "teams",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="people.team", verbose_name="teams"
                    ),
                ),
            ],
            options={
                "verbose_name": "bulletin",
                "verbose_name_plural": "bulletins",
                "ordering": ["-changed_at", "-pk"],
                "indexes": [models.Index(fields=["site", "-valid_from"], name="bulletin_by_site")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until", None),
                            ("valid_until__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="bulletin_ends_after_it_starts",
                        violation_error_message="A bulletin ends after it starts.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("read_from__gte", 1), ("read_from__lte", models.F("number"))),
                        name="bulletin_is_read_from_one_of_its_versions",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BulletinVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("text", models.TextField(verbose_name="text")),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="what changed")),
                ("asks_again", models.BooleanField(default=True, verbose_name="to be read again")),
                (
                    "published_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="published at"
                    ),
                ),
                (
                    "bulletin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="records.bulletin",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a bulletin",
                "verbose_name_plural": "versions of bulletins",
                "ordering": ["bulletin", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bulletin", "number"), name="bulletin_version_number_is_unique"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                (
                    "read_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="read at"
                    ),
                ),
                (
                    "bulletin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="records.bulletin",
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
            ],
            options={
                "verbose_name": "read receipt",
                "verbose_name_plural": "read receipts",
                "ordering": ["-read_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bulletin", "employee", "number"),
                        name="nobody_confirms_a_version_twice",
                        violation_error_message="This version is confirmed already.",
                    )
                ],
            },
        ),
    ]
