"""Slots of breaks and meals with their actual times, and times off post."""

import datetime

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.db import one_value_range
from callcenter.people.models import Employee, Site, Team
from callcenter.web.addresses import address
from staffing.floor.access import BREAKS
from staffing.roster.models import Assignment


class BreakKind(models.TextChoices):
    """What somebody is away for."""

    MEAL = "meal", _("Meal")
    REST = "rest", _("Short rest")
    TRAINING = "training", _("Training")
    OTHER = "other", pgettext_lazy("break", "Other")


class BreakState(models.TextChoices):
    """How far a slot is. Whether somebody is away is said by its actual times."""

    ASKED = "asked", pgettext_lazy("break", "Asked for")
    PLANNED = "planned", pgettext_lazy("break", "Assigned")
    DECLINED = "declined", pgettext_lazy("break", "Declined")
    CANCELLED = "cancelled", pgettext_lazy("break", "Taken back")


STANDING = (BreakState.ASKED, BreakState.PLANNED)


class BreakQuerySet(models.QuerySet["Break"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "BreakQuerySet":
        """Own breaks; those of the team or site by the user's posts."""
        return self.filter(
            rows(
                user,
                BREAKS,
                own="employee",
                team="team",
                department="team__department",
                site="site",
                action=action,
            )
        )

    def standing(self) -> "BreakQuerySet":
        """Asked for or assigned."""
        return self.filter(state__in=STANDING)

    def away(self) -> "BreakQuerySet":
        """Those under way."""
        return self.filter(left_at__isnull=False, returned_at=None)


class Break(models.Model):
    """One slot [starts_at, ends_at) of one person's shift; `left_at` and `returned_at` are when they really went and came."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    team = models.ForeignKey(Team, models.PROTECT, related_name="breaks", verbose_name=_("team"))
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="breaks", verbose_name=_("shift"))
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="breaks", verbose_name=_("employee"))
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=8, choices=BreakKind.choices)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    state = models.CharField(_("state"), max_length=10, choices=BreakState.choices)
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("entered at"), db_default=Now())
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    returned_at = models.DateTimeField(_("came back"), null=True, blank=True)
    overrun_seconds = models.PositiveIntegerField(_("too long"), default=0)  # past the rulebook's tolerance

    objects = BreakQuerySet.as_manager()

    class Meta:
        verbose_name = _("break")
        verbose_name_plural = _("breaks")
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["team", "on"], name="break_by_team_and_day"),
            models.Index(fields=["assignment"], name="break_by_shift"),
        ]
        constraints = [
            ExclusionConstraint(
                name="nobody_has_two_breaks_at_once",
                expressions=[
                    (one_value_range("employee_id"), RangeOperators.OVERLAPS),
                    (Func(F("starts_at"), F("ends_at"), function="tstzrange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=["asked", "planned"]),
                violation_error_message=_("This person already has a break at that time."),
            ),
            models.UniqueConstraint(
                fields=["employee"],
                condition=Q(left_at__isnull=False, returned_at=None),
                name="nobody_is_away_twice",
                violation_error_message=_("This person is already away."),
            ),
            models.CheckConstraint(
                name="break_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="break_is_left_before_coming_back",
                condition=Q(returned_at=None) | Q(left_at__isnull=False, returned_at__gte=F("left_at")),
            ),
            models.CheckConstraint(
                name="break_that_is_taken_was_assigned", condition=Q(left_at=None) | Q(state="planned")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on} · {self.employee}"

    def get_absolute_url(self) -> str:
        return address("floor:breaks", str(self.team_id), self.on.isoformat())

    @property
    def kept_label(self) -> str:
        """Without words of a language, for rows that keep it (`audit.labels`)."""
        return f"{self.on} · {self.employee}"

    @property
    def length(self) -> datetime.timedelta:
        return self.ends_at - self.starts_at

    @property
    def is_away(self) -> bool:
        return self.left_at is not None and self.returned_at is None

    @property
    def due_back_at(self) -> datetime.datetime:
        """When somebody who left has to be back: the length of the slot after leaving."""
        return (self.left_at or self.starts_at) + self.length


class OffPostQuerySet(models.QuerySet["OffPost"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "OffPostQuerySet":
        """Own ones; those of the team or site by the user's posts."""
        return self.filter(
            rows(
                user,
                BREAKS,
                own="employee",
                team="team",
                department="team__department",
                site="site",
                action=action,
            )
        )


class OffPost(models.Model):
    """Somebody was off post without consent [left_at, returned_at): a break that lasted too long, or found by the leader."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", verbose_name=_("team"))
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="off_posts", verbose_name=_("shift")
    )
    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="off_posts", verbose_name=_("employee")
    )
    on = models.DateField(_("day"))
    left_at = models.DateTimeField(_("left"))
    returned_at = models.DateTimeField(_("came back"), null=True, blank=True)
    from_break = models.OneToOneField(
        Break, models.PROTECT, null=True, related_name="off_post", verbose_name=_("break")
    )
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("reported by")
    )
    reported_at = models.DateTimeField(_("reported at"), db_default=Now())

    objects = OffPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("time off post")
        verbose_name_plural = _("times off post")
        ordering = ["-left_at"]
        indexes = [models.Index(fields=["employee", "on"], name="off_post_by_employee_and_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["employee"],
                condition=Q(returned_at=None),
                name="nobody_is_off_post_twice",
                violation_error_message=_("This person is already noted as off post."),
            ),
            models.CheckConstraint(
                name="off_post_ends_after_it_starts",
                condition=Q(returned_at=None) | Q(returned_at__gte=F("left_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} · {self.employee}"
