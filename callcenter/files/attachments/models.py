"""Files that hang on a record."""

import secrets
from pathlib import PurePath

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def stored_name(attachment: "Attachment", name: str) -> str:
    """A name of our own making: nothing of the sender's name reaches the storage but a plain ending."""
    ending = PurePath(name).suffix.lower()
    ending = ending if ending[1:].isalnum() and ending.isascii() else ""
    return f"attachments/{timezone.now():%Y/%m}/{secrets.token_hex(16)}{ending}"


class Attachment(models.Model):
    """One file on one record; who may see it, the record decides (attachments.registry)."""

    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    file = models.FileField(_("file"), upload_to=stored_name, max_length=200)
    name = models.CharField(_("name"), max_length=255)  # as it was sent, without folders
    size = models.PositiveBigIntegerField(_("size"))  # bytes
    media_type = models.CharField(_("type"), max_length=100)  # by content
    sha256 = models.CharField(_("checksum"), max_length=64)
    note = models.CharField(_("note"), max_length=200, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )
    uploaded_at = models.DateTimeField(_("added at"), db_default=Now())

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "-id"], name="attachment_by_subject")]
        constraints = [
            models.CheckConstraint(
                name="attachment_is_not_empty",
                condition=Q(size__gt=0),
                violation_error_message=_("An attachment cannot be empty."),
            ),
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "sha256", "name"],
                name="attachment_hangs_on_a_record_once",
                violation_error_message=_("This file is attached already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:attachment", args=[self.pk])
