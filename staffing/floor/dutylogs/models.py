"""Duty logs of shifts, locked by signature, and the shift leaders' monthly reports."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.people.models import Employee, Site, Team
from callcenter.web.addresses import address
from staffing.floor.access import RECORDS


class DutyLogQuerySet(models.QuerySet["DutyLog"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "DutyLogQuerySet":
        """Those opened or signed by oneself; those of the team or site by the user's posts."""
        own = Q(opened_by=getattr(user, "pk", None)) if getattr(user, "pk", None) else Q(pk__in=[])
        return self.filter(
            rows(
                user,
                RECORDS,
                own=own,
                team="team",
                department="team__department",
                site="site",
                action=action,
            )
        )

    def open(self) -> "DutyLogQuerySet":
        """Not signed."""
        return self.filter(locked_at=None)


class DutyLog(models.Model):
    """What happened in one shift of one team. `sections` are the leader's words by key; `facts` are frozen by the signature."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    team = models.ForeignKey(Team, models.PROTECT, related_name="duty_logs", verbose_name=_("team"))
    on = models.DateField(_("day"))
    code = models.CharField(_("shift"), max_length=8)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    sections: Any = models.JSONField(_("sections"), default=dict)
    facts: Any = models.JSONField(_("facts"), default=dict)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened at"), db_default=Now())
    locked_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    locked_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("signed by")
    )
    version = models.PositiveIntegerField(default=1)  # what an editor saw

    objects = DutyLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty log")
        verbose_name_plural = _("duty logs")
        ordering = ["-starts_at", "team"]
        indexes = [models.Index(fields=["site", "-on"], name="duty_log_by_site_and_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "starts_at", "code"],
                name="shift_of_a_team_has_one_duty_log",
                violation_error_message=_("This shift already has its duty log."),
            ),
            models.CheckConstraint(
                name="duty_log_shift_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="duty_log_is_signed_by_somebody",
                condition=Q(locked_at=None, locked_by=None)
                | Q(locked_at__isnull=False, locked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.on} {self.code} · {self.team}"

    def get_absolute_url(self) -> str:
        return address("floor:duty_log", str(self.pk))

    @property
    def number(self) -> str:
        """The public number: DL-000042."""
        return f"DL-{self.pk:06d}"

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None


class MonthReportQuerySet(models.QuerySet["MonthReport"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "MonthReportQuerySet":
        """Those of the team or site by the user's posts."""
        return self.filter(
            rows(
                user,
                RECORDS,
                own=Q(pk__in=[]),
                team="team",
                department="team__department",
                site="site",
                action=action,
            )
        )


class MonthReport(models.Model):
    """A team's shift report of a month, handed in before the day of the rulebook (S2F-8). Append-only."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name=_("team"))
    month = models.DateField(_("month"))  # its first day
    figures: Any = models.JSONField(_("figures"), default=dict)
    text = models.TextField(_("report"))
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("handed in by")
    )
    handed_in_at = models.DateTimeField(_("handed in at"), db_default=Now())

    objects = MonthReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly shift report")
        verbose_name_plural = _("monthly shift reports")
        ordering = ["-month", "team"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "month"],
                name="team_hands_in_one_report_a_month",
                violation_error_message=_("This team's report of that month is already handed in."),
            ),
            models.CheckConstraint(name="month_report_is_of_a_month", condition=Q(month__day=1)),
            models.CheckConstraint(name="month_report_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.team} {self.month:%Y-%m}"
