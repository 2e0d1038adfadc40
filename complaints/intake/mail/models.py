"""Mailboxes that complaints come to, and every message that came, with what became of it."""

import secrets
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, rows
from callcenter.people.models import Site
from callcenter.web.addresses import address
from complaints.cases.models import Case, Contact

SUBJECT = "complaints.mailbox"
NOBODYS = Q(pk__in=[])  # no message or mailbox is one's own
SEALED_FOR = "complaints.intake.mailbox"  # the purpose of the key that passwords and secrets are kept with


def new_key() -> str:
    """What names a mailbox in the address that other systems post to."""
    return secrets.token_urlsafe(12)


def stored_name(message: "InboundMail", name: str) -> str:
    return f"inbound/{timezone.now():%Y/%m}/{secrets.token_hex(16)}.eml"


class Security(models.TextChoices):
    TLS = "tls", pgettext_lazy("mailbox", "TLS from the start")
    STARTTLS = "starttls", pgettext_lazy("mailbox", "STARTTLS")
    NONE = "none", pgettext_lazy("mailbox", "None: inside a safe network only")


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> Self:
        return self.filter(rows(user, SUBJECT, own=NOBODYS, site="site", action=action))


class Mailbox(models.Model):
    """One mailbox of a site: polled by IMAP where a server is named, and open to a webhook where one has a secret."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("site"))
    address = models.EmailField(_("address"), unique=True)
    host = models.CharField(_("IMAP server"), max_length=200, blank=True)
    port = models.PositiveIntegerField(
        _("port"), default=993, validators=[MinValueValidator(1), MaxValueValidator(65535)]
    )
    security = models.CharField(_("encryption"), max_length=8, choices=Security.choices, default=Security.TLS)
    user = models.CharField(_("user name"), max_length=200, blank=True)
    password = models.TextField(blank=True, editable=False)  # sealed
    folder = models.CharField(_("folder"), max_length=100, default="INBOX")
    language = models.CharField(
        _("language of confirmations"),
        max_length=10,
        choices=(("en", "English"), ("zh-hans", "简体中文")),
        default="zh-hans",
    )
    is_active = models.BooleanField(_("in use"), default=True)
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    webhook_secret = models.TextField(blank=True, editable=False)  # sealed; empty: no webhook
    uid_validity = models.BigIntegerField(null=True, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    checked_at = models.DateTimeField(_("last looked at"), null=True, editable=False)
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    trouble = models.CharField(_("trouble"), max_length=300, blank=True, editable=False)
    made_at = models.DateTimeField(db_default=Now())

    objects = MailboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address

    def get_absolute_url(self) -> str:
        return address("intake:mailbox", str(self.pk))


class Became(models.TextChoices):
    """What became of a message."""

    NEW = "new", pgettext_lazy("inbound message", "Waiting")
    CASE = "case", pgettext_lazy("inbound message", "Became a complaint")
    JOINED = "joined", pgettext_lazy("inbound message", "Joined a complaint")
    IGNORED = "ignored", pgettext_lazy("inbound message", "Ignored")
    FAILED = "failed", pgettext_lazy("inbound message", "Failed")


class InboundMailQuerySet(models.QuerySet["InboundMail"]):
    def visible_to(self, user: Actor, action: Action = Action.VIEW) -> Self:
        return self.filter(rows(user, SUBJECT, own=NOBODYS, site="mailbox__site", action=action))


class InboundMail(models.Model):
    """One message as it came. `key` is its Message-ID, or its checksum where it has none: the same one comes in once."""

    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="messages", verbose_name=_("mailbox"))
    key = models.CharField(max_length=64, editable=False)  # sha256
    uid_validity = models.BigIntegerField(null=True, editable=False)
    uid = models.BigIntegerField(null=True, editable=False)
    raw = models.FileField(_("message"), upload_to=stored_name, max_length=200)
    sha256 = models.CharField(_("checksum"), max_length=64)
    size = models.PositiveBigIntegerField(_("size"))
    message_id = models.CharField(max_length=998, blank=True)
    sender = models.CharField(_("from"), max_length=320, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    received_at = models.DateTimeField(_("received"), db_default=Now())
    state = models.CharField(_("state"), max_length=8, choices=Became.choices, default=Became.NEW)
    reason = models.CharField(max_length=40, blank=True)  # a key of `wording.REASONS`
    figures = models.JSONField(default=dict)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="inbound_mails", verbose_name=_("complaint")
    )
    contact = models.OneToOneField(Contact, models.PROTECT, null=True, related_name="inbound_mail")
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    handled_at = models.DateTimeField(_("handled"), null=True)

    objects = InboundMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("inbound message")
        verbose_name_plural = _("inbound messages")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["mailbox", "-received_at"], name="inbound_by_mailbox"),
            models.Index(fields=["received_at"], name="inbound_waiting", condition=Q(state="new")),
            models.Index(fields=["message_id"], name="inbound_by_message_id"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "key"], name="message_comes_in_once"),
            models.CheckConstraint(
                name="message_that_became_something_names_it",
                condition=~Q(state__in=["case", "joined"]) | Q(case__isnull=False),
            ),
            models.CheckConstraint(
                name="message_is_handled_at_a_moment",
                condition=Q(state="new", handled_at=None) | (~Q(state="new") & Q(handled_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"EM-{self.pk:06d} {self.subject}"

    def get_absolute_url(self) -> str:
        return address("intake:message", str(self.pk))
