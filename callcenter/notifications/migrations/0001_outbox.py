import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contenttypes", "0002_remove_content_type_name"),
        ("people", "0008_delegations_and_successors"),
    ]

    operations = [
        migrations.CreateModel(
            name="Breaker",
            fields=[
                ("lane", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="failures in a row")),
                ("open_until", models.DateTimeField(null=True, verbose_name="tried again at")),
                ("error", models.CharField(blank=True, max_length=300)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "channel state",
                "verbose_name_plural": "channel states",
            },
        ),
        migrations.CreateModel(
            name="ChatChannel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("service", models.CharField(max_length=40, verbose_name="service")),
                ("address", models.TextField()),
                ("hint", models.CharField(max_length=80, verbose_name="address")),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        default=list,
                        size=None,
                        verbose_name="kinds",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("zh-hans", "Simplified Chinese")],
                        default="zh-hans",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chat_channels",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chat_channels",
                        to="people.team",
                        verbose_name="team",
                    ),
                ),
            ],
            options={
                "verbose_name": "chat channel",
                "verbose_name_plural": "chat channels",
                "ordering": ["site", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "name"),
                        name="chat_channel_name_is_unique_in_its_site",
                        violation_error_message="This site already has a chat channel with this name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("address", ""), _negated=True),
                        name="chat_channel_has_an_address",
                        violation_error_message="A chat channel needs an address.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=80, verbose_name="type")),
                ("key", models.CharField(max_length=200)),
                ("site_id", models.BigIntegerField(null=True)),
                ("subject_id", models.BigIntegerField(null=True)),
                (
                    "figures",
                    models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                ("url", models.CharField(blank=True, max_length=500)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="time"
                    ),
                ),
                ("read_at", models.DateTimeField(null=True, verbose_name="read at")),
                ("planned_at", models.DateTimeField(null=True)),
                (
                    "chat",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="notifications.chatchannel",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "subject_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
            ],
            options={
                "verbose_name": "notification",
                "verbose_name_plural": "notifications",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["recipient", "-id"], name="message_by_recipient"),
                    models.Index(
                        condition=models.Q(("read_at", None)),
                        fields=["recipient", "-id"],
                        name="message_unread",
                    ),
                    models.Index(
                        condition=models.Q(("planned_at", None)), fields=["id"], name="message_to_plan"
                    ),
                    models.Index(fields=["created_at"], name="message_by_age"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("recipient", "kind", "key"),
                        name="message_tells_a_person_of_an_event_once",
                        violation_error_message="This person was told of this event already.",
                    ),
                    models.UniqueConstraint(
                        fields=("chat", "kind", "key"),
                        name="message_is_posted_to_a_channel_once",
                        violation_error_message="This channel was told of this event already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("chat__isnull", False), ("recipient", None)),
                            models.Q(("chat", None), ("recipient__isnull", False)),
                            _connector="OR",
                        ),
                        name="message_has_one_recipient",
                        violation_error_message="A message goes to one person or to one chat channel.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("url", ""),
                            models.Q(
                                ("url__startswith", "/"), models.Q(("url__startswith", "//"), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="message_leads_to_a_page_of_ours",
                        violation_error_message="A message leads to a page of this product.",
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
                (
                    "way",
                    models.CharField(
                        choices=[("email", "E-mail"), ("chat", "Chat")], max_length=5, verbose_name="channel"
                    ),
                ),
                ("lane", models.CharField(max_length=24)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("dropped", "No longer needed"),
                            ("dead", "Given up"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="due at"
                    ),
                ),
                ("digest_at", models.DateTimeField(null=True)),
                ("attempt", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                ("leased_until", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                ("error", models.CharField(blank=True, max_length=300)),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="planned at"
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followers",
                        to="notifications.delivery",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="notifications.message",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "sending"])),
                        fields=["lane", "due_at"],
                        name="delivery_open",
                    ),
                    models.Index(
                        condition=models.Q(("leader__isnull", False)),
                        fields=["leader"],
                        name="delivery_by_leader",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message", "way"),
                        name="delivery_is_one_per_message_and_channel",
                        violation_error_message="This message goes through this channel already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sending"), _negated=True),
                            models.Q(("attempt__gt", 0), ("leased_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="delivery_that_is_sent_is_leased",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "sending"]),
                            ("ended_at__isnull", False),
                            _connector="OR",
                        ),
                        name="delivery_that_ended_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dead"), _negated=True),
                            models.Q(("error", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="delivery_given_up_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=80, verbose_name="type")),
                (
                    "email",
                    models.CharField(
                        choices=[
                            ("at_once", "At once"),
                            ("digest", "In the daily digest"),
                            ("off", "Not by e-mail"),
                        ],
                        max_length=8,
                        verbose_name="e-mail",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notification_preferences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "notification preference",
                "verbose_name_plural": "notification preferences",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "kind"), name="preference_is_one_per_person_and_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email__in", ["at_once", "digest", "off"])),
                        name="preference_is_a_way_of_e_mail",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Times",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_quiet", models.BooleanField(default=True, verbose_name="quiet hours")),
                ("quiet_from", models.TimeField(blank=True, null=True, verbose_name="quiet from")),
                ("quiet_until", models.TimeField(blank=True, null=True, verbose_name="quiet until")),
                ("digest_at", models.TimeField(blank=True, null=True, verbose_name="digest at")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notification_times",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "notification times",
                "verbose_name_plural": "notification times",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quiet_from", None), ("quiet_until", None)),
                            models.Q(("quiet_from__isnull", False), ("quiet_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="quiet_hours_have_both_ends",
                        violation_error_message="Quiet hours need a beginning and an end.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quiet_from", None),
                            models.Q(("quiet_from", models.F("quiet_until")), _negated=True),
                            _connector="OR",
                        ),
                        name="quiet_hours_are_not_the_whole_day",
                        violation_error_message="Quiet hours begin and end at different times.",
                    ),
                ],
            },
        ),
    ]
