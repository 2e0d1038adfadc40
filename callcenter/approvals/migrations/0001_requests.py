"""Requests, the steps of their chains, what is told after an emergency, and escalations."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("people", "0008_delegations_and_successors"),
    ]

    operations = [
        migrations.CreateModel(
            name="Request",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=80, verbose_name="type")),
                ("subject_id", models.BigIntegerField()),
                ("label", models.CharField(max_length=200, verbose_name="what")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("returned", "Returned"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("line_on", models.DateField(verbose_name="reporting line of")),
                (
                    "skipped_level",
                    models.BooleanField(default=False, verbose_name="direct superior passed over"),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="asked"
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="from",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.department",
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
                    "subject_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.team",
                    ),
                ),
            ],
            options={
                "verbose_name": "request",
                "verbose_name_plural": "requests",
                "ordering": ["-asked_at", "-pk"],
                "indexes": [
                    models.Index(fields=["state", "-asked_at"], name="request_by_state"),
                    models.Index(fields=["subject_type", "subject_id"], name="request_by_subject"),
                    models.Index(fields=["site", "-asked_at"], name="request_by_site"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["open", "returned"])),
                        fields=("kind", "subject_type", "subject_id"),
                        name="subject_has_one_running_request_of_a_kind",
                        violation_error_message="This has been asked already and is not decided yet.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("state__in", ["open", "returned"])),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("state__in", ["approved", "rejected", "withdrawn"]),
                            ),
                            _connector="OR",
                        ),
                        name="request_is_closed_when_it_is_decided",
                    ),
                    models.UniqueConstraint(
                        fields=("id", "applicant"), name="request_and_applicant_go_together"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("done_at", models.DateTimeField(null=True, verbose_name="done")),
                ("note", models.TextField(blank=True, verbose_name="what was told")),
                (
                    "assignee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="who",
                    ),
                ),
                (
                    "informs",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="informs",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_up",
                        to="approvals.request",
                    ),
                ),
            ],
            options={
                "verbose_name": "report to the direct superior afterwards",
                "verbose_name_plural": "reports to the direct superior afterwards",
                "ordering": ["due_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)), fields=["assignee"], name="follow_up_open"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("assignee", models.F("informs")), _negated=True),
                        name="follow_up_is_told_to_somebody_else",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at", None), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="follow_up_that_is_done_says_what_was_told",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("place", models.PositiveSmallIntegerField()),
                ("post", models.CharField(blank=True, max_length=32, verbose_name="as")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Not yet"),
                            ("open", "To decide"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("returned", "Returned"),
                            ("recused", "Recused"),
                            ("skipped", "Passed over"),
                            ("dropped", "Not needed"),
                        ],
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="since")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                (
                    "acted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="by",
                    ),
                ),
                (
                    "applicant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.employee"
                    ),
                ),
                (
                    "approver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="decides",
                    ),
                ),
                (
                    "on_behalf_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="on behalf of",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="approvals.request",
                    ),
                ),
            ],
            options={
                "verbose_name": "step",
                "verbose_name_plural": "steps",
                "ordering": ["request", "round", "place"],
                "indexes": [
                    models.Index(fields=["approver", "state"], name="step_by_approver"),
                    models.Index(
                        condition=models.Q(("acted_by__isnull", False)),
                        fields=["acted_by"],
                        name="step_by_actor",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "round", "place"), name="step_has_its_own_place_in_a_round"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("request",),
                        name="request_has_one_open_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("approver", models.F("applicant")), _negated=True),
                        name="nobody_is_asked_about_their_own_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acted_by", None),
                            models.Q(("acted_by", models.F("applicant")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_decides_their_own_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("acted_by__isnull", False),
                                ("decided_at__isnull", False),
                                ("state__in", ("approved", "rejected", "returned", "recused")),
                            ),
                            models.Q(
                                ("acted_by", None), ("decided_at", None), ("state__in", ["waiting", "open"])
                            ),
                            models.Q(
                                ("acted_by", None),
                                ("decided_at__isnull", False),
                                ("state__in", ["skipped", "dropped"]),
                            ),
                            _connector="OR",
                        ),
                        name="decided_step_says_who_and_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acted_by", None), ("on_behalf_of", None)),
                            models.Q(("acted_by", models.F("approver")), ("on_behalf_of", None)),
                            models.Q(
                                ("on_behalf_of", models.F("approver")),
                                ("on_behalf_of__isnull", False),
                                models.Q(("acted_by", models.F("approver")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="who_acts_for_another_says_for_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=120, verbose_name="what it is about")),
                ("situation", models.TextField(verbose_name="what happened")),
                ("question", models.TextField(blank=True, verbose_name="what I ask for")),
                ("is_urgent", models.BooleanField(default=False, verbose_name="emergency")),
                (
                    "reported_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="reported"
                    ),
                ),
                ("instruction", models.TextField(blank=True, verbose_name="instruction")),
                ("instructed_at", models.DateTimeField(null=True, verbose_name="instructed")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="from",
                    ),
                ),
                (
                    "instructed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.employee",
                        verbose_name="instruction by",
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
            ],
            options={
                "verbose_name": "escalation",
                "verbose_name_plural": "escalations",
                "ordering": ["-reported_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("instructed_at", None), ("instructed_by", None), ("instruction", "")),
                            models.Q(
                                ("instructed_at__isnull", False),
                                ("instructed_by__isnull", False),
                                models.Q(("instruction", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="escalation_is_answered_with_an_instruction",
                    )
                ],
            },
        ),
    ]
