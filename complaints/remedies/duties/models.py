"""Departments that handle the papers of a site; those of another site may do it for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.people.models import Department, Site

SUBJECT = "complaints.remedy"


class Duty(models.TextChoices):
    """Who handles a paper (S2A-39 to S2A-42)."""

    SALES = "sales", pgettext_lazy("duty", "Sales")
    WAREHOUSE = "warehouse", pgettext_lazy("duty", "Warehouse")
    FINANCE = "finance", pgettext_lazy("duty", "Finance")


class DutyHolder(models.Model):
    """This department is sales, warehouse or finance for the papers of the site."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    duty = models.CharField(_("duty"), max_length=10, choices=Duty.choices)
    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))

    class Meta:
        verbose_name = _("department for the papers")
        verbose_name_plural = _("departments for the papers")
        ordering = ["site", "duty"]
        constraints = [
            models.UniqueConstraint(fields=["site", "duty"], name="duty_of_a_site_is_held_by_one_department")
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.get_duty_display()}: {self.department}"
