"""Rosters, the shifts in them, the versions that were published and the changes since."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, may, rows
from callcenter.db import one_value_range
from callcenter.people.models import Department, Employee, Site, Team
from callcenter.web.addresses import address
from callcenter.workcalendar.periods import month_after
from staffing.roster.duties import Duty, segments_from_json
from staffing.roster.feeds.models import ShiftFeed
from staffing.roster.planning.models import HeadsNeeded, Induction
from staffing.shifts.models import SUBJECT, ShiftType
from staffing.shifts.rules import Segments

__all__ = [
    "SUBJECT",
    "Assignment",
    "HeadsNeeded",
    "Induction",
    "Origin",
    "Roster",
    "RosterChange",
    "RosterOverride",
    "RosterVersion",
    "ShiftFeed",
]


class Origin(models.TextChoices):
    """How a shift came into the roster, or what changed it."""

    ROSTER = "roster", _("Roster")
    IMPORT = "import", _("Import")
    REDEPLOY = "redeploy", _("Redeployment")
    SWAP = "swap", _("Swap")
    SWAP_RETURN = "swap_return", _("Return of a swap")
    COVER = "cover", _("Cover")
    OPEN_SHIFT = "open_shift", _("Open shift")
    OVERTIME = "overtime", _("Overtime")
    TIME_OFF = "time_off", _("Voluntary time off")
    LEAVE = "leave", _("Leave")
    STOP_WORK = "stop_work", _("Stop-work order")
    CORRECTION = "correction", _("Correction")


SWAPPED = (Origin.SWAP, Origin.SWAP_RETURN)


class RosterQuerySet(models.QuerySet["Roster"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "RosterQuerySet":
        """Those of the departments the user's posts reach; drafts only for those who draw up or approve rosters."""
        found = self.filter(
            rows(
                user,
                SUBJECT,
                own=Q(assignments__employee__user=getattr(user, "pk", None)),
                team="department__teams",
                department="department",
                site="site",
                action=action,
            )
        ).distinct()
        sees_drafts = any(may(user, each, SUBJECT) for each in (Action.CREATE, Action.EDIT, Action.APPROVE))
        return found if sees_drafts else found.exclude(published_at=None)


class Roster(models.Model):
    """The shifts of a department in a month. What is drawn up is a draft until it is published; changes then leave a trace."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="rosters", verbose_name=_("site"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="rosters", verbose_name=_("department")
    )
    month = models.DateField(_("month"))  # its first day
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)  # first published
    published_number = models.PositiveIntegerField(_("version"), default=0)  # 0: a draft
    changed_at = models.DateTimeField(_("changed at"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("drawn up by")
    )
    created_at = models.DateTimeField(_("drawn up at"), db_default=Now())

    objects = RosterQuerySet.as_manager()

    class Meta:
        verbose_name = _("roster")
        verbose_name_plural = _("rosters")
        ordering = ["-month", "department"]
        constraints = [
            models.UniqueConstraint(
                fields=["department", "month"],
                name="department_has_one_roster_a_month",
                violation_error_message=_("This department already has a roster for that month."),
            ),
            models.CheckConstraint(
                name="roster_month_is_a_first_day",
                condition=Q(month__day=1),
                violation_error_message=_("A roster's month is given by its first day."),
            ),
            models.CheckConstraint(
                name="roster_has_a_version_once_published",
                condition=Q(published_at=None, published_number=0)
                | Q(published_at__isnull=False, published_number__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return address("roster:grid", self.site.code, self.department.code, f"{self.month:%Y-%m}")

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def next_month(self) -> datetime.date:
        """The first day no longer in it."""
        return month_after(self.month)

    @property
    def days(self) -> list[datetime.date]:
        """Its days in order."""
        count = (self.next_month - self.month).days
        return [self.month + datetime.timedelta(days=step) for step in range(count)]


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "AssignmentQuerySet":
        """Own shifts, those of the team, department or site by the user's posts; drafts only for those who draw them up."""
        found = self.filter(
            rows(
                user,
                SUBJECT,
                own="employee",
                team="team",
                department="team__department",
                site="site",
                action=action,
            )
        )
        sees_drafts = any(may(user, each, SUBJECT) for each in (Action.CREATE, Action.EDIT, Action.APPROVE))
        return found if sees_drafts else found.published()

    def standing(self) -> "AssignmentQuerySet":
        """Those that were not taken back."""
        return self.filter(cancelled_at=None)

    def published(self) -> "AssignmentQuerySet":
        """Those that hold: published and not taken back. What everything but the drawing up of rosters works with."""
        return self.filter(is_published=True, cancelled_at=None)

    def sharing_a_moment(self, start: datetime.datetime, end: datetime.datetime) -> "AssignmentQuerySet":
        """Those that share a moment with [start, end)."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class Assignment(models.Model):
    """One shift of one person, or a stretch of overtime (then without a shift type).

    It keeps the times it was given: a shift type that changes later does not move it. `on` is the day at the site that it
    belongs to, where it starts. `team` is the one it is worked for, which on the day may be another than the person's own.
    """

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="assignments", verbose_name=_("roster"))
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="assignments", verbose_name=_("employee")
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", verbose_name=_("team"))
    on = models.DateField(_("day"))
    shift_type = models.ForeignKey(
        ShiftType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("shift")
    )
    code = models.CharField(_("shift"), max_length=8)  # as the shift type's was; "" for overtime
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    segments = models.JSONField(default=list)  # duties.segments_to_json
    minutes = models.PositiveIntegerField(_("working minutes"))  # without meals
    is_night = models.BooleanField(_("night shift"), default=False)
    origin = models.CharField(_("from"), max_length=16, choices=Origin.choices, default=Origin.ROSTER.value)
    is_published = models.BooleanField(_("published"), default=False)
    cancelled_at = models.DateTimeField(_("taken back at"), null=True, blank=True)
    changed_by = models.ForeignKey(  # who put it there, or took it back
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("changed by")
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("shift in a roster")
        verbose_name_plural = _("shifts in rosters")
        ordering = ["on", "starts_at", "employee"]
        indexes = [
            models.Index(fields=["employee", "on"], name="assignment_by_employee_and_day"),
            models.Index(fields=["site", "on"], name="assignment_by_site_and_day"),
            models.Index(fields=["roster", "employee"], name="assignment_by_roster"),
        ]
        constraints = [
            ExclusionConstraint(
                name="nobody_works_two_shifts_at_once",
                expressions=[
                    (one_value_range("employee_id"), RangeOperators.OVERLAPS),
                    (Func(F("starts_at"), F("ends_at"), function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at=None),
                violation_error_message=_("This person already works at that time."),
            ),
            models.UniqueConstraint(
                fields=["employee", "on"],
                condition=Q(cancelled_at=None, shift_type__isnull=False),
                name="nobody_has_two_shifts_on_a_day",
                violation_error_message=_("This person already has a shift on that day."),
            ),
            models.CheckConstraint(
                name="assignment_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("A shift ends after it starts."),
            ),
            models.CheckConstraint(
                name="assignment_without_a_shift_is_overtime",
                condition=Q(shift_type__isnull=False) | Q(origin=Origin.OVERTIME.value),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.code or self.get_origin_display()} · {self.employee}"

    @property
    def kept_label(self) -> str:
        """Without words of a language, for rows that keep it (`audit.labels`)."""
        return " · ".join(filter(None, (f"{self.on} {self.code}".strip(), str(self.employee))))

    @property
    def parts(self) -> Segments:
        return segments_from_json(self.segments)

    @property
    def duty(self) -> Duty:
        """As the rules take it."""
        return Duty(
            on=self.on,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            minutes=self.minutes,
            code=self.code,
            is_night=self.is_night,
            is_overtime=self.shift_type_id is None,
            is_swapped=self.origin in SWAPPED,
            segments=self.parts,
            pk=self.pk,
        )


class RosterVersion(models.Model):
    """What was published: kept for ever, compared with the next."""

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="versions", verbose_name=_("roster"))
    number = models.PositiveIntegerField(_("version"))
    # {employee number: {day: [code, start, end]}}; start and end in wall-clock minutes of that day
    content = models.JSONField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published at"), db_default=Now())
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        ordering = ["roster", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "number"], name="roster_version_number_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.roster} · {self.number}"


class RosterChange(models.Model):
    """A change of a published roster: append-only, so that every shift can be followed back to what was published."""

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="changes", verbose_name=_("roster"))
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("employee"))
    on = models.DateField(_("day"))
    origin = models.CharField(_("from"), max_length=16, choices=Origin.choices)
    before: Any = models.JSONField(
        _("before"), null=True
    )  # [code, start, end] in wall-clock minutes; null: off
    after: Any = models.JSONField(_("after"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("changed by")
    )
    changed_at = models.DateTimeField(_("changed at"), db_default=Now())

    class Meta:
        verbose_name = _("change of a roster")
        verbose_name_plural = _("changes of rosters")
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["employee", "on"], name="roster_change_by_employee")]

    def __str__(self) -> str:
        return f"{self.on} · {self.employee}"


class RosterOverride(models.Model):
    """A check that the center manager let pass, with the reason (domain §4.12): it no longer keeps the roster back."""

    roster = models.ForeignKey(Roster, models.PROTECT, related_name="overrides", verbose_name=_("roster"))
    employee = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("employee")
    )
    on = models.DateField(_("day"))
    code = models.CharField(max_length=64)  # of the objection
    reason = models.TextField(_("reason"))
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("let pass by")
    )
    given_at = models.DateTimeField(_("let pass at"), db_default=Now())

    class Meta:
        verbose_name = _("check that was let pass")
        verbose_name_plural = _("checks that were let pass")
        constraints = [
            models.UniqueConstraint(
                fields=["roster", "employee", "on", "code"],
                nulls_distinct=False,
                name="a_check_is_let_pass_once",
                violation_error_message=_("This check was already let pass."),
            ),
            models.CheckConstraint(
                name="roster_override_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why the check is let pass."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.on}"
