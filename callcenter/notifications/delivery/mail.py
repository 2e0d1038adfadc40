"""A message, or a digest of several, as an e-mail in its reader's language."""

import hashlib
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from callcenter.accounts.models import User
from callcenter.notifications import errors
from callcenter.notifications.delivery.enclosing import Drawings
from callcenter.notifications.delivery.models import Delivery
from callcenter.notifications.delivery.rules import Habits
from callcenter.notifications.messages.models import Message

# About the connection or ourselves, not about one letter.
TROUBLES = (
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPSenderRefused,
)
MOST_LINES = 100  # of a digest; the rest is in the bell


def is_set_up() -> bool:
    """Whether a mail server is named: without one nothing is planned, so that nothing waits for years."""
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")


def compose(
    lead: Delivery, messages: list[Message], user: User, habits: Habits, drawings: Drawings
) -> EmailMultiAlternatives:
    """The letter about these messages with their files, in the user's language and on the clock of their site."""
    with translation.override(language_of(user)), timezone.override(habits.zone):
        files = drawings.enclosed(messages[:MOST_LINES], user)
        lines = [
            {"sentence": one.sentence, "at": one.created_at, "url": link(one), "file": files.get(one.pk)}
            for one in messages
        ]
        spoken = "zh-Hans" if language_of(user).startswith("zh") else "en"
        context = {
            "lines": lines[:MOST_LINES],
            "more": max(0, len(lines) - MOST_LINES),
            "name": user.get_full_name(),
            "preferences": address(reverse("notifications:preferences")),
            "everything": address(reverse("notifications:messages")),
            "language": spoken,
        }
        letter = EmailMultiAlternatives(
            subject(messages),
            render_to_string("notifications/email.txt", context),
            to=[user.email],
            headers={
                "Message-ID": message_id(lead, messages),
                "Auto-Submitted": "auto-generated",  # RFC 3834: no answering machine answers it
                "X-Auto-Response-Suppress": "All",
                "Content-Language": spoken,
            },
        )
        letter.attach_alternative(render_to_string("notifications/email.html", context), "text/html")
        for file in files.values():
            if file.content is not None:
                letter.attach(file.name, file.content, file.media_type)
    return letter


def language_of(user: User) -> str:
    return user.language if user.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def subject(messages: list[Message]) -> str:
    """The sentence itself, on one line; of several, how many."""
    if len(messages) == 1:
        said = " ".join(messages[0].sentence.split())
        return said if len(said) <= 120 else f"{said[:119]}…"
    return ngettext("%(count)s notification", "%(count)s notifications", len(messages)) % {
        "count": len(messages)
    }


def message_id(lead: Delivery, messages: list[Message]) -> str:
    """The same for every attempt: who gets a letter twice (see docs/notifications.md) has its number twice.

    Of one event: its kind, key and recipient. Of a digest: its first line as well, which never leads another.
    """
    first = lead.message
    what = f"{first.kind}|{first.key}|{first.recipient_id}|{lead.pk if lead.leader_id else ''}"
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{hashlib.sha256(what.encode()).hexdigest()[:32]}@{domain}>"


def link(message: Message) -> str:
    """The address that opens the message's object and marks it read; empty when the product's address is not known."""
    return address(message.get_absolute_url()) if message.url else ""


def address(path: str) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}" if settings.PUBLIC_URL else ""


def is_lane_trouble(error: Exception) -> bool:
    """Whether the server as a whole is the trouble: it cannot be reached, wants another log-in, is shutting down."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    if isinstance(error, TROUBLES):
        return True
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code == 421
    return isinstance(error, OSError)  # refused, timed out, disconnected: smtplib's are OSErrors, too


def is_final(error: Exception) -> bool:
    """Whether the server refuses this letter for good (a code from 500)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _why in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def reason(error: Exception) -> str:
    """What went wrong, as it is kept (see errors)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({code for code, _why in error.recipients.values()})
        return errors.packed("mail.refused", codes=", ".join(map(str, codes)))
    if isinstance(error, smtplib.SMTPResponseException):
        return errors.packed("mail.answered", code=error.smtp_code)
    what = type(error).__name__
    return errors.packed("mail.unreachable" if isinstance(error, OSError) else "mail.broken", what=what)
