"""Coordination requests with their meetings and their plan."""

import datetime

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, rows, scope
from callcenter.people.models import Department, Employee, Site
from callcenter.web.addresses import address
from complaints.workorders.orders.models import SUBJECT, WorkOrder


class CoordinationState(models.TextChoices):
    """Where it stands."""

    ASKED = "asked", pgettext_lazy("coordination", "Asked for")
    RUNNING = "running", pgettext_lazy("coordination", "Plan under way")
    CLOSED = "closed", pgettext_lazy("coordination", "Accepted and closed")
    CANCELLED = "cancelled", pgettext_lazy("coordination", "Cancelled")


class Way(models.TextChoices):
    """How departments were brought together (S1-21)."""

    MEETING = "meeting", pgettext_lazy("coordination", "Meeting")
    OTHER = "other", pgettext_lazy("coordination", "Other way")


class CoordinationQuerySet(models.QuerySet["CoordinationRequest"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "CoordinationQuerySet":
        """Those of one's site; one's own; those with work for one's department."""
        reach, where = scope(user, action, SUBJECT), position(user)
        me = where.employee_id
        mine = Q(pk__in=[])
        if reach > Scope.NONE and me is not None:
            mine = Q(asked_by=me) | Q(coordinator=me)
        if reach in (Scope.DEPARTMENT, Scope.TEAM):
            tasks = PlanItem.objects.filter(department__in=where.department_ids).values("request")
            return self.filter(mine | Q(pk__in=tasks))
        if reach is Scope.OWN:
            return self.filter(mine)
        return self.filter(rows(user, SUBJECT, own=mine, site="site", action=action))

    def open(self) -> "CoordinationQuerySet":
        return self.filter(closed_at=None)

    def with_lateness(self, today: datetime.date) -> "CoordinationQuerySet":
        """Annotate `is_behind`: some task is past its day, so that it has to be coordinated anew (S1-22)."""
        late = PlanItem.objects.filter(request=OuterRef("pk"), done_at=None, due_on__lt=today)
        return self.annotate(is_behind=Exists(late))


class CoordinationRequest(models.Model):
    """What departments have to settle together (S1-20): situation, purpose, by when."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    order = models.ForeignKey(
        WorkOrder,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="coordination",
        verbose_name=_("work order"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=CoordinationState.choices, default=CoordinationState.ASKED
    )
    situation = models.TextField(_("situation"))
    purpose = models.TextField(_("purpose of the coordination"))
    required_by = models.DateTimeField(_("required completion"))
    asked_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("asked for by")
    )
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    coordinator = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("coordinator")
    )
    acceptance = models.TextField(_("result of the acceptance"), blank=True)
    evaluation = models.TextField(_("evaluation"), blank=True)
    lessons = models.TextField(_("lessons learned"), blank=True)
    closed_at = models.DateTimeField(pgettext_lazy("coordination", "closed"), null=True)
    words = models.TextField(_("why cancelled"), blank=True)
    search = SearchVectorField(null=True, editable=False)

    objects = CoordinationQuerySet.as_manager()

    class Meta:
        verbose_name = _("coordination request")
        verbose_name_plural = _("coordination requests")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["site", "-asked_at"], name="coordination_by_site"),
            GinIndex(fields=["search"], name="coordination_words"),
        ]
        constraints = [
            models.CheckConstraint(
                name="coordination_says_situation_and_purpose", condition=~Q(situation="") & ~Q(purpose="")
            ),
            models.CheckConstraint(
                name="closed_coordination_is_accepted_and_evaluated",
                condition=~Q(state="closed") | (~Q(acceptance="") & ~Q(evaluation="") & ~Q(lessons="")),
                violation_error_message=_("It is closed with acceptance, evaluation and lessons learned."),
            ),
            models.CheckConstraint(
                name="coordination_that_is_over_says_when",
                condition=Q(state__in=["closed", "cancelled"], closed_at__isnull=False)
                | Q(state__in=["asked", "running"], closed_at=None),
            ),
        ]

    def __str__(self) -> str:
        words = " ".join(self.purpose.split())
        return f"{self.number} {words[:60]}"

    def get_absolute_url(self) -> str:
        return address("workorders:coordination-request", str(self.pk))

    @property
    def number(self) -> str:
        """The public number: CO-000042."""
        return f"CO-{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class CoordinationMeeting(models.Model):
    """A meeting, or another way, with its minutes: discussion, consensus, arrangements (S1-21). Append-only."""

    request = models.ForeignKey(CoordinationRequest, models.PROTECT, related_name="meetings")
    way = models.CharField(_("way"), max_length=8, choices=Way.choices, default=Way.MEETING)
    held_at = models.DateTimeField(_("held"))
    participants = models.TextField(_("who took part"))
    discussion = models.TextField(_("discussion"))
    consensus = models.TextField(_("consensus"))
    arrangements = models.TextField(_("arrangements"))
    written_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("minutes by")
    )
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("coordination meeting")
        verbose_name_plural = _("coordination meetings")
        ordering = ["-held_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="minutes_are_complete",
                condition=~Q(participants="") & ~Q(discussion="") & ~Q(consensus="") & ~Q(arrangements=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.held_at:%Y-%m-%d %H:%M}"


class PlanItem(models.Model):
    """What one department does, by which day, and how far it is."""

    request = models.ForeignKey(CoordinationRequest, models.PROTECT, related_name="items")
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    task = models.TextField(_("task"))
    due_on = models.DateField(_("due"))
    progress = models.TextField(_("progress"), blank=True)
    progress_at = models.DateTimeField(_("progress of"), null=True)
    done_at = models.DateTimeField(_("done"), null=True)

    class Meta:
        verbose_name = _("task of a coordination plan")
        verbose_name_plural = _("tasks of coordination plans")
        ordering = ["due_on", "pk"]
        constraints = [models.CheckConstraint(name="planned_task_has_words", condition=~Q(task=""))]

    def __str__(self) -> str:
        return f"{self.request_id} {self.task[:60]}"

    def get_absolute_url(self) -> str:
        return address("workorders:coordination-request", str(self.request_id))
