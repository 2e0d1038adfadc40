"""Orders to stop work: append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.people.models import Employee, Site, Team
from callcenter.web.addresses import address
from staffing.floor.access import RECORDS
from staffing.roster.models import Assignment


class StopWorkQuerySet(models.QuerySet["StopWork"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "StopWorkQuerySet":
        """Own ones; those of the team or site by the user's posts."""
        return self.filter(
            rows(
                user,
                RECORDS,
                own="employee",
                team="team",
                department="team__department",
                site="site",
                action=action,
            )
        )


class StopWork(models.Model):
    """Somebody was told to stop work (S2F-11). It keeps the shift's times: the roster took the shift back."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name=_("team"))
    assignment = models.OneToOneField(
        Assignment, models.PROTECT, related_name="stop_work", verbose_name=_("shift")
    )
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("employee"))
    on = models.DateField(_("day"))
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    ground = models.CharField(
        _("what for"), max_length=16, blank=True, help_text=_("A code of the catalogue of conduct.")
    )
    reason = models.TextField(_("reason"))
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ordered by")
    )
    ordered_at = models.DateTimeField(_("ordered at"), db_default=Now())

    objects = StopWorkQuerySet.as_manager()

    class Meta:
        verbose_name = _("stop-work order")
        verbose_name_plural = _("stop-work orders")
        ordering = ["-ordered_at"]
        indexes = [models.Index(fields=["team", "on"], name="stop_work_by_team_and_day")]
        constraints = [
            models.CheckConstraint(
                name="stop_work_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why the person has to stop work."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} · {self.employee}"

    def get_absolute_url(self) -> str:
        return address("floor:stop", str(self.pk))


class Annulment(models.Model):
    """An order was wrong: it is held against nobody any more. The order itself stays, and so does the shift as it was cut."""

    order = models.OneToOneField(
        StopWork, models.PROTECT, related_name="annulment", verbose_name=_("stop-work order")
    )
    reason = models.TextField(_("reason"))
    annulled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("annulled by")
    )
    annulled_at = models.DateTimeField(_("annulled"), db_default=Now())

    class Meta:
        verbose_name = _("annulment of a stop-work order")
        verbose_name_plural = _("annulments of stop-work orders")
        constraints = [
            models.CheckConstraint(
                name="annulment_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.order)
