"""The secret address by which a customer follows one complaint without logging in."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from complaints.cases.models import Case


class StatusLink(models.Model):
    """One secret address. The secret itself is kept nowhere: `token_hash` is what it is found by.

    `form_hash` names the form that was sent, so that sending it twice makes one complaint; `sender_hash` and `phone_key`
    are what the form's limits count by.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="status_links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    form_hash = models.CharField(max_length=64, unique=True, editable=False)
    sender_hash = models.CharField(max_length=64, blank=True, editable=False)
    phone_key = models.CharField(max_length=20, blank=True, editable=False)
    language = models.CharField(_("language"), max_length=10)
    made_at = models.DateTimeField(_("made"), db_default=Now())
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("status link")
        verbose_name_plural = _("status links")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["sender_hash", "-made_at"], name="status_link_by_sender"),
            models.Index(fields=["phone_key", "-made_at"], name="status_link_by_phone"),
        ]

    def __str__(self) -> str:
        return str(self.case.reference)


class CustomerWord(models.Model):
    """What a customer wrote on their status page, counted by the limit of messages."""

    link = models.ForeignKey(StatusLink, models.PROTECT, related_name="words")
    at = models.DateTimeField(_("at"), db_default=Now())
    text = models.TextField(_("message"))
    form_hash = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("message of a customer")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="customer_wrote_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.link} {self.at:%Y-%m-%d %H:%M}"
