"""The review of a month: one for each site, with every complaint closed in it."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.people.models import Department, Site
from callcenter.web.addresses import address
from complaints.cases.dossier import Case
from complaints.liability.access import SUBJECT


class Verdict(models.TextChoices):
    """What follows from a complaint (S2A-37, S2A-38)."""

    NONE = "none", pgettext_lazy("review", "Nothing follows")
    ADMINISTRATIVE = "administrative", pgettext_lazy("review", "Administrative penalty")
    DEDUCTION = "deduction", pgettext_lazy("review", "Bonus deduction")


class ReviewQuerySet(models.QuerySet["Review"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> "ReviewQuerySet":
        """Those of the user's sites; nobody has one of their own."""
        return self.filter(rows(user, SUBJECT, own=Q(pk__in=[]), site="site", action=action))

    def with_counts(self) -> "ReviewQuerySet":
        """Annotate `listed` and `left`, the complaints that wait for a verdict."""
        return self.annotate(listed=Count("lines"), left=Count("lines", filter=Q(lines__verdict="")))


class Review(models.Model):
    """The GM office's review of the complaints that a site closed in one natural month (S2A-37)."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    month = models.DateField(_("month"))  # its first day
    created_at = models.DateTimeField(_("opened"))
    due_at = models.DateTimeField(_("due"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("finished by")
    )
    summary = models.TextField(_("summary"), blank=True)

    listed: int  # both of with_counts()
    left: int

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly review of complaints")
        verbose_name_plural = _("monthly reviews of complaints")
        ordering = ["-month", "site"]
        constraints = [
            models.UniqueConstraint(fields=["site", "month"], name="month_is_reviewed_once"),
            models.CheckConstraint(name="review_is_of_a_natural_month", condition=Q(month__day=1)),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} · {self.site}"

    def get_absolute_url(self) -> str:
        return address("liability:review", str(self.pk))

    @property
    def kept_label(self) -> str:
        """As the trail and deadlines keep it, without the site's name of one language."""
        return f"{self.month:%Y-%m}"

    @property
    def end(self) -> datetime.date:
        """The first day after the month."""
        return (self.month.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)


class ReviewLine(models.Model):
    """One closed complaint in a review, and the verdict on it."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="lines")
    case = models.OneToOneField(Case, models.PROTECT, related_name="review_line")
    is_overdue = models.BooleanField(_("overdue"), default=False)
    verdict = models.CharField(_("verdict"), max_length=14, choices=Verdict.choices, blank=True)
    unit = models.ForeignKey(
        Department, models.PROTECT, null=True, related_name="+", verbose_name=_("responsible unit")
    )
    words = models.TextField(_("grounds"), blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)

    class Meta:
        verbose_name = _("complaint in a review")
        verbose_name_plural = _("complaints in a review")
        ordering = ["case__number", "pk"]
        constraints = [
            models.CheckConstraint(
                name="reviewed_complaint_has_a_verdict",
                condition=Q(verdict="", reviewed_at=None) | (~Q(verdict="") & Q(reviewed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="penalty_of_a_review_names_the_unit",
                condition=Q(verdict__in=["", "none"]) | Q(unit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.case.reference

    @property
    def site_id(self) -> int:
        return self.case.site_id
