"""Improvements out of complaints, and what their effect was."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.people.models import Department, Employee, Site
from callcenter.web.addresses import address
from complaints.cases.dossier import Case, CauseClass
from complaints.improvement.rules import Effect

SUBJECT = "complaints.improvement"


class ImprovementState(models.TextChoices):
    """Where it stands."""

    OPEN = "open", pgettext_lazy("improvement", "To be planned")
    PLANNED = "planned", pgettext_lazy("improvement", "Under way")
    DONE = "done", pgettext_lazy("improvement", "Done, to be verified")
    VERIFIED = "verified", pgettext_lazy("improvement", "Verified, effect is measured")
    EFFECTIVE = "effective", pgettext_lazy("improvement", "Effective")


TO_DO = (ImprovementState.OPEN, ImprovementState.PLANNED)  # the owner has not done it yet


class ImprovementQuerySet(models.QuerySet["Improvement"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "ImprovementQuerySet":
        """One's own; those of a department or site by the user's posts."""
        return self.filter(
            rows(user, SUBJECT, own="owner", department="department", site="site", action=action)
        )

    def with_people(self) -> "ImprovementQuerySet":
        """With what pages and lists name."""
        return self.select_related("site", "case", "cause", "owner__user", "department")

    def running(self) -> "ImprovementQuerySet":
        """Those somebody still has to do something about."""
        return self.exclude(state__in=[ImprovementState.VERIFIED, ImprovementState.EFFECTIVE])

    def late(self) -> "ImprovementQuerySet":
        """Those not done whose day is over at their site."""
        over = Q(pk__in=[])
        for site in Site.objects.all():
            over |= Q(site=site, due_on__lt=site.today())
        return self.filter(over, state__in=TO_DO)


class Improvement(models.Model):
    """A corrective action because of a complaint whose verdict says that it is tracked (S2A-27), with a named owner always.

    `round` counts how often it was begun: what proves not effective is opened again.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    case = models.OneToOneField(Case, models.PROTECT, related_name="improvement", verbose_name=_("complaint"))
    cause = models.ForeignKey(
        CauseClass, models.PROTECT, null=True, related_name="+", verbose_name=_("cause")
    )
    state = models.CharField(
        _("state"), max_length=9, choices=ImprovementState.choices, default=ImprovementState.OPEN
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    owner = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("owner"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("department")
    )
    root_cause = models.TextField(_("root cause"), blank=True)
    action = models.TextField(_("corrective action"), blank=True)
    due_on = models.DateField(_("due"))
    created_at = models.DateTimeField(_("opened"))
    done_at = models.DateTimeField(_("done"), null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    evidence = models.TextField(_("evidence"), blank=True)
    verified_at = models.DateTimeField(_("verified"), null=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("verified by")
    )
    words = models.TextField(_("words of the verification"), blank=True)

    objects = ImprovementQuerySet.as_manager()

    class Meta:
        verbose_name = _("improvement")
        verbose_name_plural = _("improvements")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["site", "state", "due_on"], name="improvement_by_site_and_due"),
            models.Index(fields=["owner", "due_on"], name="improvement_by_owner"),
        ]
        constraints = [
            models.CheckConstraint(
                name="planned_improvement_says_cause_and_action",
                condition=Q(state="open") | (~Q(root_cause="") & ~Q(action="")),
            ),
            models.CheckConstraint(
                name="done_improvement_has_evidence",
                condition=~Q(state__in=["done", "verified", "effective"])
                | (Q(done_at__isnull=False) & ~Q(evidence="")),
            ),
            models.CheckConstraint(
                name="effect_is_measured_after_verification",
                condition=~Q(state__in=["verified", "effective"])
                | Q(verified_at__isnull=False, verified_by__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_verifies_what_they_have_done",
                condition=Q(verified_by=None) | Q(done_by=None) | ~Q(verified_by=models.F("done_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.case.reference}"

    def get_absolute_url(self) -> str:
        return address("improvement:improvement", str(self.pk))

    @property
    def number(self) -> str:
        """The public number: IM-000042."""
        return f"IM-{self.pk:06d}"

    @property
    def due_at(self) -> datetime.datetime:
        """The end of its day at the site."""
        return datetime.datetime.combine(self.due_on, datetime.time(23, 59, 59), self.site.zone)

    @property
    def is_late(self) -> bool:
        """Not done, and its day is over."""
        return self.state in TO_DO and self.due_on < self.site.today()

    @property
    def action_on(self) -> datetime.date | None:
        """The day at the site on which the action was done: what later complaints are held against."""
        return self.done_at.astimezone(self.site.zone).date() if self.done_at else None


class Measurement(models.Model):
    """What the effect of one round was: complaints of the cause and calls in as many weeks before and after. Append-only."""

    improvement = models.ForeignKey(Improvement, models.PROTECT, related_name="measurements")
    round = models.PositiveSmallIntegerField(_("round"))
    weeks = models.PositiveSmallIntegerField(_("weeks"))
    action_on = models.DateField(_("action done on"))
    before = models.PositiveIntegerField(_("complaints before"))
    after = models.PositiveIntegerField(_("complaints after"))
    calls_before = models.PositiveIntegerField(_("calls before"), null=True)  # null: not to be compared with
    calls_after = models.PositiveIntegerField(_("calls after"), null=True)
    is_effective = models.BooleanField(_("effective"))
    measured_at = models.DateTimeField(_("measured"))

    class Meta:
        verbose_name = _("measurement of an effect")
        verbose_name_plural = _("measurements of effects")
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["improvement", "round"], name="round_is_measured_once"),
            models.CheckConstraint(
                name="effect_is_measured_by_calls_of_both_sides",
                condition=Q(calls_before=None, calls_after=None)
                | Q(
                    calls_before__isnull=False,
                    calls_after__isnull=False,
                    calls_before__gt=0,
                    calls_after__gt=0,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    @property
    def effect(self) -> Effect:
        """The figures as they were compared."""
        return Effect(self.before, self.after, self.calls_before, self.calls_after)
