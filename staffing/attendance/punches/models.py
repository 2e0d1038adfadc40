"""Punches, and those that a correction voided. Both are append-only: the database refuses changes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.people.models import Employee, Site, Team
from staffing.attendance import matching
from staffing.attendance.access import SUBJECT


class Direction(models.TextChoices):
    """What the clock says it was."""

    IN = matching.IN, _("In")
    OUT = matching.OUT, _("Out")
    UNKNOWN = matching.UNKNOWN, _("Not known")


class Source(models.TextChoices):
    """Where a punch comes from."""

    WEB = "web", _("Browser")
    IMPORT = "import", _("File")
    API = "api", _("API")
    DEVICE = "device", _("Time clock")
    MANUAL = "manual", _("By hand")


class PunchQuerySet(models.QuerySet["Punch"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "PunchQuerySet":
        """Own punches; those of the team's, department's or site's people by the user's posts."""
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

    def standing(self) -> "PunchQuerySet":
        """Those that no correction voided."""
        return self.filter(voiding=None)


class Punch(models.Model):
    """Somebody was at a clock. `occurred_at` is when, to the second; `recorded_at` when we heard of it.

    `source_key` names the clock, file or correction within its source; with it the same punch that comes twice is one row.
    `drift_seconds`: how far the device's own clock was ahead of ours (behind: negative), where we know it.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="punches", db_index=False, verbose_name=_("employee")
    )  # the unique constraint begins with it
    team = models.ForeignKey(  # that the person was in on that day
        Team, models.PROTECT, null=True, related_name="+", verbose_name=_("team")
    )
    occurred_at = models.DateTimeField(_("time"))
    direction = models.CharField(_("direction"), max_length=8, choices=Direction.choices)
    source = models.CharField(_("from"), max_length=8, choices=Source.choices)
    source_key = models.CharField(_("clock"), max_length=64, blank=True, default="")
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )
    ip = models.GenericIPAddressField(_("address"), null=True, blank=True)
    drift_seconds = models.IntegerField(_("clock off by"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True, default="")

    objects = PunchQuerySet.as_manager()

    class Meta:
        verbose_name = _("punch")
        verbose_name_plural = _("punches")
        ordering = ["-occurred_at", "-pk"]
        indexes = [models.Index(fields=["site", "occurred_at"], name="punch_by_site_and_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "occurred_at", "source", "source_key"],
                name="a_punch_is_recorded_once",
                violation_error_message=_("This punch is recorded already."),
            ),
            models.CheckConstraint(
                name="punch_is_of_a_known_direction_and_source",
                condition=Q(direction__in=Direction.values, source__in=Source.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} · {self.occurred_at:%Y-%m-%d %H:%M:%S} · {self.get_direction_display()}"

    @property
    def kept_label(self) -> str:
        """Without words of a language, for rows that keep it (`audit.labels`)."""
        return f"{self.employee} · {self.occurred_at:%Y-%m-%d %H:%M:%S}"


class PunchVoid(models.Model):
    """A punch that no longer counts; it stays as it is."""

    punch = models.OneToOneField(Punch, models.PROTECT, related_name="voiding", verbose_name=_("punch"))
    correction = models.ForeignKey(
        "attendance.Correction", models.PROTECT, related_name="voids", verbose_name=_("correction")
    )
    voided_at = models.DateTimeField(_("voided at"), db_default=Now())

    class Meta:
        verbose_name = _("voided punch")
        verbose_name_plural = _("voided punches")

    def __str__(self) -> str:
        return str(self.punch)
