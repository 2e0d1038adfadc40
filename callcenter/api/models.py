"""What the API keeps: answers to writes that may be asked again."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class KeptAnswer(models.Model):
    """The answer to a write that carried an `Idempotency-Key`, given again when the same caller asks again.

    The row is written in the write's own transaction: a second request with the key waits for the first in the
    database, and either finds its answer or, when the first came to nothing, is the first itself.
    """

    caller = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    method = models.CharField(max_length=10)
    path = models.CharField(max_length=1000)
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.BinaryField(default=b"")
    made_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [
            models.UniqueConstraint(fields=["caller", "key"], name="idempotency_key_is_used_once_by_a_caller")
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.key}"
