"""Cleaning duties of a site and their ticks."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, position, rows
from callcenter.people.models import Employee, Site, Team
from callcenter.people.naming import Bilingual
from staffing.records.access import SUBJECT

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class CleaningDutyQuerySet(models.QuerySet["CleaningDuty"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "CleaningDutyQuerySet":
        """Those of the site, or of the own teams for group leaders; agents see those of their team."""
        own = Q(team__in=position(user).team_ids)
        kept = rows(user, SUBJECT, own=own, team="team", site="site", action=action)
        return self.filter(pk__in=self.model.objects.filter(kept).values("pk"))


class CleaningDuty(Bilingual):
    """Something that is cleaned every week on one day, by a team (none: the day shift). It counts from `since` on."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="cleaning_duties", verbose_name=_("site"))
    code = models.SlugField(_("code"), max_length=32)
    weekday = models.PositiveSmallIntegerField(_("day of the week"), choices=WEEKDAYS)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    since = models.DateField(_("since"))
    is_active = models.BooleanField(_("in use"), default=True)

    objects = CleaningDutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("cleaning duty")
        verbose_name_plural = _("cleaning duties")
        ordering = ["site", "weekday", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "code"],
                name="cleaning_code_is_unique_in_its_site",
                violation_error_message=_("This site already has a cleaning duty with this code."),
            ),
            models.CheckConstraint(
                name="cleaning_weekday_is_0_to_6", condition=Q(weekday__gte=0, weekday__lte=6)
            ),
        ]


class CleaningTick(models.Model):
    """A duty was done for its day."""

    duty = models.ForeignKey(CleaningDuty, models.PROTECT, related_name="ticks")
    on = models.DateField(_("day"))
    done_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("done by")
    )
    done_at = models.DateTimeField(_("done at"), db_default=Now())
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("cleaning that was done")
        verbose_name_plural = _("cleaning that was done")
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "on"],
                name="duty_is_ticked_off_once_a_day",
                violation_error_message=_("This is ticked off already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duty} · {self.on}"
