"""Roll calls: who was there when the shift began, said by the shift leader."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.people.models import Employee, Site, Team
from staffing.attendance.access import SUBJECT


class Mark(models.TextChoices):
    """What was found at the roll call."""

    PRESENT = "present", _("Present")
    LATE = "late", _("Came late")
    ABSENT = "absent", _("Not there")


class RollCallQuerySet(models.QuerySet["RollCall"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "RollCallQuerySet":
        """Those of the teams, departments and sites that the user's posts reach."""
        return self.filter(
            rows(
                user,
                SUBJECT,
                own="marks__employee",
                team="team",
                department="team__department",
                site="site",
                action=action,
            )
        ).distinct()


class RollCall(models.Model):
    """The roll call of a team before the shifts that start at one moment."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name=_("team"))
    starts_at = models.DateTimeField(_("shift starts at"))
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("called by")
    )
    called_at = models.DateTimeField(_("called at"), db_default=Now())

    objects = RollCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("roll call")
        verbose_name_plural = _("roll calls")
        ordering = ["-starts_at", "team"]
        constraints = [
            models.UniqueConstraint(fields=["team", "starts_at"], name="a_team_has_one_roll_call_a_start"),
        ]

    def __str__(self) -> str:
        return f"{self.team} · {self.starts_at:%Y-%m-%d %H:%M}"


class RollCallMark(models.Model):
    """One person at a roll call."""

    roll_call = models.ForeignKey(RollCall, models.CASCADE, related_name="marks")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("employee"))
    mark = models.CharField(_("mark"), max_length=8, choices=Mark.choices)

    class Meta:
        verbose_name = _("mark of a roll call")
        verbose_name_plural = _("marks of roll calls")
        constraints = [
            models.UniqueConstraint(
                fields=["roll_call", "employee"], name="a_person_is_called_once_at_a_roll_call"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.mark}"
