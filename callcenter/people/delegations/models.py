"""Delegations: who stands in for whom, and on which days."""

import datetime

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, position, rows
from callcenter.db import no_overlap
from callcenter.people.employees.models import Employee

SUBJECT = "people.delegation"


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "DelegationQuerySet":
        """One's own, as the absent one or the deputy; those of the site or all by the matrix."""
        me = position(user).employee_id or 0
        own = Q(employee=me) if action is not Action.VIEW else Q(employee=me) | Q(deputy=me)
        return self.filter(rows(user, SUBJECT, own=own, site="employee__site_id", action=action))


class Delegation(models.Model):
    """`deputy` acts for `employee` on the days of `period`; both ends are always named."""

    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="delegations", verbose_name=_("absent")
    )
    deputy = models.ForeignKey(Employee, models.PROTECT, related_name="deputyships", verbose_name=_("deputy"))
    period = DateRangeField(_("period"))  # [first day, first day no longer)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-period", "pk"]
        constraints = [
            no_overlap(
                "employee_id",
                period="period",
                name="absent_employee_has_one_deputy_at_a_time",
                message=_("This employee already has a deputy in that period."),
            ),
            models.CheckConstraint(
                name="nobody_is_their_own_deputy",
                condition=~Q(employee=F("deputy")),
                violation_error_message=_("Nobody is their own deputy."),
            ),
            models.CheckConstraint(
                name="delegation_has_a_first_and_a_last_day",
                condition=Q(
                    period__isempty=False, period__startswith__isnull=False, period__endswith__isnull=False
                ),
                violation_error_message=_("A delegation has a first and a last day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} → {self.deputy}"

    def get_absolute_url(self) -> str:
        return reverse("people:delegation-end", args=[self.pk])

    @property
    def start(self) -> datetime.date:
        """The first day that the deputy acts."""
        assert self.period.lower is not None  # the database says so
        return self.period.lower

    @property
    def end(self) -> datetime.date:
        """The first day without the deputy."""
        assert self.period.upper is not None
        return self.period.upper

    @property
    def site_id(self) -> int:
        """Where the trail files it."""
        return self.employee.site_id
