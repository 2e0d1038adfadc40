"""Corrections of a day's punches. Who decides and where it stands is the request's (callcenter.approvals)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.people.models import Employee, Site, Team
from callcenter.web.addresses import address
from staffing.attendance.access import SUBJECT
from staffing.attendance.punches.models import Direction, Punch

KIND = "attendance.correction"


class State(models.TextChoices):
    """Where a correction stands."""

    ASKED = "asked", _("Waits for a decision")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Turned down")
    WITHDRAWN = "withdrawn", _("Withdrawn")


COLOURS = {
    State.ASKED.value: "blue",
    State.APPROVED.value: "green",
    State.REJECTED.value: "red",
    State.WITHDRAWN.value: "grey",
}


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "CorrectionQuerySet":
        """As the days they are about."""
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


class Correction(models.Model):
    """Adds a punch that was forgotten, takes one away that was wrong, or both. The original punch stays as it is."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("employee"))
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", verbose_name=_("team"))
    on = models.DateField(_("day"))
    adds_at = models.DateTimeField(_("punch at"), null=True, blank=True)
    direction = models.CharField(
        _("direction"), max_length=8, choices=Direction.choices, blank=True, default=""
    )
    voids_punch = models.ForeignKey(
        Punch, models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("instead of")
    )
    reason = models.TextField(_("reason"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED.value)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"), db_default=Now())
    decided_at = models.DateTimeField(_("decided at"), null=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction of attendance")
        verbose_name_plural = _("corrections of attendance")
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["employee", "on"], name="correction_by_person_and_day")]
        constraints = [
            models.CheckConstraint(
                name="correction_adds_or_takes_away",
                condition=Q(adds_at__isnull=False) | Q(voids_punch__isnull=False),
                violation_error_message=_("A correction adds a punch or takes one away."),
            ),
            models.CheckConstraint(
                name="correction_that_adds_says_in_or_out",
                condition=Q(adds_at=None, direction="")
                | Q(adds_at__isnull=False, direction__in=[Direction.IN.value, Direction.OUT.value]),
                violation_error_message=_("Say whether it was in or out."),
            ),
            models.CheckConstraint(
                name="correction_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why."),
            ),
            models.UniqueConstraint(
                fields=["voids_punch"],
                condition=Q(state="asked"),
                name="a_punch_has_one_open_correction",
                violation_error_message=_("A correction of this punch already waits for a decision."),
            ),
            models.UniqueConstraint(
                fields=["employee", "adds_at", "direction"],
                condition=Q(state="asked", adds_at__isnull=False),
                name="a_forgotten_punch_is_asked_for_once",
                violation_error_message=_("This punch has been asked for already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} · {self.on}"

    def get_absolute_url(self) -> str:
        return address("attendance:day", self.employee.number, self.on.isoformat())

    @property
    def badge(self) -> tuple[str, str]:
        """The state in a word, and its colour."""
        return self.get_state_display(), COLOURS[self.state]
