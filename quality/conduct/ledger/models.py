"""The ledger of points: only ever added to; the database refuses everything else."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.people.models import Employee, Site, Team
from quality.conduct.access import SUBJECT
from quality.conduct.catalogue.models import Item


class EntryKind(models.TextChoices):
    """What an entry does."""

    DEDUCTION = "deduction", pgettext_lazy("points", "Deduction")
    REVERSAL = "reversal", pgettext_lazy("points", "Reversal")
    REWARD = "reward", pgettext_lazy("points", "Reward")


OF_DEDUCTIONS = Q(kind="deduction") | Q(kind="reversal", points__lte=0)
OF_REWARDS = Q(kind="reward") | Q(kind="reversal", points__gt=0)


class PointsQuerySet(models.QuerySet["PointsEntry"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "PointsQuerySet":
        """One's own; those of a team or site by the user's posts."""
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

    def of_deductions(self) -> "PointsQuerySet":
        """Deductions and what undid them."""
        return self.filter(OF_DEDUCTIONS)

    def of_rewards(self) -> "PointsQuerySet":
        """Rewards and what undid them."""
        return self.filter(OF_REWARDS)

    def with_sources(self) -> "PointsQuerySet":
        """With what a line of a list shows, in constant queries."""
        found = self.select_related("site", "employee", "team", "item", "entered_by__employee", "source_type")
        return found.prefetch_related("source")


class PointsEntry(models.Model):
    """Points taken from somebody (positive), or given (negative): a reward, or the reversal of a deduction. The reversal of a
    reward takes its points again.

    `month` is the first day of the statistics month in which they count, `on` the day they are about. The decision that
    they rest on is `source`; who took it, `entered_by` (null: the system).
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    employee = models.ForeignKey(
        Employee, models.PROTECT, related_name="conduct_points", verbose_name=_("employee")
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", verbose_name=_("team"))
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="+", verbose_name=_("item"))
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind.choices)
    points = models.SmallIntegerField(_("points"))
    is_veto = models.BooleanField(_("veto"), default=False)
    on = models.DateField(_("day"))
    month = models.DateField(_("statistics month"))
    reason = models.TextField(_("reason"))
    source_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    source_id = models.PositiveBigIntegerField()
    source = GenericForeignKey("source_type", "source_id")
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversal", verbose_name=_("reverses")
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    entered_at = models.DateTimeField(_("entered"), db_default=Now())

    objects = PointsQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of points")
        verbose_name_plural = _("entries of points")
        ordering = ["-entered_at", "-pk"]
        indexes = [
            models.Index(fields=["employee", "month"], name="points_by_person_and_month"),
            models.Index(fields=["site", "month"], name="points_by_site_and_month"),
            models.Index(fields=["source_type", "source_id"], name="points_by_source"),
        ]
        constraints = [
            models.CheckConstraint(name="points_entry_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="deduction_takes_and_reversal_gives_back",
                condition=Q(kind="deduction", reverses=None, points__gte=0)
                | Q(kind="reward", reverses=None, points__lt=0, is_veto=False)
                | Q(kind="reversal", reverses__isnull=False),
            ),
            models.CheckConstraint(
                name="deduction_without_points_is_a_veto", condition=~Q(points=0) | Q(is_veto=True)
            ),
            models.CheckConstraint(
                name="statistics_month_begins_on_its_day", condition=Q(month__day__lte=28)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.employee} {self.points}"

    @property
    def given(self) -> int:
        """Points given: those of a reward."""
        return max(-self.points, 0)

    @property
    def number(self) -> str:
        """The public number: CP-000042."""
        return f"CP-{self.pk:06d}"
