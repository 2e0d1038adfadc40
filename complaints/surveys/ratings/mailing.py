"""Letters to customers with their link: rows that a worker takes, sends, and takes again when it was killed.

Message-ID is made of the invitation, so a letter that went out twice has its number twice (RFC 5322), as docs/notifications.md says.
"""

import datetime
import hashlib
import logging
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from callcenter.notifications.delivery import mail
from complaints.surveys import sources
from complaints.surveys.ratings import links
from complaints.surveys.ratings.models import Invitation, InvitationState, MailState

log = logging.getLogger(__name__)
LEASE = datetime.timedelta(minutes=5)
WAITS = (2, 15, 60, 240)  # minutes after each failed attempt
BATCH = 50


def is_set_up() -> bool:
    """Whether letters can be sent, and their links lead somewhere."""
    return mail.is_set_up() and bool(settings.PUBLIC_URL)


def send_waiting(most: int = BATCH) -> int:
    """Send the letters that are due; how many went out."""
    sent = 0
    for _turn in range(most):
        claimed = _claim()
        if claimed is None:
            break
        sent += _send(claimed)
    return sent


def _claim() -> Invitation | None:
    """The next letter that is due, left alone by others for a while."""
    now = timezone.now()
    with transaction.atomic():
        rows = Invitation.objects.select_for_update(of=("self",), skip_locked=True).filter(
            mail_state=MailState.WAITING, mail_next_at__lte=now
        )
        found = rows.select_related("site", "employee").order_by("mail_next_at", "pk").first()
        if found is None:
            return None
        if found.state != InvitationState.OPEN or found.expires_at <= now:
            found.mail_state, found.mail_next_at = MailState.NONE, None
            found.save(update_fields=["mail_state", "mail_next_at"])
            return found
        found.mail_attempts += 1
        found.mail_next_at = now + LEASE
        found.save(update_fields=["mail_attempts", "mail_next_at"])
        return found


def _send(invitation: Invitation) -> bool:
    if invitation.mail_state != MailState.WAITING:
        return False
    try:
        letter(invitation).send()
    except Exception as error:  # whatever the server or the network says: kept, and tried again
        log.warning("letter of %s could not be sent: %s", invitation.number, type(error).__name__)
        _failed(invitation, error)
        return False
    now = timezone.now()
    Invitation.objects.filter(pk=invitation.pk).update(
        mail_state=MailState.SENT, sent_at=now, mail_next_at=None, mail_error=""
    )
    return True


def _failed(invitation: Invitation, error: Exception) -> None:
    is_over = mail.is_final(error) or invitation.mail_attempts > len(WAITS)
    wait = datetime.timedelta(minutes=WAITS[min(invitation.mail_attempts, len(WAITS)) - 1])
    Invitation.objects.filter(pk=invitation.pk, mail_state=MailState.WAITING).update(
        mail_state=MailState.FAILED if is_over else MailState.WAITING,
        mail_next_at=None if is_over else timezone.now() + wait,
        mail_error=type(error).__name__,
    )


def letter(invitation: Invitation) -> EmailMessage:
    """The letter in the customer's language: what it is about, the link, until when it is open."""
    with translation.override(invitation.language), timezone.override(invitation.site.zone):
        context = {
            "invitation": invitation,
            "about": sources.title(invitation.kind),
            "url": mail.address(links.path(invitation)),
            "company": invitation.site.company,
        }
        subject = _("How did we do? %(reference)s") % {"reference": invitation.reference}
        body = render_to_string("surveys/letter.txt", context)
    what = f"survey|{invitation.pk}|{invitation.token_hash}"
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return EmailMessage(
        " ".join(subject.split()),
        body,
        to=[invitation.email],
        headers={
            "Message-ID": f"<{hashlib.sha256(what.encode()).hexdigest()[:32]}@{domain}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": "zh-Hans" if invitation.language.startswith("zh") else "en",
        },
    )
