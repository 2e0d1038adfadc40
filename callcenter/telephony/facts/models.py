"""Fact tables, partitioned by month of `day`, loaded with COPY; Django reads them, `facts.load` writes them.

The first migration makes their tables by hand, because Django cannot say PARTITION BY; columns, indexes and checks
added later are ordinary migrations. `day` is the site-local day the call belongs to (the day it entered), also when it ran past midnight.
"""

from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, rows, scope
from callcenter.people.models import Employee, Site
from callcenter.people.naming import Bilingual


def not_negative(*columns: str) -> Q:
    """Every one of `columns` is 0 or more."""
    return Q(*((f"{column}__gte", 0) for column in columns))


class OfSite(models.QuerySet[Any]):
    """Rows of a site that the importers keep."""

    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "OfSite":
        """Those of the sites where the user may see imports."""
        return self.filter(rows(user, "telephony.import", own=Q(pk__in=[]), site="site_id", action=action))


class Queue(Bilingual):
    """A waiting line of the switch. Made by the importer when a file names a new one."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="queues", verbose_name=_("site"))
    code = models.CharField(_("code on the switch"), max_length=64)

    objects = OfSite.as_manager()

    class Meta:
        verbose_name = _("queue")
        verbose_name_plural = _("queues")
        ordering = ["site", "code"]
        constraints = [
            models.UniqueConstraint(fields=["site", "code"], name="queue_code_is_unique_in_its_site"),
        ]


class CallType(Bilingual):
    """What the calls of a code are about. Made by the importer when a file names a new code; calls keep the code."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="call_types", verbose_name=_("site"))
    code = models.CharField(_("code on the switch"), max_length=32)

    objects = OfSite.as_manager()

    class Meta:
        verbose_name = _("call type")
        verbose_name_plural = _("call types")
        ordering = ["site", "code"]
        constraints = [
            models.UniqueConstraint(fields=["site", "code"], name="call_type_code_is_unique_in_its_site"),
        ]


class SwitchAgent(models.Model):
    """A name under which the switch reports an agent; somebody says once which employee it is."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="switch_agents", verbose_name=_("site"))
    code = models.CharField(_("name on the switch"), max_length=64)
    employee = models.ForeignKey(
        Employee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="switch_agents",
        verbose_name=_("employee"),
    )
    is_ignored = models.BooleanField(_("not a person"), default=False)

    objects = OfSite.as_manager()

    class Meta:
        verbose_name = _("switch agent")
        verbose_name_plural = _("switch agents")
        ordering = ["site", "code"]
        constraints = [
            models.UniqueConstraint(fields=["site", "code"], name="switch_agent_code_is_unique_in_its_site"),
            models.CheckConstraint(
                name="switch_agent_is_a_person_or_ignored", condition=Q(employee=None) | Q(is_ignored=False)
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("telephony:agent", args=[self.pk])


class DayLoad(models.Model):
    """What is loaded for a day from a feed, and which revision it is: a corrected file replaces the day.

    `feed` is what kind of facts and from where ("calls:anonymous-bank", "queue-intervals:acd-a"). `digest` is of the
    day's rows in canonical form: the same rows again change nothing.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="day_loads")
    feed = models.CharField(max_length=80)
    day = models.DateField(_("day"))
    revision = models.PositiveIntegerField(_("revision"), default=1)
    rows = models.PositiveIntegerField(_("rows"))
    digest = models.CharField(max_length=64)
    job_id = models.BigIntegerField(null=True)  # files.ImportJob
    source_name = models.CharField(_("file"), max_length=255, blank=True)
    loaded_at = models.DateTimeField(_("loaded at"), auto_now=True)

    objects = OfSite.as_manager()

    class Meta:
        verbose_name = _("day loaded")
        verbose_name_plural = _("days loaded")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["site", "feed", "day"], name="day_is_loaded_once_per_feed"),
        ]

    def __str__(self) -> str:
        return f"{self.feed} {self.day} #{self.revision}"


class Outcome(models.IntegerChoices):
    """How a call ended. IGNORED records are kept and counted apart: they are not offered."""

    ANSWERED = 1, _("Answered")
    ABANDONED = 2, _("Abandoned")
    IGNORED = 3, _("Not counted")


class EndReason(models.TextChoices):
    """Who or what ended the call, where the switch says so."""

    AGENT = "agent", _("Agent hung up")
    CALLER = "caller", _("Caller hung up")
    TRANSFER = "transfer", _("Transferred")
    TIMEOUT = "timeout", _("Waited past the queue's limit")
    EMPTY = "empty", _("Queue had no agents")
    KEY = "key", _("Caller left by a key")
    UNKNOWN = "unknown", _("The record ends before the call")


def agents_in_reach(
    user: Actor, action: Action = Action.VIEW, subject: str = "telephony.call"
) -> models.QuerySet[SwitchAgent]:
    """Names on the switch whose rows the user may see: one's own, those of today's team or department, the site's."""
    where = position(user)
    reach = scope(user, action, subject)
    if reach is Scope.ALL:
        return SwitchAgent.objects.all()
    if reach is Scope.SITE:
        return SwitchAgent.objects.filter(site__in=where.site_ids)
    if reach is Scope.NONE:
        return SwitchAgent.objects.none()
    people = Employee.objects.filter(pk=where.employee_id or 0)
    if where.today and reach in (Scope.TEAM, Scope.DEPARTMENT):
        placed = Employee.objects.with_place(where.today)
        beside = (
            placed.filter(Q(team_id__in=where.team_ids))
            if reach is Scope.TEAM
            else placed.filter(Q(department_id__in=where.department_ids))
        )
        people = Employee.objects.filter(Q(pk=where.employee_id) | Q(pk__in=beside.values("pk")))
    return SwitchAgent.objects.filter(employee__in=people.values("pk"))


class CallQuerySet(models.QuerySet["Call"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "CallQuerySet":
        """Own calls for agents, those of today's team or department for leaders, the site's for those above."""
        reach = scope(user, action, "telephony.call")
        if reach is Scope.ALL:
            return self
        if reach is Scope.SITE:
            return self.filter(site__in=position(user).site_ids)
        if reach is Scope.NONE:
            return self.none()
        # The few agents are asked first: the list can then walk their index instead of joining every call.
        return self.filter(agent__in=list(agents_in_reach(user, action).values_list("pk", flat=True)))

    def with_type_name(self) -> "CallQuerySet":
        """Each call with `type_name`: what its type is called in the active language; None where nobody made it."""
        kinds = CallType.objects.filter(site=OuterRef("site"), code=OuterRef("call_type"))
        is_chinese = (get_language() or "").startswith("zh")
        name = Coalesce(NullIf("name_zh", Value("")), "name") if is_chinese else F("name")
        return self.annotate(type_name=Subquery(kinds.order_by().values_list(name)[:1]))


class Call(models.Model):
    """One call that left the IVR, as the switch reported it. Times are UTC instants, lengths whole seconds."""

    # In the database the key is (day, id): partitions need the day. Ask with both.
    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(Site, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    feed = models.CharField(max_length=80)
    day = models.DateField(_("day"))
    half_hour = models.SmallIntegerField(_("half hour"))  # 0…47, of the site-local entry time
    queue = models.ForeignKey(
        Queue, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    agent = models.ForeignKey(
        SwitchAgent, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )  # null: none, or none recorded
    call_type = models.CharField(_("type"), max_length=32, blank=True)
    priority = models.SmallIntegerField(_("priority"), default=0)
    outcome = models.SmallIntegerField(_("outcome"), choices=Outcome.choices)
    started_at = models.DateTimeField(_("entered"))
    answered_at = models.DateTimeField(_("answered"), null=True)
    ended_at = models.DateTimeField(_("ended"))
    ivr_seconds = models.IntegerField(_("IVR"), default=0)
    wait_seconds = models.IntegerField(_("wait"), default=0)
    ring_seconds = models.IntegerField(_("ring"), default=0)
    talk_seconds = models.IntegerField(_("talk"), default=0)
    hold_seconds = models.IntegerField(_("hold"), default=0)
    acw_seconds = models.IntegerField(_("after-call work"), default=0)
    switch_ref = models.CharField(_("call number on the switch"), max_length=64, blank=True)
    customer_ref = models.CharField(_("customer number"), max_length=64, blank=True)
    end_reason = models.CharField(_("ended by"), max_length=16, blank=True, choices=EndReason.choices)
    source_row = models.IntegerField(_("row in the file"))

    objects = CallQuerySet.as_manager()

    class Meta:
        db_table = "telephony_call"
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        indexes = [
            models.Index(fields=["site", "day", "id"], name="call_by_site_and_day"),
            models.Index(fields=["agent", "day", "id"], name="call_by_agent_and_day"),
            models.Index(fields=["queue", "day", "id"], name="call_by_queue_and_day"),
        ]
        constraints = [
            models.CheckConstraint(
                name="call_lengths_are_not_negative",
                condition=not_negative(
                    "ivr_seconds",
                    "wait_seconds",
                    "ring_seconds",
                    "talk_seconds",
                    "hold_seconds",
                    "acw_seconds",
                ),
            ),
            models.CheckConstraint(
                name="call_half_hour_is_0_to_47", condition=Q(half_hour__gte=0, half_hour__lte=47)
            ),
            models.CheckConstraint(
                name="call_outcome_is_a_known_one", condition=Q(outcome__in=Outcome.values)
            ),
            models.CheckConstraint(
                name="call_ends_after_it_started", condition=Q(ended_at__gte=F("started_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.switch_ref or self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("telephony:call", args=[self.day.isoformat(), self.pk])


class QueueIntervalQuerySet(models.QuerySet["QueueInterval"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "QueueIntervalQuerySet":
        """Sums of a site's queues: those of the sites whose figures the user may read."""
        return self.filter(
            rows(user, "telephony.queue_interval", own=Q(pk__in=[]), site="site_id", action=action)
        )

    def counted(self) -> "QueueIntervalQuerySet":
        """Those that reports count: where a queue has calls that day, its calls win."""
        that_day = Call.objects.filter(site=OuterRef("site"), day=OuterRef("day"))
        named = models.Exists(that_day.filter(queue=OuterRef("queue")))
        nameless = models.Exists(that_day.filter(queue=None))
        return self.filter(~named, Q(queue__isnull=False) | ~nameless)


class QueueInterval(models.Model):
    """A queue's sums over one interval, from a switch that reports statistics instead of calls."""

    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(Site, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    feed = models.CharField(max_length=80)
    day = models.DateField(_("day"))
    half_hour = models.SmallIntegerField(_("half hour"))  # the half hour that the interval starts in
    starts_at = models.DateTimeField(_("from"))
    minutes = models.SmallIntegerField(_("minutes"))
    queue = models.ForeignKey(
        Queue, models.DO_NOTHING, null=True, related_name="+", db_constraint=False, db_index=False
    )
    offered = models.IntegerField(_("offered"))
    answered = models.IntegerField(_("answered"))
    answered_in_target = models.IntegerField(_("answered in target"), default=0)
    abandoned = models.IntegerField(_("abandoned"), default=0)
    abandoned_in_target = models.IntegerField(_("abandoned in target"), default=0)
    short_abandoned = models.IntegerField(_("short abandoned"), default=0)
    wait_answered_seconds = models.BigIntegerField(default=0)
    wait_abandoned_seconds = models.BigIntegerField(default=0)
    longest_wait_seconds = models.IntegerField(default=0)
    talk_seconds = models.BigIntegerField(default=0)
    hold_seconds = models.BigIntegerField(default=0)
    acw_seconds = models.BigIntegerField(default=0)
    source_row = models.IntegerField()

    objects = QueueIntervalQuerySet.as_manager()

    class Meta:
        db_table = "telephony_queue_interval"
        verbose_name = _("queue interval")
        verbose_name_plural = _("queue intervals")
        indexes = [models.Index(fields=["site", "day", "queue"], name="queue_interval_by_site_and_day")]
        constraints = [
            models.CheckConstraint(
                name="queue_interval_figures_are_not_negative",
                condition=not_negative(
                    "offered",
                    "answered",
                    "answered_in_target",
                    "abandoned",
                    "abandoned_in_target",
                    "short_abandoned",
                    "wait_answered_seconds",
                    "wait_abandoned_seconds",
                    "longest_wait_seconds",
                    "talk_seconds",
                    "hold_seconds",
                    "acw_seconds",
                ),
            ),
            models.CheckConstraint(
                name="queue_interval_half_hour_is_0_to_47", condition=Q(half_hour__gte=0, half_hour__lte=47)
            ),
            models.CheckConstraint(
                name="queue_interval_lasts_1_minute_to_a_day", condition=Q(minutes__gte=1, minutes__lte=1440)
            ),
            models.CheckConstraint(
                name="queue_interval_parts_are_within_their_whole",
                condition=Q(
                    answered_in_target__lte=F("answered"),
                    abandoned_in_target__lte=F("abandoned"),
                    short_abandoned__lte=F("abandoned"),
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.half_hour}"


class AgentIntervalQuerySet(models.QuerySet["AgentInterval"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "AgentIntervalQuerySet":
        """Own ones for agents, those of today's team or department for leaders, the site's for those above."""
        reach = scope(user, action, "telephony.agent_interval")
        if reach is Scope.ALL:
            return self
        if reach is Scope.SITE:
            return self.filter(site__in=position(user).site_ids)
        agents = agents_in_reach(user, action, "telephony.agent_interval")
        return self.filter(agent__in=list(agents.values_list("pk", flat=True)))

    def counted(self) -> "AgentIntervalQuerySet":
        """Those whose calls and times reports count as handled: of days without a single call."""
        return self.filter(~models.Exists(Call.objects.filter(site=OuterRef("site"), day=OuterRef("day"))))


class AgentInterval(models.Model):
    """An agent's sums over one interval: log-in time and what it was spent on."""

    id = models.BigAutoField(primary_key=True)
    site = models.ForeignKey(Site, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    feed = models.CharField(max_length=80)
    day = models.DateField(_("day"))
    half_hour = models.SmallIntegerField(_("half hour"))
    starts_at = models.DateTimeField(_("from"))
    minutes = models.SmallIntegerField(_("minutes"))
    agent = models.ForeignKey(
        SwitchAgent, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    handled = models.IntegerField(_("handled"), default=0)
    talk_seconds = models.BigIntegerField(default=0)
    hold_seconds = models.BigIntegerField(default=0)
    acw_seconds = models.BigIntegerField(default=0)
    idle_seconds = models.BigIntegerField(default=0)
    pause_seconds = models.BigIntegerField(default=0)  # within login_seconds
    login_seconds = models.BigIntegerField(default=0)
    source_row = models.IntegerField()

    objects = AgentIntervalQuerySet.as_manager()

    class Meta:
        db_table = "telephony_agent_interval"
        verbose_name = _("agent interval")
        verbose_name_plural = _("agent intervals")
        indexes = [
            models.Index(fields=["site", "day", "agent"], name="agent_interval_by_site_and_day"),
            models.Index(fields=["agent", "day"], name="agent_interval_by_agent"),
        ]
        constraints = [
            models.CheckConstraint(
                name="agent_interval_figures_are_not_negative",
                condition=not_negative(
                    "handled",
                    "talk_seconds",
                    "hold_seconds",
                    "acw_seconds",
                    "idle_seconds",
                    "pause_seconds",
                    "login_seconds",
                ),
            ),
            models.CheckConstraint(
                name="agent_interval_half_hour_is_0_to_47", condition=Q(half_hour__gte=0, half_hour__lte=47)
            ),
            models.CheckConstraint(
                name="agent_interval_lasts_1_minute_to_a_day", condition=Q(minutes__gte=1, minutes__lte=1440)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.half_hour}"
