"""Checklists, patrols with their findings, and what a week's analysis says."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.people.models import Employee, Site, Team
from callcenter.people.naming import Bilingual
from callcenter.web.addresses import address
from staffing.records.access import SUBJECT
from staffing.records.patrols.checklist import ItemGroup


class PatrolItem(Bilingual):
    """One point of a site's checklist; out of use it stays with the findings that name it."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="patrol_items", verbose_name=_("site"))
    code = models.SlugField(_("code"), max_length=32)
    group = models.CharField(_("group"), max_length=16, choices=ItemGroup.choices)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("checklist point")
        verbose_name_plural = _("checklist points")
        ordering = ["site", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "code"],
                name="checklist_code_is_unique_in_its_site",
                violation_error_message=_("This site already has a checklist point with this code."),
            ),
        ]


class PatrolQuerySet(models.QuerySet["Patrol"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "PatrolQuerySet":
        """Those of the site or the own teams for who looks after others; else those that one walked oneself."""
        return self.filter(rows(user, SUBJECT, own="patrolled_by", team="team", site="site", action=action))

    def with_counts(self) -> "PatrolQuerySet":
        """Annotate `found`, the number of findings, and `corrected` of them."""
        corrected = models.Count("findings", filter=Q(findings__is_corrected=True))
        return self.annotate(found=models.Count("findings"), corrected=corrected)


class Patrol(models.Model):
    """One walk over the floor, or over a team's part of it. Append-only: what was seen stays as it was recorded."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="patrols", verbose_name=_("site"))
    team = models.ForeignKey(  # null: the whole floor
        Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    patrolled_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, related_name="+", verbose_name=_("patrolled by")
    )
    patrolled_at = models.DateTimeField(_("patrolled at"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())
    items_checked = models.PositiveSmallIntegerField(_("points checked"))
    note = models.TextField(_("note"), blank=True)

    objects = PatrolQuerySet.as_manager()

    class Meta:
        verbose_name = _("patrol")
        verbose_name_plural = _("patrols")
        ordering = ["-patrolled_at", "-pk"]
        indexes = [models.Index(fields=["site", "-patrolled_at"], name="patrol_by_site")]

    def __str__(self) -> str:
        return f"{self.number} · {self.team or self.site}"

    def get_absolute_url(self) -> str:
        return address("records:patrol", str(self.pk))

    @property
    def number(self) -> str:
        """The number that people say."""
        return f"PT-{self.pk:05}"


class PatrolFinding(models.Model):
    """Something that was wrong: which point, whom it concerns, whether it was put right on the spot. Append-only.

    A deduction that quality draws from it points here; the address is `get_absolute_url`.
    """

    patrol = models.ForeignKey(Patrol, models.PROTECT, related_name="findings")
    item = models.ForeignKey(PatrolItem, models.PROTECT, related_name="+", verbose_name=_("point"))
    employee = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person concerned")
    )
    is_corrected = models.BooleanField(_("corrected on the spot"), default=False)

    class Meta:
        verbose_name = _("finding of a patrol")
        verbose_name_plural = _("findings of patrols")
        ordering = ["patrol", "item__order", "pk"]
        indexes = [models.Index(fields=["employee"], name="finding_by_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["patrol", "item", "employee"],
                nulls_distinct=False,
                name="patrol_finds_a_point_once_for_a_person",
                violation_error_message=_("This point is noted twice for the same person."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}" + (f" · {self.employee}" if self.employee else "")

    def get_absolute_url(self) -> str:
        return f"{self.patrol.get_absolute_url()}#finding-{self.pk}"


class PatrolAnalysis(models.Model):
    """The Patrol Record Analysis Report of a week: its measures in words, handed to the director (S0-16)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    week = models.DateField(_("week"))  # its Monday
    measures = models.TextField(_("measures"))
    figures = models.JSONField(_("figures"))  # as they were when it was handed in
    handed_in_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+")
    handed_in_at = models.DateTimeField(_("handed in at"), db_default=Now())

    class Meta:
        verbose_name = _("patrol record analysis")
        verbose_name_plural = _("patrol record analyses")
        ordering = ["-week"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "week"],
                name="patrols_of_a_week_are_analysed_once",
                violation_error_message=_("The patrols of this week are analysed already."),
            ),
            models.CheckConstraint(
                name="analysis_week_is_a_monday",
                condition=Q(week__iso_week_day=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site} · {self.week}"
