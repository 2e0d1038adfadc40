"""What was told of a category that needs a closer look: once for each category, week and reason."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.models import Site
from complaints.workorders.orders.models import Category


class FocusReason(models.TextChoices):
    """Why it needs a closer look (S1-26)."""

    MORE_THAN_USUAL = "more_than_usual", pgettext_lazy("focus", "Far more than usual")
    GROWING = "growing", pgettext_lazy("focus", "Grows from week to week")
    SLOW = "slow", pgettext_lazy("focus", "Handled slowly")
    UNSATISFIED = "unsatisfied", pgettext_lazy("focus", "Customers not satisfied")


class FocusAlert(models.Model):
    """One finding with its figures. Written by the weekly look; the database lets each be there once."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("category"))
    week = models.DateField(_("week"))  # its Monday, at the site
    reason = models.CharField(_("reason"), max_length=16, choices=FocusReason.choices)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    threshold = models.DecimalField(_("threshold"), max_digits=12, decimal_places=2)
    found_at = models.DateTimeField(_("found"), db_default=Now())

    class Meta:
        verbose_name = _("focus alert")
        verbose_name_plural = _("focus alerts")
        ordering = ["-week", "category", "reason"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "week", "reason"], name="focus_alert_once_per_category_and_week"
            )
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.week} {self.get_reason_display()}"
