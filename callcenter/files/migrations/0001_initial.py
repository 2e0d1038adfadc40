import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import callcenter.files.attachments.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "work",
                    models.CharField(
                        choices=[("import", "Import"), ("export", "Export")],
                        max_length=8,
                        verbose_name="type",
                    ),
                ),
                ("kind", models.CharField(max_length=80, verbose_name="what")),
                ("label", models.CharField(max_length=200, verbose_name="title")),
                (
                    "step",
                    models.CharField(
                        choices=[("check", "Check"), ("apply", "Apply"), ("make", "Make the file")],
                        max_length=8,
                        verbose_name="step",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Columns to be assigned"),
                            ("pending", "Waiting"),
                            ("running", "Running"),
                            ("checked", "Checked, not applied"),
                            ("done", "Done"),
                            ("refused", "Refused"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("language", models.CharField(default="en", max_length=10)),
                ("site_id", models.BigIntegerField(null=True, verbose_name="site")),
                (
                    "params",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "mapping",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("mapping_key", models.CharField(blank=True, max_length=64)),
                (
                    "file",
                    models.FileField(blank=True, max_length=200, upload_to="jobs/%Y/%m", verbose_name="file"),
                ),
                ("file_name", models.CharField(blank=True, max_length=255, verbose_name="file name")),
                ("file_size", models.BigIntegerField(default=0, verbose_name="size")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("expires_at", models.DateTimeField(null=True, verbose_name="kept until")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="asked at"
                    ),
                ),
                ("woken_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(null=True, verbose_name="started at")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished at")),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                ("is_cancel_wanted", models.BooleanField(default=False)),
                ("rows_done", models.BigIntegerField(default=0)),
                ("rows_total", models.BigIntegerField(default=0)),
                (
                    "counts",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "preview",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "notes",
                    models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "details",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("error_count", models.PositiveIntegerField(default=0, verbose_name="errors")),
                ("message", models.TextField(blank=True, verbose_name="message")),
                (
                    "requested_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "job",
                "verbose_name_plural": "jobs",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["requested_by", "-id"], name="files_job_by_user"),
                    models.Index(fields=["site_id", "-id"], name="files_job_by_site"),
                    models.Index(fields=["kind", "site_id", "-id"], name="files_job_by_kind"),
                    models.Index(
                        condition=models.Q(("state__in", ["pending", "running"])),
                        fields=["state"],
                        name="files_job_busy",
                    ),
                    models.Index(
                        condition=models.Q(("file", ""), _negated=True),
                        fields=["expires_at"],
                        name="files_job_by_expiry",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["done", "refused", "failed", "cancelled"]), _negated=True
                            ),
                            models.Q(("finished_at", None), _negated=True),
                            _connector="OR",
                        ),
                        name="job_that_ended_says_when",
                        violation_error_message="A job that has ended must say when.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["refused", "failed"]), _negated=True),
                            models.Q(("message", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="job_that_went_wrong_says_why",
                        violation_error_message="A job that was refused or failed must say why.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("step__in", ["check", "apply"]), ("work", "import")),
                            models.Q(("step", "make"), ("work", "export")),
                            _connector="OR",
                        ),
                        name="job_step_suits_its_work",
                        violation_error_message="An import is checked and applied; an export is made.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JobError",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveBigIntegerField(verbose_name="row")),
                ("column", models.CharField(blank=True, max_length=200, verbose_name="column")),
                ("value", models.TextField(blank=True, verbose_name="value")),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="errors", to="files.job"
                    ),
                ),
            ],
            options={
                "verbose_name": "row error",
                "verbose_name_plural": "row errors",
                "ordering": ["row", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SavedMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=80)),
                ("site_id", models.BigIntegerField(null=True)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("columns", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                (
                    "options",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "saved column assignment",
                "verbose_name_plural": "saved column assignments",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "site_id", "name"),
                        name="saved_mapping_name_is_unique_for_its_kind_and_site",
                        nulls_distinct=False,
                        violation_error_message="There is already a saved assignment with this name.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_id", models.BigIntegerField()),
                (
                    "file",
                    models.FileField(
                        max_length=200,
                        upload_to=callcenter.files.attachments.models.stored_name,
                        verbose_name="file",
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("media_type", models.CharField(max_length=100, verbose_name="type")),
                ("sha256", models.CharField(max_length=64, verbose_name="checksum")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                (
                    "uploaded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="added at"
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="added by",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id", "-id"], name="attachment_by_subject")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)),
                        name="attachment_is_not_empty",
                        violation_error_message="An attachment cannot be empty.",
                    ),
                    models.UniqueConstraint(
                        fields=("subject_type", "subject_id", "sha256", "name"),
                        name="attachment_hangs_on_a_record_once",
                        violation_error_message="This file is attached already.",
                    ),
                ],
            },
        ),
    ]
