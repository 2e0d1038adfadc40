"""What the shell itself stores: saved views of lists, drafts of long forms."""

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


class Draft(models.Model):
    """What a user had written in a long form that is not sent yet. Theirs alone; gone with sending it and at log-out."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    form = models.CharField(_("form"), max_length=100)  # "people.employee.hire"
    place = models.CharField(_("page"), max_length=500)  # its address: two employees' forms are two drafts
    fields = models.JSONField(_("fields"))  # name to list of texts, as a browser sends them
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "form", "place"], name="draft_is_one_a_form_and_page"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.place}"
