"""The liability of one complaint: unit, persons and teams by share, losses."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.models import Department, Employee, Team
from callcenter.web.addresses import address
from complaints.cases.dossier import Case

HALF_A_CENT = Decimal("0.005")


class LiabilityState(models.TextChoices):
    """Where it stands."""

    PROPOSED = "proposed", pgettext_lazy("liability", "Proposed")
    JUDGED = "judged", pgettext_lazy("liability", "Judged")
    APPROVED = "approved", pgettext_lazy("liability", "Approved")


class Penalty(models.TextChoices):
    """Penalties of a person (domain §6.7.3)."""

    CORRECTION = "correction", pgettext_lazy("penalty", "Correction")
    ORAL = "oral", pgettext_lazy("penalty", "Oral warning")
    WRITTEN = "written", pgettext_lazy("penalty", "Written warning")
    MINOR_DEMERIT = "minor_demerit", pgettext_lazy("penalty", "Minor demerit")
    MAJOR_DEMERIT = "major_demerit", pgettext_lazy("penalty", "Major demerit")
    DEMOTION = "demotion", pgettext_lazy("penalty", "Demotion")
    DISMISSAL = "dismissal", pgettext_lazy("penalty", "Dismissal proposed")


class LossKind(models.TextChoices):
    """What a loss is made of (domain §6.7.2)."""

    COMPENSATION = "compensation", pgettext_lazy("loss", "Compensation")
    DISCOUNT = "discount", pgettext_lazy("loss", "Discount")
    RETURNED = "returned", pgettext_lazy("loss", "Returned goods")
    REWORK = "rework", pgettext_lazy("loss", "Rework")
    FREIGHT = "freight", pgettext_lazy("loss", "Freight")
    HANDLING = "handling", pgettext_lazy("loss", "Handling hours")


class Liability(models.Model):
    """Whose a complaint is: proposed by who investigates, judged by the service department, approved with the decision."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="liability")
    state = models.CharField(_("state"), max_length=8, choices=LiabilityState.choices)
    unit = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("originating unit")
    )
    words = models.TextField(_("grounds"), blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"))
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("judged by")
    )
    judged_at = models.DateTimeField(_("judged"), null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True)

    class Meta:
        verbose_name = _("liability for a complaint")
        verbose_name_plural = _("liabilities for complaints")
        constraints = [
            models.CheckConstraint(
                name="liability_is_judged_with_a_unit",
                condition=Q(state="proposed") | Q(judged_at__isnull=False, unit__isnull=False),
            ),
            models.CheckConstraint(
                name="liability_is_approved_at_a_moment",
                condition=Q(state="approved", approved_at__isnull=False)
                | (~Q(state="approved") & Q(approved_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return self.case.reference

    def get_absolute_url(self) -> str:
        return address("liability:case", self.case.reference)

    @property
    def site_id(self) -> int:
        return self.case.site_id


class Responsible(models.Model):
    """One who is responsible, in per cent: an employee, or a team as the smallest unit. Shares of a judged liability sum to
    100, which a trigger holds at the end of each transaction.
    """

    liability = models.ForeignKey(Liability, models.CASCADE, related_name="responsibles")
    employee = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("employee")
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", verbose_name=_("team"))
    percent = models.DecimalField(_("share in per cent"), max_digits=5, decimal_places=2)
    penalty = models.CharField(_("proposed penalty"), max_length=16, choices=Penalty.choices, blank=True)
    points = models.PositiveSmallIntegerField(_("proposed points"), default=0)
    words = models.CharField(_("grounds"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("responsible")
        verbose_name_plural = _("responsibles")
        ordering = ["-percent", "pk"]
        constraints = [
            models.CheckConstraint(
                name="responsible_is_a_person_or_a_team",
                condition=Q(employee__isnull=False, team=None) | Q(employee=None, team__isnull=False),
            ),
            models.CheckConstraint(
                name="share_is_above_nothing_and_at_most_all",
                condition=Q(percent__gt=0, percent__lte=100),
            ),
            models.CheckConstraint(
                name="penalties_are_of_persons",
                condition=Q(employee__isnull=False) | Q(penalty="", points=0),
            ),
            models.UniqueConstraint(fields=["liability", "employee"], name="person_is_responsible_once"),
            models.UniqueConstraint(fields=["liability", "team"], name="team_is_responsible_once"),
        ]

    def __str__(self) -> str:
        return str(self.employee or self.team)


class LossLine(models.Model):
    """One loss, borne by one department: an amount in the site's currency, or hours of handling at the rate of the rulebook."""

    liability = models.ForeignKey(Liability, models.CASCADE, related_name="losses")
    kind = models.CharField(_("loss"), max_length=12, choices=LossKind.choices)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    hours = models.DecimalField(_("hours"), max_digits=7, decimal_places=2, null=True)
    rate = models.DecimalField(_("rate per hour"), max_digits=9, decimal_places=2, null=True)
    note = models.CharField(_("note"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("loss")
        verbose_name_plural = _("losses")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="loss_is_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="handling_is_hours_at_a_rate",
                condition=Q(kind="handling", hours__isnull=False, hours__gt=0, rate__isnull=False)
                | (~Q(kind="handling") & Q(hours=None, rate=None)),
            ),
            models.CheckConstraint(
                name="handling_costs_what_its_hours_cost",
                condition=~Q(kind="handling")
                | Q(
                    amount__gte=F("hours") * F("rate") - HALF_A_CENT,
                    amount__lte=F("hours") * F("rate") + HALF_A_CENT,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
