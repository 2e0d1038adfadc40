"""Month sheets and what they said each time they were closed."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.db import one_value_range
from callcenter.people.models import Employee, Site
from callcenter.web.addresses import address
from staffing.attendance.access import SUBJECT
from staffing.attendance.days.models import Figures

ONE_DAY = datetime.timedelta(days=1)


class State(models.TextChoices):
    """Whether the sheet still moves with its days."""

    OPEN = "open", _("Not closed")
    CLOSED = "closed", _("Closed")


class AttendancePeriodQuerySet(models.QuerySet["AttendancePeriod"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "AttendancePeriodQuerySet":
        """Those of the sites whose people the user sees; agents see that of their own site."""
        sites = Site.objects.visible_to(user)
        return self.filter(rows(user, SUBJECT, own=Q(site__in=sites), team="", site="site", action=action))


class AttendancePeriod(models.Model):
    """The month of a site that attendance is handed in for: natural, or from the 21st to the 20th."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    start = models.DateField(_("from"))
    end = models.DateField(_("until"))  # the first day no longer in it
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.OPEN.value)
    number = models.PositiveIntegerField(_("times closed"), default=0)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by")
    )
    reopened_at = models.DateTimeField(_("reopened at"), null=True)
    reopen_reason = models.TextField(_("reason of reopening"), blank=True, default="")

    objects = AttendancePeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("month sheet")
        verbose_name_plural = _("month sheets")
        ordering = ["-start", "site"]
        constraints = [
            models.UniqueConstraint(fields=["site", "start"], name="a_site_has_one_sheet_from_a_day"),
            ExclusionConstraint(
                name="sheets_of_a_site_do_not_overlap",
                expressions=[
                    (one_value_range("site_id"), RangeOperators.OVERLAPS),
                    (Func(F("start"), F("end"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(name="sheet_ends_after_it_starts", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(
                name="closed_sheet_says_when",
                condition=Q(state="open") | Q(closed_at__isnull=False, number__gte=1),
            ),
            models.CheckConstraint(
                name="reopened_sheet_says_why", condition=Q(reopened_at=None) | ~Q(reopen_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.start} – {self.last}"

    def get_absolute_url(self) -> str:
        return address("attendance:sheet", self.site.code, self.start.isoformat())

    @property
    def last(self) -> datetime.date:
        """The last day in it."""
        return self.end - ONE_DAY

    @property
    def is_closed(self) -> bool:
        return self.state == State.CLOSED


class Snapshot(models.Model):
    """What a sheet said when it was closed: never changed, so that the same workbook can be made again."""

    period = models.ForeignKey(AttendancePeriod, models.PROTECT, related_name="snapshots")
    number = models.PositiveIntegerField(_("number"))
    people: Any = models.JSONField(
        encoder=DjangoJSONEncoder
    )  # {employee id: [number, name, name_zh, team, team_zh]}
    ledger: Any = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    values: Any = models.JSONField(encoder=DjangoJSONEncoder)  # {rulebook key: value as it read}
    made_at = models.DateTimeField(_("made at"), db_default=Now())

    class Meta:
        verbose_name = _("closed month sheet")
        verbose_name_plural = _("closed month sheets")
        ordering = ["period", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "number"], name="snapshot_of_a_sheet_has_its_own_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} · {self.number}"


class SnapshotDay(Figures):
    """A day as it was when its sheet was closed."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="days", db_index=False)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", db_index=False)
    on = models.DateField(_("day"))
    revision = models.PositiveIntegerField(_("revision"))

    class Meta:
        verbose_name = _("day of a closed month sheet")
        verbose_name_plural = _("days of closed month sheets")
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "employee", "on"], name="a_day_is_in_a_closed_sheet_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} · {self.on}"
