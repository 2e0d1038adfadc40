"""Clocks, what happened to them, the steps of their ladders, and the opening hours they were started under."""

import datetime
from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.clocks import kinds, rules
from callcenter.clocks.policy import Policy
from callcenter.people.models import Department, Site, Team
from callcenter.workcalendar.rules import OpenHours

SUBJECT = "clocks.clock"


class CalendarCopy(models.Model):
    """Opening hours as they were when a clock was started: kept once for each content, never changed."""

    fingerprint = models.CharField(max_length=64, unique=True)  # sha256 of the content
    hours = models.JSONField(_("opening hours"))
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("kept calendar")
        verbose_name_plural = _("kept calendars")

    def __str__(self) -> str:
        return self.fingerprint[:12]

    @property
    def open_hours(self) -> OpenHours:
        """The value; read once for each row in memory."""
        found: OpenHours | None = self.__dict__.get("_open_hours")
        if found is None:
            found = self.__dict__["_open_hours"] = OpenHours.from_json(self.hours)
        return found


class Outcome(models.TextChoices):
    """Why a clock was stopped."""

    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    MERGED = "merged", _("Merged into another")


class ClockQuerySet(models.QuerySet["Clock"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> Self:
        """One's own, those of one's teams, department or site, or all: by the matrix."""
        own = Q(owner=getattr(user, "pk", None)) if getattr(user, "pk", None) else Q(pk__in=[])
        reach = rows(
            user, SUBJECT, own=own, team="team_id", department="department_id", site="site_id", action=action
        )
        return self.filter(reach | own if action is Action.VIEW else reach)

    def running(self) -> Self:
        """Not stopped; a paused clock runs still."""
        return self.filter(stopped_at=None)

    def overdue(self, at: datetime.datetime | None = None) -> Self:
        """Running and past the deadline: `rules.is_overdue` in SQL."""
        return self.running().filter(due_at__lt=at or timezone.now())

    def due_within(self, span: datetime.timedelta, at: datetime.datetime | None = None) -> Self:
        """Running, not overdue yet, and due in that time."""
        now = at or timezone.now()
        return self.running().filter(due_at__gte=now, due_at__lte=now + span)

    def late(self) -> Self:
        """Stopped after the deadline: late for ever."""
        return self.filter(stopped_at__gt=F("due_at"))

    def of(self, subject: models.Model) -> Self:
        """The clocks of one object."""
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)


class Clock(models.Model):
    """One deadline of one object. What it is derived from are its events; the columns here are what was derived last.

    Foreign keys have no indexes of their own: each would be written again whenever a clock's alarm moves, by the sweep.
    """

    kind = models.CharField(_("type"), max_length=80)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", db_index=False)
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    label = models.CharField(_("what"), max_length=200)  # the subject as it read at the start
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False, verbose_name=_("site"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("department")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("team")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("responsible"),
    )
    calendar = models.ForeignKey(
        CalendarCopy, models.PROTECT, related_name="+", db_index=False, verbose_name=_("calendar")
    )
    policy_data = models.JSONField(_("rules"))  # Policy, as it was at the start or the last re-base

    started_at = models.DateTimeField(_("started"))
    stopped_at = models.DateTimeField(_("stopped"), null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    paused_at = models.DateTimeField(_("paused since"), null=True)
    pause_ends_at = models.DateTimeField(_("runs on at the latest"), null=True)
    due_at = models.DateTimeField(_("due"), null=True)  # null: paused without an end
    epoch = models.IntegerField(default=1)  # one more with every deadline that was worked out anew
    next_alarm_at = models.DateTimeField(null=True)  # the earliest planned rung; null: none

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(
                fields=["next_alarm_at"],
                name="clock_running_by_alarm",
                condition=Q(stopped_at=None, next_alarm_at__isnull=False),
            ),
            models.Index(
                fields=["site", "due_at"], name="clock_running_by_site", condition=Q(stopped_at=None)
            ),
            models.Index(
                fields=["owner", "due_at"], name="clock_running_by_owner", condition=Q(stopped_at=None)
            ),
            models.Index(fields=["subject_type", "subject_id"], name="clock_by_subject"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id"],
                condition=Q(stopped_at=None),
                name="clock_one_running_per_subject_and_kind",
                violation_error_message=_("A deadline of this type is running for it already."),
            ),
            models.CheckConstraint(
                name="clock_stops_after_it_started",
                condition=Q(stopped_at=None) | Q(stopped_at__gte=F("started_at")),
                violation_error_message=_("A deadline cannot stop before it started."),
            ),
            models.CheckConstraint(
                name="clock_that_stopped_says_why",
                condition=Q(stopped_at=None, outcome="") | (Q(stopped_at__isnull=False) & ~Q(outcome="")),
                violation_error_message=_("A deadline that has stopped must say why."),
            ),
            models.CheckConstraint(
                name="clock_that_stopped_has_no_alarm",
                condition=Q(stopped_at=None) | Q(next_alarm_at=None),
                violation_error_message=_("A deadline that has stopped alarms nobody."),
            ),
            models.CheckConstraint(
                name="clock_is_due_unless_it_is_paused",
                condition=Q(due_at__isnull=False) | Q(paused_at__isnull=False),
                violation_error_message=_("Only a paused deadline may be due at no time."),
            ),
        ]

    def __str__(self) -> str:
        return self.label  # without its title: the trail keeps this text, for readers in either language

    def get_absolute_url(self) -> str:
        return reverse("clocks:clock", args=[self.pk])

    @property
    def clock_kind(self) -> kinds.ClockKind:
        return kinds.find(self.kind)

    @property
    def title(self) -> str:
        """What kind of deadline it is, in the active language."""
        return str(self.clock_kind.title)

    @property
    def policy(self) -> Policy:
        return Policy.from_json(self.policy_data)

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None

    def is_paused(self, at: datetime.datetime | None = None) -> bool:
        """Whether it stands still at that moment: since its pause, and before the pause's cap."""
        now = at or timezone.now()
        return (
            self.is_running
            and self.paused_at is not None
            and self.paused_at <= now
            and (self.pause_ends_at is None or now < self.pause_ends_at)
        )

    def is_overdue(self, at: datetime.datetime | None = None) -> bool:
        """Past its deadline: now while it runs; for ever when it was stopped too late."""
        return rules.is_overdue(self.due_at, self.stopped_at or at or timezone.now())


class EventKind(models.TextChoices):
    """What may happen to a clock."""

    STARTED = "started", _("Clock started")
    PAUSED = "paused", _("Clock paused")
    RESUMED = "resumed", _("Clock resumed")
    STOPPED = "stopped", _("Clock stopped")
    POLICY_CHANGED = "policy_changed", _("Rules changed")
    CALENDAR_CHANGED = "calendar_changed", _("Calendar changed")
    REBASED = "rebased", _("Worked out anew")
    HANDED_OVER = "handed_over", _("Handed over")


class ClockEvent(models.Model):
    """One thing that happened to a clock. The table refuses changes: a later event says what was wrong with an earlier one."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="events", db_index=False)
    kind = models.CharField(_("what"), max_length=20, choices=EventKind.choices)
    occurred_at = models.DateTimeField(_("when"))
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("who"),
    )  # null: the system
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("event of a deadline")
        verbose_name_plural = _("events of deadlines")
        ordering = ["clock", "occurred_at", "id"]
        indexes = [models.Index(fields=["clock", "occurred_at", "id"], name="clockevent_in_order")]
        constraints = [
            models.CheckConstraint(
                name="clock_event_did_not_happen_in_the_future",
                condition=Q(occurred_at__lte=F("recorded_at") + datetime.timedelta(minutes=5)),
                violation_error_message=_("What is recorded has happened."),
            ),
            models.UniqueConstraint(fields=["clock"], condition=Q(kind="started"), name="clock_starts_once"),
            models.UniqueConstraint(fields=["clock"], condition=Q(kind="stopped"), name="clock_stops_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.occurred_at:%Y-%m-%d %H:%M:%S}"


class RungState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    FIRED = "fired", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    SKIPPED = (
        "skipped",
        _("Skipped"),
    )  # it lay in the past when it was planned: nobody is alarmed about the past


class Rung(models.Model):
    """One step of one clock's ladder under one deadline: it fires once, whoever sweeps."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="rungs", db_index=False)
    step = models.CharField(_("step"), max_length=60)  # the step's key; "key.2" the second time
    epoch = models.IntegerField()
    fire_at = models.DateTimeField(_("planned for"))
    state = models.CharField(_("state"), max_length=10, choices=RungState.choices, default=RungState.PLANNED)
    fired_at = models.DateTimeField(_("done at"), null=True)

    class Meta:
        verbose_name = _("step of a deadline")
        verbose_name_plural = _("steps of deadlines")
        ordering = ["clock", "fire_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "step", "epoch"],
                name="rung_fires_once_per_step_and_deadline",
                violation_error_message=_("This step of the deadline is there already."),
            ),
            models.CheckConstraint(
                name="rung_that_fired_says_when",
                condition=Q(state="fired", fired_at__isnull=False) | (~Q(state="fired") & Q(fired_at=None)),
                violation_error_message=_("A step that was taken says when."),
            ),
        ]
        indexes = [
            models.Index(fields=["clock", "fire_at"], name="rung_planned", condition=Q(state="planned"))
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.fire_at:%Y-%m-%d %H:%M}"

    @property
    def key(self) -> str:
        """The step's key in its kind."""
        return self.step.partition(".")[0]

    @property
    def number(self) -> int:
        """How many times the step will have fired with this one."""
        return int(self.step.partition(".")[2] or 1)

    @property
    def definition(self) -> kinds.Step | None:
        return self.clock.clock_kind.step(self.key)

    @property
    def audience(self) -> str:
        """Whom the step is for, in the words of the clock's kind."""
        return self.definition.audience if self.definition else "owner"

    @property
    def title(self) -> str:
        """What the step does, in the active language."""
        return str(self.definition.title) if self.definition else self.key
