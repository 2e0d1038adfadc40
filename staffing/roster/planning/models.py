"""What planning stands on beside rosters: who has passed induction, and the heads needed."""

import datetime

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField, IntegerRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, position, rows, scope
from callcenter.db import no_overlap
from callcenter.people.models import Department, Employee, Team
from staffing.shifts.models import SUBJECT
from staffing.shifts.rules import DAY


class InductionQuerySet(models.QuerySet["Induction"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "InductionQuerySet":
        """Those at the sites whose rosters the user draws up: whoever records them reads them."""
        if user is None:
            return self.all()
        reach = scope(user, Action.CREATE, SUBJECT)
        if reach is Scope.ALL:
            return self.all()
        return self.filter(employee__site__in=position(user).site_ids if reach is Scope.SITE else [])


class Induction(models.Model):
    """Somebody has passed induction and may stand on live shifts from that day on."""

    employee = models.OneToOneField(
        Employee, models.PROTECT, related_name="induction", verbose_name=_("employee")
    )
    passed_on = models.DateField(_("passed on"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())

    objects = InductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("induction")
        verbose_name_plural = _("inductions")
        ordering = ["-passed_on"]

    def __str__(self) -> str:
        return f"{self.employee} · {self.passed_on}"


class HeadsNeededQuerySet(models.QuerySet["HeadsNeeded"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "HeadsNeededQuerySet":
        """Those of the departments and teams whose rosters the user sees; who sees only themselves sees none."""
        return self.filter(
            rows(
                user,
                SUBJECT,
                own=Q(pk__in=[]),
                team="team",
                department="department",
                site="department__site",
                action=action,
            )
        )

    def standing(self, on: datetime.date) -> "HeadsNeededQuerySet":
        """Those that hold on a day."""
        return self.filter(period__contains=on)


class HeadsNeeded(models.Model):
    """How many people a department, or one of its teams, needs at least on a weekday between two times."""

    HOLIDAY = 7

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="heads_needed", verbose_name=_("department")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"))  # 0 is Monday, 7 public holidays
    span = IntegerRangeField(_("time"))  # [start, end) in wall-clock minutes of the day
    heads = models.PositiveSmallIntegerField(_("heads"))
    period = DateRangeField(_("days"))

    objects = HeadsNeededQuerySet.as_manager()

    class Meta:
        verbose_name = _("heads needed")
        verbose_name_plural = _("heads needed")
        ordering = ["department", "team", "weekday", "span"]
        constraints = [
            no_overlap(
                "department_id",
                "weekday",
                period="span",
                name="department_needs_one_number_of_heads_at_a_time",
                message=_("There is already a number of heads for that time."),
                condition=Q(team=None, period__endswith=None),
            ),
            no_overlap(
                "team_id",
                "weekday",
                period="span",
                name="team_needs_one_number_of_heads_at_a_time",
                message=_("There is already a number of heads for that time."),
                condition=Q(team__isnull=False, period__endswith=None),
            ),
            models.CheckConstraint(
                name="heads_are_needed_within_a_day_of_the_week",
                condition=Q(span__startswith__gte=0, span__endswith__lte=DAY, span__isempty=False)
                & Q(weekday__lte=7, period__isempty=False),
                violation_error_message=_("Heads are needed on a weekday between 0:00 and 24:00."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.weekday} {self.span.lower}–{self.span.upper}: {self.heads}"
