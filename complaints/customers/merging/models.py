"""A merge: which record went into which, what it brought along, and whether it was taken back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from complaints.customers.dossier import Customer


class Merge(models.Model):
    """Two records found to be one customer. Nothing is moved but names: what was empty is filled, and given back on undo."""

    kept = models.ForeignKey(Customer, models.PROTECT, related_name="merges", verbose_name=_("stays"))
    gone = models.ForeignKey(Customer, models.PROTECT, related_name="+", verbose_name=_("goes into it"))
    reason = models.TextField(_("reason"))
    filled = models.JSONField(default=list)  # names of fields of `kept` that were empty and came from `gone`
    brought = models.JSONField(default=list)  # ids of records that had been merged into `gone`
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    merged_at = models.DateTimeField(_("merged"), db_default=Now())
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(_("taken back"), null=True)
    undo_reason = models.TextField(_("why taken back"), blank=True)

    class Meta:
        verbose_name = _("merge of customers")
        verbose_name_plural = _("merges of customers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="a_merge_is_of_two_records", condition=~Q(kept=F("gone"))),
            models.CheckConstraint(name="a_merge_has_a_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                fields=["gone"],
                condition=Q(undone_at__isnull=True),
                name="a_record_is_merged_once_at_a_time",
                violation_error_message=_("This record is merged into another already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"
