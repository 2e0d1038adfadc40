"""What the shell itself stores: saved views of lists."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A user's named filters, order and columns of one list."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    listing = models.CharField(_("list"), max_length=100)  # web.listing.Listing.key
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("query"), max_length=2000, blank=True)
    is_default = models.BooleanField(_("open the list with it"), default=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "listing", "name"],
                name="saved_view_name_is_unique_in_its_list",
                violation_error_message=_("You already have a view with this name."),
            ),
            models.UniqueConstraint(
                fields=["user", "listing"],
                condition=Q(is_default=True),
                name="saved_view_has_one_default_per_list",
            ),
        ]

    def __str__(self) -> str:
        return self.name
