"""Complaints that belong together, and merges with everything that undoing one needs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.permissions import Actor
from complaints.cases.dossier import Case


class LinkKind(models.TextChoices):
    """How two complaints belong together."""

    RELATED = "related", pgettext_lazy("link of complaints", "Related")


class CaseLinkQuerySet(models.QuerySet["CaseLink"]):
    def of(self, case: Case | None) -> "CaseLinkQuerySet":
        """The links that a complaint is in."""
        return self.filter(Q(case=case) | Q(other=case))

    def visible_to(self, user: Actor) -> "CaseLinkQuerySet":
        """Those in which the reader may see both complaints."""
        seen = Case.objects.visible_to(user).values("pk")
        return self.filter(case__in=seen, other__in=seen)


class CaseLink(models.Model):
    """Two complaints that belong together, told once: `case` is the one with the smaller id."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="links_out")
    other = models.ForeignKey(Case, models.PROTECT, related_name="links_in")
    kind = models.CharField(_("kind"), max_length=10, choices=LinkKind.choices, default=LinkKind.RELATED)
    words = models.CharField(_("why"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("linked"), db_default=Now())
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = CaseLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link of complaints")
        verbose_name_plural = _("links of complaints")
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "other", "kind"], name="complaints_are_linked_once"),
            models.CheckConstraint(
                name="link_of_complaints_is_told_one_way", condition=Q(case__lt=F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.reference} – {self.other.reference}"


class MergeQuerySet(models.QuerySet["Merge"]):
    def of(self, case: Case | None) -> "MergeQuerySet":
        """Those that a complaint is in, on either side."""
        return self.filter(Q(survivor=case) | Q(merged=case))

    def visible_to(self, user: Actor) -> "MergeQuerySet":
        """Those in which the reader may see both complaints."""
        seen = Case.objects.visible_to(user).values("pk")
        return self.filter(survivor__in=seen, merged__in=seen)


class Merge(models.Model):
    """One complaint was merged into another. `before` holds what the merge changed, as it was: undoing puts it back."""

    survivor = models.ForeignKey(Case, models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Case, models.PROTECT, related_name="merges_away")
    at = models.DateTimeField(_("merged"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("why"), blank=True)
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undo_reason = models.TextField(_("why it was undone"), blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of complaints")
        verbose_name_plural = _("merges of complaints")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], name="complaint_is_merged_away_once", condition=Q(undone_at=None)
            ),
            models.CheckConstraint(
                name="complaint_is_not_merged_into_itself", condition=~Q(survivor=F("merged"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged.reference} → {self.survivor.reference}"
