"""What the product notes about its own running: signs of life, backups, what retention let go of."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """The last sign of life of a chain of processes. One row each, written over and over."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"


class Backup(models.Model):
    """One archive of database and attachments, as far as it came."""

    file_name = models.CharField(_("file"), max_length=255)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    size = models.BigIntegerField(_("size"), default=0)  # bytes
    tables = models.PositiveIntegerField(_("tables"), default=0)
    rows = models.BigIntegerField(_("rows"), default=0)
    files = models.PositiveIntegerField(_("files"), default=0)
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True)  # of the manifest
    is_verified = models.BooleanField(_("verified"), default=False)  # read back, every checksum right
    message = models.TextField(_("message"), blank=True)  # why it failed

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="verified_backup_has_ended",
                condition=Q(is_verified=False) | Q(finished_at__isnull=False, message=""),
                violation_error_message=_("A backup is verified when it has ended well."),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class RetentionRun(models.Model):
    """One time that rows past their days were let go: what, how old, how many."""

    what = models.CharField(_("what"), max_length=60)
    days = models.PositiveIntegerField(_("kept for"))
    before = models.DateTimeField(_("older than"))
    rows = models.BigIntegerField(_("rows"), default=0)
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    message = models.TextField(_("message"), blank=True)  # why it stopped

    class Meta:
        verbose_name = _("retention run")
        verbose_name_plural = _("retention runs")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["what", "-id"], name="operation_retention_by_what")]

    def __str__(self) -> str:
        return f"{self.what} {self.before:%Y-%m-%d}: {self.rows}"
