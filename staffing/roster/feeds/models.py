"""The secret address under which a phone's calendar reads somebody's shifts."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.people.models import Employee


class ShiftFeed(models.Model):
    """One address; only its digest is kept. A withdrawn one answers nothing and stays, with when it was read last."""

    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="shift_feeds", verbose_name=_("employee")
    )
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret part, in hexadecimal digits
    made_at = models.DateTimeField(_("made at"), db_default=Now())
    read_at = models.DateTimeField(_("last read at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee"],
                condition=Q(withdrawn_at=None),
                name="employee_has_one_calendar_address_at_a_time",
                violation_error_message=_("There is already a calendar address."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.employee)
