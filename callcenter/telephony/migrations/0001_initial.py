"""Queues, switch agents, days loaded; the fact tables as monthly partitions, whose key holds the day."""

import django.db.models.deletion
from django.db import migrations, models


def partitioned(table: str, columns: str) -> tuple[str, str]:
    """SQL that makes `table` with monthly partitions of `day`, and the SQL that drops it.

    There is no DEFAULT partition: a row of a month that nobody made would land there unseen, and that month could
    then not be made before the row is moved. The loader makes the months that it needs (facts.partitions).
    """
    forward = f"""
        CREATE SEQUENCE {table}_id_seq;
        CREATE TABLE {table} (
            id bigint NOT NULL DEFAULT nextval('{table}_id_seq'),
            site_id bigint NOT NULL,
            feed varchar(80) NOT NULL,
            day date NOT NULL,
            half_hour smallint NOT NULL,
            {columns},
            source_row integer NOT NULL,
            PRIMARY KEY (day, id)
        ) PARTITION BY RANGE (day);
        ALTER SEQUENCE {table}_id_seq OWNED BY {table}.id;
    """
    return forward, f"DROP TABLE {table}"


CALL = partitioned(
    "telephony_call",
    """
            queue_id bigint,
            agent_id bigint,
            call_type varchar(32) NOT NULL,
            priority smallint NOT NULL,
            outcome smallint NOT NULL,
            started_at timestamptz NOT NULL,
            answered_at timestamptz,
            ended_at timestamptz NOT NULL,
            ivr_seconds integer NOT NULL,
            wait_seconds integer NOT NULL,
            ring_seconds integer NOT NULL,
            talk_seconds integer NOT NULL,
            hold_seconds integer NOT NULL,
            acw_seconds integer NOT NULL,
            switch_ref varchar(64) NOT NULL,
            customer_ref varchar(64) NOT NULL,
            end_reason varchar(16) NOT NULL""",
)
QUEUE_INTERVAL = partitioned(
    "telephony_queue_interval",
    """
            starts_at timestamptz NOT NULL,
            minutes smallint NOT NULL,
            queue_id bigint,
            offered integer NOT NULL,
            answered integer NOT NULL,
            answered_in_target integer NOT NULL,
            abandoned integer NOT NULL,
            abandoned_in_target integer NOT NULL,
            short_abandoned integer NOT NULL,
            wait_answered_seconds bigint NOT NULL,
            wait_abandoned_seconds bigint NOT NULL,
            longest_wait_seconds integer NOT NULL,
            talk_seconds bigint NOT NULL,
            hold_seconds bigint NOT NULL,
            acw_seconds bigint NOT NULL""",
)
AGENT_INTERVAL = partitioned(
    "telephony_agent_interval",
    """
            starts_at timestamptz NOT NULL,
            minutes smallint NOT NULL,
            agent_id bigint NOT NULL,
            handled integer NOT NULL,
            talk_seconds bigint NOT NULL,
            hold_seconds bigint NOT NULL,
            acw_seconds bigint NOT NULL,
            idle_seconds bigint NOT NULL,
            pause_seconds bigint NOT NULL,
            login_seconds bigint NOT NULL""",
)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0002_history_has_real_periods"),
    ]

    operations = [
        migrations.CreateModel(
            name="Queue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_zh", models.CharField(blank=True, max_length=120, verbose_name="Chinese name")),
                ("code", models.CharField(max_length=64, verbose_name="code on the switch")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="queues",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "queue",
                "verbose_name_plural": "queues",
                "ordering": ["site", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("site", "code"), name="queue_code_is_unique_in_its_site")
                ],
            },
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(*QUEUE_INTERVAL)],
            state_operations=[
                migrations.CreateModel(
                    name="QueueInterval",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("feed", models.CharField(max_length=80)),
                        ("day", models.DateField(verbose_name="day")),
                        ("half_hour", models.SmallIntegerField(verbose_name="half hour")),
                        ("starts_at", models.DateTimeField(verbose_name="from")),
                        ("minutes", models.SmallIntegerField(verbose_name="minutes")),
                        ("offered", models.IntegerField(verbose_name="offered")),
                        ("answered", models.IntegerField(verbose_name="answered")),
                        (
                            "answered_in_target",
                            models.IntegerField(default=0, verbose_name="answered in target"),
                        ),
                        ("abandoned", models.IntegerField(default=0, verbose_name="abandoned")),
                        (
                            "abandoned_in_target",
                            models.IntegerField(default=0, verbose_name="abandoned in target"),
                        ),
                        ("short_abandoned", models.IntegerField(default=0, verbose_name="short abandoned")),
                        ("wait_answered_seconds", models.BigIntegerField(default=0)),
                        ("wait_abandoned_seconds", models.BigIntegerField(default=0)),
                        ("longest_wait_seconds", models.IntegerField(default=0)),
                        ("talk_seconds", models.BigIntegerField(default=0)),
                        ("hold_seconds", models.BigIntegerField(default=0)),
                        ("acw_seconds", models.BigIntegerField(default=0)),
                        ("source_row", models.IntegerField()),
                        (
                            "queue",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="telephony.queue",
                            ),
                        ),
                        (
                            "site",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="people.site",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "queue interval",
                        "verbose_name_plural": "queue intervals",
                        "db_table": "telephony_queue_interval",
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name="SwitchAgent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=64, verbose_name="name on the switch")),
                ("is_ignored", models.BooleanField(default=False, verbose_name="not a person")),
                (
                    "employee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="switch_agents",
                        to="people.employee",
                        verbose_name="employee",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="switch_agents",
                        to="people.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "switch agent",
                "verbose_name_plural": "switch agents",
                "ordering": ["site", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "code"), name="switch_agent_code_is_unique_in_its_site"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("employee", None), ("is_ignored", False), _connector="OR"),
                        name="switch_agent_is_a_person_or_ignored",
                    ),
                ],
            },
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(*CALL)],
            state_operations=[
                migrations.CreateModel(
                    name="Call",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("feed", models.CharField(max_length=80)),
                        ("day", models.DateField(verbose_name="day")),
                        ("half_hour", models.SmallIntegerField(verbose_name="half hour")),
                        ("call_type", models.CharField(blank=True, max_length=32, verbose_name="type")),
                        ("priority", models.SmallIntegerField(default=0, verbose_name="priority")),
                        (
                            "outcome",
                            models.SmallIntegerField(
                                choices=[(1, "Answered"), (2, "Abandoned"), (3, "Not counted")],
                                verbose_name="outcome",
                            ),
                        ),
                        ("started_at", models.DateTimeField(verbose_name="entered")),
                        ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                        ("ended_at", models.DateTimeField(verbose_name="ended")),
                        ("ivr_seconds", models.IntegerField(default=0, verbose_name="IVR")),
                        ("wait_seconds", models.IntegerField(default=0, verbose_name="wait")),
                        ("ring_seconds", models.IntegerField(default=0, verbose_name="ring")),
                        ("talk_seconds", models.IntegerField(default=0, verbose_name="talk")),
                        ("hold_seconds", models.IntegerField(default=0, verbose_name="hold")),
                        ("acw_seconds", models.IntegerField(default=0, verbose_name="after-call work")),
                        (
                            "switch_ref",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="call number on the switch"
                            ),
                        ),
                        (
                            "customer_ref",
                            models.CharField(blank=True, max_length=64, verbose_name="customer number"),
                        ),
                        (
                            "end_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("agent", "Agent hung up"),
                                    ("caller", "Caller hung up"),
                                    ("transfer", "Transferred"),
                                    ("timeout", "Waited past the queue's limit"),
                                    ("empty", "Queue had no agents"),
                                    ("key", "Caller left by a key"),
                                    ("unknown", "The record ends before the call"),
                                ],
                                max_length=16,
                                verbose_name="ended by",
                            ),
                        ),
                        ("source_row", models.IntegerField(verbose_name="row in the file")),
                        (
                            "site",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="people.site",
                            ),
                        ),
                        (
                            "queue",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="telephony.queue",
                            ),
                        ),
                        (
                            "agent",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="telephony.switchagent",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "call",
                        "verbose_name_plural": "calls",
                        "db_table": "telephony_call",
                    },
                ),
            ],
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(*AGENT_INTERVAL)],
            state_operations=[
                migrations.CreateModel(
                    name="AgentInterval",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("feed", models.CharField(max_length=80)),
                        ("day", models.DateField(verbose_name="day")),
                        ("half_hour", models.SmallIntegerField(verbose_name="half hour")),
                        ("starts_at", models.DateTimeField(verbose_name="from")),
                        ("minutes", models.SmallIntegerField(verbose_name="minutes")),
                        ("handled", models.IntegerField(default=0, verbose_name="handled")),
                        ("talk_seconds", models.BigIntegerField(default=0)),
                        ("hold_seconds", models.BigIntegerField(default=0)),
                        ("acw_seconds", models.BigIntegerField(default=0)),
                        ("idle_seconds", models.BigIntegerField(default=0)),
                        ("pause_seconds", models.BigIntegerField(default=0)),
                        ("login_seconds", models.BigIntegerField(default=0)),
                        ("source_row", models.IntegerField()),
                        (
                            "site",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="people.site",
                            ),
                        ),
                        (
                            "agent",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="telephony.switchagent",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "agent interval",
                        "verbose_name_plural": "agent intervals",
                        "db_table": "telephony_agent_interval",
                    },
                ),
            ],
        ),
        migrations.CreateModel(
            name="DayLoad",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("feed", models.CharField(max_length=80)),
                ("day", models.DateField(verbose_name="day")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="revision")),
                ("rows", models.PositiveIntegerField(verbose_name="rows")),
                ("digest", models.CharField(max_length=64)),
                ("job_id", models.BigIntegerField(null=True)),
                ("source_name", models.CharField(blank=True, max_length=255, verbose_name="file")),
                ("loaded_at", models.DateTimeField(auto_now=True, verbose_name="loaded at")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="day_loads",
                        to="people.site",
                    ),
                ),
            ],
            options={
                "verbose_name": "day loaded",
                "verbose_name_plural": "days loaded",
                "ordering": ["-day"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "feed", "day"), name="day_is_loaded_once_per_feed"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="queueinterval",
            index=models.Index(fields=["site", "day", "queue"], name="queue_interval_by_site_and_day"),
        ),
        migrations.AddConstraint(
            model_name="queueinterval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("offered__gte", 0),
                    ("answered__gte", 0),
                    ("answered_in_target__gte", 0),
                    ("abandoned__gte", 0),
                    ("abandoned_in_target__gte", 0),
                    ("short_abandoned__gte", 0),
                    ("wait_answered_seconds__gte", 0),
                    ("wait_abandoned_seconds__gte", 0),
                    ("longest_wait_seconds__gte", 0),
                    ("talk_seconds__gte", 0),
                    ("hold_seconds__gte", 0),
                    ("acw_seconds__gte", 0),
                ),
                name="queue_interval_figures_are_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="queueinterval",
            constraint=models.CheckConstraint(
                condition=models.Q(("half_hour__gte", 0), ("half_hour__lte", 47)),
                name="queue_interval_half_hour_is_0_to_47",
            ),
        ),
        migrations.AddConstraint(
            model_name="queueinterval",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                name="queue_interval_lasts_1_minute_to_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="queueinterval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("abandoned_in_target__lte", models.F("abandoned")),
                    ("answered_in_target__lte", models.F("answered")),
                    ("short_abandoned__lte", models.F("abandoned")),
                ),
                name="queue_interval_parts_are_within_their_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["site", "day", "id"], name="call_by_site_and_day"),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["agent", "day", "id"], name="call_by_agent_and_day"),
        ),
        migrations.AddIndex(
            model_name="call",
            index=models.Index(fields=["queue", "day", "id"], name="call_by_queue_and_day"),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ivr_seconds__gte", 0),
                    ("wait_seconds__gte", 0),
                    ("ring_seconds__gte", 0),
                    ("talk_seconds__gte", 0),
                    ("hold_seconds__gte", 0),
                    ("acw_seconds__gte", 0),
                ),
                name="call_lengths_are_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("half_hour__gte", 0), ("half_hour__lte", 47)),
                name="call_half_hour_is_0_to_47",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", [1, 2, 3])), name="call_outcome_is_a_known_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at__gte", models.F("started_at"))),
                name="call_ends_after_it_started",
            ),
        ),
        migrations.AddIndex(
            model_name="agentinterval",
            index=models.Index(fields=["site", "day", "agent"], name="agent_interval_by_site_and_day"),
        ),
        migrations.AddIndex(
            model_name="agentinterval",
            index=models.Index(fields=["agent", "day"], name="agent_interval_by_agent"),
        ),
        migrations.AddConstraint(
            model_name="agentinterval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("handled__gte", 0),
                    ("talk_seconds__gte", 0),
                    ("hold_seconds__gte", 0),
                    ("acw_seconds__gte", 0),
                    ("idle_seconds__gte", 0),
                    ("pause_seconds__gte", 0),
                    ("login_seconds__gte", 0),
                ),
                name="agent_interval_figures_are_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="agentinterval",
            constraint=models.CheckConstraint(
                condition=models.Q(("half_hour__gte", 0), ("half_hour__lte", 47)),
                name="agent_interval_half_hour_is_0_to_47",
            ),
        ),
        migrations.AddConstraint(
            model_name="agentinterval",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)),
                name="agent_interval_lasts_1_minute_to_a_day",
            ),
        ),
    ]
