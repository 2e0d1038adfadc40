import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import callcenter.integrations.webhooks.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("people", "0007_record_agrees_with_its_latest_employment"),
    ]

    operations = [
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("address", models.CharField(max_length=500, verbose_name="address")),
                (
                    "events",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), size=None, verbose_name="events"
                    ),
                ),
                ("secret", models.TextField(editable=False)),
                ("previous_secret", models.TextField(blank=True, editable=False)),
                ("previous_until", models.DateTimeField(editable=False, null=True)),
                (
                    "off",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "On"),
                            ("person", "Switched off by a person"),
                            ("failing", "Switched off: it failed for too long"),
                            ("gone", "Switched off: it answered 410, that it wants no more"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("off_at", models.DateTimeField(null=True, verbose_name="switched off at")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="failures in a row")),
                ("failing_since", models.DateTimeField(null=True, verbose_name="failing since")),
                ("paused_until", models.DateTimeField(null=True, verbose_name="left alone until")),
                ("succeeded_at", models.DateTimeField(null=True, verbose_name="last success")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="made at"
                    ),
                ),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="webhooks",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook",
                "verbose_name_plural": "webhooks",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("site", "name"),
                        name="webhook_name_is_unique_at_its_site",
                        violation_error_message="There is a webhook of this name at the site.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("address__regex", "^https?://[^\\s]+$")),
                        name="webhook_address_is_http",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("events__len__gt", 0)), name="webhook_is_told_of_some_event"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("previous_secret", ""), ("previous_until", None)),
                            models.Q(
                                models.Q(("previous_secret", ""), _negated=True),
                                ("previous_until__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="webhook_previous_secret_has_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("off", ""), ("off_at", None)),
                            models.Q(models.Q(("off", ""), _negated=True), ("off_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="webhook_off_says_since_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("failing_since", None), ("failures", 0)),
                            models.Q(("failing_since__isnull", False), ("failures__gt", 0)),
                            _connector="OR",
                        ),
                        name="webhook_failing_since_its_first_failure",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", models.BigIntegerField(null=True)),
                (
                    "message_id",
                    models.CharField(
                        default=callcenter.integrations.webhooks.models.new_message_id,
                        max_length=40,
                        unique=True,
                        verbose_name="message",
                    ),
                ),
                ("type", models.CharField(max_length=100, verbose_name="event")),
                ("body", models.TextField(verbose_name="body")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Being sent"),
                            ("delivered", "Delivered"),
                            ("dead", "Given up"),
                            ("dropped", "Not sent: the webhook is off"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "due_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="next attempt"),
                ),
                (
                    "tried_since",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="tried since"),
                ),
                ("leased_until", models.DateTimeField(null=True)),
                ("last_status", models.PositiveSmallIntegerField(null=True, verbose_name="status")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="time")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="integrations.endpoint",
                        verbose_name="webhook",
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook delivery",
                "verbose_name_plural": "webhook deliveries",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "sending"])),
                        fields=["endpoint", "due_at", "id"],
                        name="webhook_delivery_due",
                    ),
                    models.Index(fields=["endpoint", "-id"], name="webhook_delivery_by_endpoint"),
                    models.Index(fields=["created_at"], name="webhook_delivery_by_time"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("endpoint", "event_id"), name="webhook_delivery_is_one_for_event_and_webhook"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("leased_until__isnull", False), ("state", "sending")),
                            models.Q(models.Q(("state", "sending"), _negated=True), ("leased_until", None)),
                            _connector="OR",
                        ),
                        name="webhook_delivery_being_sent_has_a_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("state__in", ["waiting", "sending"])),
                            models.Q(
                                models.Q(("state__in", ["waiting", "sending"]), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="webhook_delivery_that_ended_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="attempt")),
                ("address", models.CharField(max_length=500, verbose_name="address")),
                ("started_at", models.DateTimeField(verbose_name="began at")),
                ("seconds", models.FloatField(null=True, verbose_name="took")),
                ("status", models.PositiveSmallIntegerField(null=True, verbose_name="status")),
                ("answer", models.CharField(blank=True, max_length=2000, verbose_name="answer")),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="error")),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="integrations.delivery",
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt of a webhook delivery",
                "verbose_name_plural": "attempts of webhook deliveries",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("delivery", "number"), name="webhook_attempt_is_noted_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seconds", None), ("seconds__gte", 0), _connector="OR"),
                        name="webhook_attempt_takes_time",
                    ),
                ],
            },
        ),
    ]
