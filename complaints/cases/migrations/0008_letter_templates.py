"""Templates of letters and their versions, which stay."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from callcenter.db import append_only


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_why_it_is_late"),
        ("people", "0008_delegations_and_successors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("acknowledgement", "Acknowledgement of receipt"),
                            ("question", "Question to the customer"),
                            ("progress", "How it stands"),
                            ("apology", "Apology for the delay"),
                            ("upheld", "Decision: upheld"),
                            ("partly", "Decision: upheld in part"),
                            ("not_upheld", "Decision: not upheld"),
                            ("final", "Final answer, with where to turn next"),
                        ],
                        max_length=20,
                        unique=True,
                        verbose_name="purpose",
                    ),
                ),
            ],
            options={
                "verbose_name": "template of letters",
                "verbose_name_plural": "templates of letters",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LetterTemplateVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("subject_en", models.CharField(max_length=150, verbose_name="subject in English")),
                ("body_en", models.TextField(verbose_name="text in English")),
                ("subject_zh", models.CharField(max_length=150, verbose_name="subject in Chinese")),
                ("body_zh", models.TextField(verbose_name="text in Chinese")),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="made"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="cases.lettertemplate",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a template",
                "verbose_name_plural": "versions of templates",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("template", "number"), name="letter_template_version_is_numbered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject_en", ""), _negated=True),
                            models.Q(("body_en", ""), _negated=True),
                            models.Q(("subject_zh", ""), _negated=True),
                            models.Q(("body_zh", ""), _negated=True),
                        ),
                        name="letter_template_is_in_both_languages",
                    ),
                ],
            },
        ),
        migrations.RunSQL(*append_only("cases_lettertemplateversion")),
    ]
