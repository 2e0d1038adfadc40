"""Documents, the figures frozen in them, signatures and receipts."""

import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("people", "0008_delegations_and_successors"),
        ("reports", "0002_revision_is_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="type")),
                ("number", models.CharField(max_length=80, unique=True, verbose_name="number")),
                (
                    "period_kind",
                    models.CharField(
                        choices=[
                            ("day", "day"),
                            ("week", "week"),
                            ("month", "month"),
                            ("statistics", "statistics"),
                        ],
                        max_length=12,
                    ),
                ),
                ("period_start", models.DateField(verbose_name="from")),
                ("period_end", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("auto_draft", "Draft"),
                            ("edited", "Being written"),
                            ("submitted", "Submitted"),
                            ("returned", "Returned"),
                            ("reviewed", "Signed"),
                            ("distributed", "Distributed"),
                            ("archived", "Archived"),
                        ],
                        default="auto_draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("sections", models.JSONField(default=dict, verbose_name="sections")),
                ("edition", models.PositiveIntegerField(default=0)),
                ("return_reason", models.TextField(blank=True, verbose_name="reason of the return")),
                ("times_returned", models.PositiveSmallIntegerField(default=0, verbose_name="returned")),
                ("step", models.PositiveSmallIntegerField(default=0)),
                (
                    "drafted_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="drafted"
                    ),
                ),
                ("writing_due_at", models.DateTimeField(verbose_name="due from the writer")),
                ("review_due_at", models.DateTimeField(verbose_name="due from the reviewer")),
                ("first_submitted_at", models.DateTimeField(null=True, verbose_name="first submitted")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="submitted")),
                ("reviewed_at", models.DateTimeField(null=True, verbose_name="signed")),
                ("signed_version", models.PositiveIntegerField(null=True, verbose_name="version signed")),
                ("distributed_at", models.DateTimeField(null=True, verbose_name="distributed")),
                ("archived_at", models.DateTimeField(null=True, verbose_name="archived")),
                (
                    "is_submitted_late",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                models.Q(("first_submitted_at__gt", models.F("writing_due_at"))),
                                then=models.Value(True),
                            ),
                            default=models.Value(False),
                        ),
                        output_field=models.BooleanField(verbose_name="submitted late"),
                    ),
                ),
                (
                    "is_signed_late",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(
                                models.Q(("reviewed_at__gt", models.F("review_due_at"))),
                                then=models.Value(True),
                            ),
                            default=models.Value(False),
                        ),
                        output_field=models.BooleanField(verbose_name="signed late"),
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="writer",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["-period_start", "kind", "site"],
                "indexes": [
                    models.Index(fields=["site", "-period_start"], name="document_by_site_and_period"),
                    models.Index(
                        condition=models.Q(("state", "archived"), _negated=True),
                        fields=["state", "writing_due_at"],
                        name="document_not_archived",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "site", "period_start"), name="document_is_written_once_a_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "auto_draft",
                                    "edited",
                                    "submitted",
                                    "returned",
                                    "reviewed",
                                    "distributed",
                                    "archived",
                                ],
                            )
                        ),
                        name="document_state_is_a_known_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_end__gt", models.F("period_start"))),
                        name="document_period_has_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_due_at__gte", models.F("writing_due_at"))),
                        name="document_is_signed_after_it_is_submitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["auto_draft", "edited", "returned"]),
                            models.Q(
                                ("first_submitted_at__isnull", False),
                                ("submitted_at__isnull", False),
                                ("writer__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="document_that_is_with_its_reviewer_was_submitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("signed_version__isnull", False),
                                ("state__in", ["archived", "distributed", "reviewed"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ["archived", "distributed", "reviewed"]), _negated=True
                                ),
                                ("reviewed_at__isnull", True),
                                ("signed_version__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="document_that_is_closed_was_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["archived", "distributed"]), _negated=True),
                            ("distributed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="document_that_is_out_was_distributed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("archived_at__isnull", False), ("state", "archived")),
                            models.Q(
                                models.Q(("state", "archived"), _negated=True), ("archived_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="document_in_the_archive_has_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FigureVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="frozen at"
                    ),
                ),
                ("reason", models.CharField(max_length=16, verbose_name="reason")),
                ("figures", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                (
                    "differences",
                    models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figure_versions",
                        to="reports.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of figures",
                "verbose_name_plural": "versions of figures",
                "ordering": ["document", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "number"), name="version_of_figures_is_kept_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="versions_begin_with_one"
                    ),
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
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                ("acknowledged_at", models.DateTimeField(null=True, verbose_name="receipt confirmed")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="reports.document",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
                "ordering": ["document", "sent_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "user"), name="receiver_gets_a_document_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=0)),
                ("step", models.PositiveSmallIntegerField()),
                ("post", models.CharField(max_length=40)),
                ("signed_at", models.DateTimeField(verbose_name="signed")),
                ("figures_version", models.PositiveIntegerField(verbose_name="version of the figures")),
                ("figures_checked", models.BooleanField(verbose_name="figures checked")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="reports.document",
                    ),
                ),
                (
                    "signer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ["document", "round", "step"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "round", "step"), name="step_of_a_document_is_signed_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signer", models.F("submitted_by")), _negated=True),
                        name="nobody_signs_what_they_submitted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("figures_checked", True)),
                        name="who_signs_has_checked_the_figures",
                    ),
                ],
            },
        ),
    ]
