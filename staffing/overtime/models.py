"""Overtime that is asked for or assigned, consented to, approved (domain §4.6)."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, position, rows
from callcenter.approvals.models import Step
from callcenter.db import one_value_range
from callcenter.people.models import Department, Employee, Site, Team
from callcenter.web.addresses import address
from staffing.roster.models import Assignment

SUBJECT = "staffing.overtime"
KIND = "overtime.request"


class OvertimeState(models.TextChoices):
    """Where it stands."""

    ASSIGNED = "assigned", pgettext_lazy("overtime", "Waits for consent")
    ASKED = "asked", pgettext_lazy("overtime", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("overtime", "Approved")
    DECLINED = "declined", pgettext_lazy("overtime", "Declined")
    REJECTED = "rejected", pgettext_lazy("overtime", "Rejected")
    CANCELLED = "cancelled", pgettext_lazy("overtime", "Cancelled")


OPEN = (OvertimeState.ASSIGNED, OvertimeState.ASKED)


class OvertimeQuerySet(models.QuerySet["Overtime"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "OvertimeQuerySet":
        """One's own, that of a team, department or site by the user's posts, and what one decides on."""
        reach = rows(
            user,
            SUBJECT,
            own="employee",
            team="team",
            department="department",
            site="site",
            action=action,
        )
        me = position(user).employee_id
        if action is not Action.VIEW or me is None:
            return self.filter(reach)
        asked = Step.objects.filter(request__kind=KIND).filter(
            Q(approver__in={me} | position(user).stands_in_for) | Q(acted_by=me)
        )
        return self.filter(reach | Q(employee=me) | Q(pk__in=asked.values("request__subject_id")))


class Overtime(models.Model):
    """A stretch of overtime of one person. `assigned_by` is empty where the employee asked for it."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", verbose_name=_("team"))
    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="overtime", verbose_name=_("employee")
    )
    on = models.DateField(_("day"))  # at the site, of its start
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    reason = models.TextField(_("reason"))
    state = models.CharField(_("state"), max_length=10, choices=OvertimeState.choices)
    assigned_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("assigned by")
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"), db_default=Now())
    consented_at = models.DateTimeField(_("consented"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decision = models.TextField(_("words of the decision"), blank=True)
    override_reason = models.TextField(_("why above the limits"), blank=True)
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("let pass by")
    )
    assignment = models.OneToOneField(
        Assignment, models.PROTECT, null=True, related_name="overtime", verbose_name=_("in the roster")
    )

    objects = OvertimeQuerySet.as_manager()

    class Meta:
        verbose_name = _("overtime")
        verbose_name_plural = _("overtime")
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["site", "-starts_at"], name="overtime_by_site"),
            models.Index(fields=["employee", "on"], name="overtime_by_employee"),
            models.Index(
                fields=["starts_at"], name="overtime_open", condition=Q(state__in=["assigned", "asked"])
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="overtime_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("It ends after it starts."),
            ),
            models.CheckConstraint(name="overtime_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="approved_overtime_was_consented_to_and_is_in_the_roster",
                condition=~Q(state="approved")
                | Q(consented_at__isnull=False, decided_at__isnull=False, assignment__isnull=False),
            ),
            models.CheckConstraint(
                name="limits_are_let_pass_by_somebody_with_a_reason",
                condition=Q(override_reason="", overridden_by=None)
                | (~Q(override_reason="") & Q(overridden_by__isnull=False)),
            ),
            ExclusionConstraint(
                name="overtime_is_asked_for_once_at_a_time",
                expressions=[
                    (one_value_range("employee_id"), RangeOperators.OVERLAPS),
                    (Func(F("starts_at"), F("ends_at"), function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["assigned", "asked", "approved"]),
                violation_error_message=_("There is already overtime at that time."),
            ),
        ]

    def __str__(self) -> str:
        start, end = (at.astimezone(self.site.zone) for at in (self.starts_at, self.ends_at))
        return f"{self.number} {self.employee} {self.on} {start:%H:%M}–{end:%H:%M}"

    def get_absolute_url(self) -> str:
        return address("overtime:overtime", str(self.pk))

    @property
    def number(self) -> str:
        """The public number: OT-000042."""
        return f"OT-{self.pk:06d}"

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
