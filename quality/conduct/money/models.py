"""What a closed month came to in money, and the wages that its caps rest on."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.models import Department, Employee, Site
from quality.conduct.rules import Limit


class LimitChoice(models.TextChoices):
    """What an amount ended at."""

    NONE = Limit.NONE, pgettext_lazy("money", "Points × rate")
    SHARE = Limit.SHARE, pgettext_lazy("money", "Share of the wage")
    FLOOR = Limit.FLOOR, pgettext_lazy("money", "Minimum wage")
    OFF = Limit.OFF, pgettext_lazy("money", "Not in money")
    WAGE = Limit.WAGE, pgettext_lazy("money", "Wage missing")


class Wage(models.Model):
    """The wage of one person in one statistics month, entered by HR for who has points: the caps are worked out from it."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("employee"))
    month = models.DateField(_("statistics month"))
    amount = models.DecimalField(
        _("wage"), max_digits=10, decimal_places=2, validators=[MinValueValidator(0)]
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered"))

    class Meta:
        verbose_name = _("wage of a month")
        verbose_name_plural = _("wages of months")
        constraints = [
            models.UniqueConstraint(fields=["employee", "month"], name="person_has_one_wage_a_month"),
            models.CheckConstraint(name="wage_is_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.employee} {self.month}"


class MoneyMonth(models.Model):
    """A statistics month that the general manager has closed, with the rules as they held: it stays as it was."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    month = models.DateField(_("statistics month"))
    per_point = models.DecimalField(_("rate"), max_digits=10, decimal_places=2)
    share = models.PositiveSmallIntegerField(_("share of the wage"))
    floor = models.DecimalField(_("minimum wage"), max_digits=10, decimal_places=2)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("closed by")
    )
    closed_at = models.DateTimeField(pgettext_lazy("month", "closed"))

    class Meta:
        verbose_name = _("month in money")
        verbose_name_plural = _("months in money")
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["site", "month"], name="month_is_closed_once"),
            models.CheckConstraint(name="closed_share_is_at_most_a_fifth", condition=Q(share__lte=20)),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.month:%Y-%m-%d}"


class MoneyLine(models.Model):
    """One person's line of a closed month."""

    closed = models.ForeignKey(MoneyMonth, models.PROTECT, related_name="lines")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="money_lines")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("department")
    )
    taken = models.SmallIntegerField(_("points taken"))
    rewarded = models.SmallIntegerField(_("points rewarded"))
    wage = models.DecimalField(_("wage"), max_digits=10, decimal_places=2, null=True)
    cap = models.DecimalField(_("cap"), max_digits=10, decimal_places=2, null=True)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    limit = models.CharField(_("ended at"), max_length=5, choices=LimitChoice.choices)

    class Meta:
        verbose_name = _("line of a month in money")
        verbose_name_plural = _("lines of months in money")
        constraints = [
            models.UniqueConstraint(fields=["closed", "employee"], name="person_has_one_line_a_month"),
            models.CheckConstraint(
                name="amount_is_within_its_cap",
                condition=Q(amount=0) | Q(amount__gt=0, wage__isnull=False, amount__lte=F("cap")),
            ),
            models.CheckConstraint(
                name="cap_is_within_the_wage", condition=Q(cap=None) | Q(cap__gte=0, cap__lte=F("wage"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closed} {self.employee}"
