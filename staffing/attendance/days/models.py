"""What the days came to, what they said before, and which no longer fit the facts."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.people.models import Employee, Site, Team
from callcenter.web.addresses import address
from staffing.attendance import rules
from staffing.attendance.access import SUBJECT
from staffing.attendance.codes import CODES


class State(models.TextChoices):
    """How far a day is."""

    DUE = rules.DUE, _("Not begun")
    RUNNING = rules.RUNNING, _("Running")
    DONE = rules.DONE, _("Over")


class Reason(models.TextChoices):
    """Why a day is worked out anew."""

    TIME = "time", _("Time went on")
    PUNCH = "punch", _("Punches came in")
    ROSTER = "roster", _("The roster changed")
    LEAVE = "leave", _("Leave changed")
    RULE = "rule", _("A rule changed")
    CORRECTION = "correction", _("A correction was approved")
    ASKED = "asked", _("Somebody asked for it")


class Figures(models.Model):
    """What a day came to. Lengths are seconds. `findings`: [code, seconds, detail, so far] as `rules.Finding`."""

    shift_code = models.CharField(_("shift"), max_length=40, blank=True, default="")
    starts_at = models.DateTimeField(_("starts at"), null=True)
    ends_at = models.DateTimeField(_("ends at"), null=True)
    first_in = models.DateTimeField(_("came"), null=True)
    last_out = models.DateTimeField(_("went"), null=True)
    codes = ArrayField(models.CharField(max_length=24), default=list)
    findings: Any = models.JSONField(default=list)
    worked_seconds = models.PositiveIntegerField(_("worked"), default=0)
    late_seconds = models.PositiveIntegerField(_("late"), default=0)
    early_seconds = models.PositiveIntegerField(_("early"), default=0)
    absent_seconds = models.PositiveIntegerField(_("absent"), default=0)
    leave_seconds = models.PositiveIntegerField(_("on leave"), default=0)
    overtime_seconds = models.PositiveIntegerField(_("overtime"), default=0)
    overtime_class = models.PositiveSmallIntegerField(_("legal class"), default=0)  # percent of pay; 0: none
    holiday_seconds = models.PositiveIntegerField(_("worked on a holiday"), default=0)
    is_incomplete = models.BooleanField(_("incomplete"), default=False)

    class Meta:
        abstract = True

    @property
    def found(self) -> list[rules.Finding]:
        """The findings as the rules give them."""
        return [rules.Finding(*each) for each in self.findings]

    @property
    def is_so_far(self) -> bool:
        """Whether something is said that the running shift may still change."""
        return any(each[3] for each in self.findings)


class AttendanceDayQuerySet(models.QuerySet["AttendanceDay"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "AttendanceDayQuerySet":
        """Own days; those worked for the team, in the department or at the site that the user's posts reach."""
        return self.filter(
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


class AttendanceDay(Figures):
    """One person on one day. Its row is the lock of the day: whoever works it out holds it.

    `team` is the one worked for that day, without a shift the person's own. `revision` 0: not worked out yet.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False, verbose_name=_("site"))
    employee = models.ForeignKey(
        Employee,
        models.PROTECT,
        related_name="attendance_days",
        db_index=False,
        verbose_name=_("employee"),
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", verbose_name=_("team"))
    on = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DUE.value)
    look_at = models.DateTimeField(null=True)  # when time alone changes it
    revision = models.PositiveIntegerField(_("revision"), default=0)
    computed_at = models.DateTimeField(_("worked out at"), null=True)

    objects = AttendanceDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance day")
        verbose_name_plural = _("attendance days")
        ordering = ["-on", "employee"]
        indexes = [
            models.Index(fields=["site", "on"], name="attendance_day_by_site"),
            models.Index(fields=["team", "on"], name="attendance_day_by_team"),
            models.Index(
                fields=["look_at"], name="attendance_day_to_look_at", condition=Q(look_at__isnull=False)
            ),
            GinIndex(fields=["codes"], name="attendance_day_by_code"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "on"],
                name="a_day_of_a_person_is_there_once",
                violation_error_message=_("This day is there already."),
            ),
            models.CheckConstraint(
                name="attendance_codes_are_known_ones", condition=Q(codes__contained_by=sorted(CODES))
            ),
            models.CheckConstraint(
                name="attendance_day_lasts_at_most_a_day",
                condition=Q(worked_seconds__lte=86_400 * 2, overtime_seconds__lte=86_400),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} · {self.on}"

    def get_absolute_url(self) -> str:
        return address("attendance:day", self.employee.number, self.on.isoformat())


class AttendanceRevision(models.Model):
    """What a day that was over said before it was worked out anew. Append-only."""

    day = models.ForeignKey(AttendanceDay, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("revision"))
    reason = models.CharField(_("reason"), max_length=16, choices=Reason.choices)
    before: Any = models.JSONField(encoder=DjangoJSONEncoder)
    after: Any = models.JSONField(encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField(_("made at"), db_default=Now())

    class Meta:
        verbose_name = _("revision of an attendance day")
        verbose_name_plural = _("revisions of attendance days")
        ordering = ["day", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["day", "number"], name="revision_of_a_day_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return f"{self.day_id} · {self.number}"


class StaleDay(models.Model):
    """A day that no longer fits the facts, marked in the transaction of the change.

    Deliberately not unique: a worker deletes only the marks that it saw before it began, so none is lost.
    """

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    reason = models.CharField(max_length=16, choices=Reason.choices)
    marked_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("stale attendance day")
        verbose_name_plural = _("stale attendance days")
        indexes = [models.Index(fields=["employee", "on"], name="stale_attendance_day")]

    def __str__(self) -> str:
        return f"{self.employee_id} {self.on}"


class SiteDay(models.Model):
    """A day of a site whose shifts are all over, with what it came to then."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    on = models.DateField(_("day"))
    counts: Any = models.JSONField(default=dict)  # days by code, and "people"
    closed_at = models.DateTimeField(_("closed at"), db_default=Now())

    class Meta:
        verbose_name = _("closed day of a site")
        verbose_name_plural = _("closed days of sites")
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(fields=["site", "on"], name="a_day_of_a_site_is_closed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.site} · {self.on}"
