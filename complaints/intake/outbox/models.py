"""Letters by e-mail to customers that are waiting to go out, one row each."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.cases.models import Case


class MailState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("letter by e-mail", "On its way")
    SENT = "sent", pgettext_lazy("letter by e-mail", "Sent")
    DEAD = "dead", pgettext_lazy("letter by e-mail", "Given up")


class MailKind(models.TextChoices):
    """What a letter says."""

    RECEIPT = "receipt", pgettext_lazy("letter by e-mail", "Confirmation of receipt")
    MERGED = "merged", pgettext_lazy("letter by e-mail", "Merged with another complaint")


class OutboundMail(models.Model):
    """One letter. `key` is what makes it go out once; `secret` (the status link, encrypted) is wiped once it is out."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="outbound_mails")
    kind = models.CharField(_("kind"), max_length=10, choices=MailKind.choices)
    key = models.CharField(max_length=80, unique=True)
    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=10)
    message_id = models.CharField(max_length=200, unique=True)
    in_reply_to = models.CharField(max_length=998, blank=True)
    mailbox = models.ForeignKey("intake.Mailbox", models.PROTECT, null=True, related_name="+")
    secret = models.TextField(blank=True)
    state = models.CharField(_("state"), max_length=8, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due"), db_default=Now())
    leased_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(_("written"), db_default=Now())
    ended_at = models.DateTimeField(_("sent"), null=True)
    trouble = models.CharField(_("trouble"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("letter by e-mail")
        verbose_name_plural = _("letters by e-mail")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], name="outbound_mail_waiting", condition=Q(state="waiting")),
            models.Index(fields=["to", "-made_at"], name="outbound_mail_by_address"),
        ]
        constraints = [
            models.CheckConstraint(
                name="letter_is_over_at_a_moment",
                condition=Q(state="waiting", ended_at=None)
                | (~Q(state="waiting") & Q(ended_at__isnull=False, secret="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.case.reference}"
