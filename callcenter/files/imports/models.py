"""Mappings that people keep for the next file."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedMapping(models.Model):
    """Which column feeds which field, kept under a name for one kind of file at one site."""

    kind = models.CharField(max_length=80)
    site_id = models.BigIntegerField(null=True)  # files sits below people; null: kinds that need no site
    name = models.CharField(_("name"), max_length=80)
    columns = models.JSONField(encoder=DjangoJSONEncoder)
    options = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("saved column assignment")
        verbose_name_plural = _("saved column assignments")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "site_id", "name"],
                nulls_distinct=False,
                name="saved_mapping_name_is_unique_for_its_kind_and_site",
                violation_error_message=_("There is already a saved assignment with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name
