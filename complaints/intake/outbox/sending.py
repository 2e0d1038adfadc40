"""Sending letters: claimed for a while, sent, noted. A worker that is killed between the two sends the same letter, with the
same Message-ID, once more; it never sends two letters about one thing.
"""

import datetime
import smtplib

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from callcenter.integrations.sealing import UnreadableError, unseal
from callcenter.notifications.delivery.mail import is_set_up
from complaints.cases import services as cases
from complaints.cases.models import About, Means
from complaints.intake.outbox.models import MailKind, MailState, OutboundMail
from complaints.intake.outbox.services import PURPOSE

BATCH = 20
LEASE = datetime.timedelta(minutes=5)
FIRST_WAIT = datetime.timedelta(minutes=1)
MOST_ATTEMPTS = 8


def drain() -> int:
    """Send what is due; how many went out. Without a mail server nothing is tried, and nothing is given up."""
    if not is_set_up():
        return 0
    return sum(_send(one) for one in _claimed())


@transaction.atomic
def _claimed() -> list[OutboundMail]:
    now = timezone.now()
    free = Q(leased_until=None) | Q(leased_until__lt=now)
    rows = OutboundMail.objects.filter(free, state=MailState.WAITING, due_at__lte=now).order_by(
        "due_at", "pk"
    )
    rows = rows.select_for_update(skip_locked=True, of=("self",)).select_related(
        "case__site__company", "mailbox"
    )
    found = list(rows[:BATCH])
    OutboundMail.objects.filter(pk__in=[one.pk for one in found]).update(
        leased_until=now + LEASE, attempts=F("attempts") + 1
    )
    return found


def _send(letter: OutboundMail) -> bool:
    try:
        compose(letter).send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _why in error.recipients.values()]
        _failed(letter, f"SMTP {codes[0] if codes else '?'}", is_final=all(code >= 500 for code in codes))
        return False
    except (OSError, smtplib.SMTPException) as error:
        _failed(letter, type(error).__name__, is_final=False)
        return False
    _sent(letter)
    return True


@transaction.atomic
def _sent(letter: OutboundMail) -> None:
    """It is out; a confirmation is our first contact with the customer, and ends the first step."""
    row = OutboundMail.objects.select_for_update(of=("self",)).select_related("case").get(pk=letter.pk)
    if row.state != MailState.WAITING:
        return
    row.state, row.ended_at, row.secret, row.trouble, row.leased_until = (
        MailState.SENT,
        timezone.now(),
        "",
        "",
        None,
    )
    row.save(update_fields=["state", "ended_at", "secret", "trouble", "leased_until"])
    is_receipt = row.kind == MailKind.RECEIPT
    with translation.override(row.language):
        words = (
            _("Confirmation of receipt by e-mail.")
            if is_receipt
            else _("Told that it is handled together with another.")
        )
    about = About.ACKNOWLEDGEMENT if is_receipt else About.PROGRESS
    cases.log_contact(row.case, actor=None, means=Means.EMAIL, about=about, words=words)


@transaction.atomic
def _failed(letter: OutboundMail, why: str, *, is_final: bool) -> None:
    row = OutboundMail.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    row.trouble, row.leased_until = why[:300], None
    if is_final or row.attempts >= MOST_ATTEMPTS:
        row.state, row.ended_at, row.secret = MailState.DEAD, timezone.now(), ""
    else:
        row.due_at = timezone.now() + FIRST_WAIT * 2 ** (row.attempts - 1)
    row.save(update_fields=["trouble", "leased_until", "state", "ended_at", "secret", "due_at"])


def compose(letter: OutboundMail) -> EmailMessage:
    """The letter in the customer's language. No answering machine answers it (RFC 3834)."""
    try:
        page = unseal(letter.secret, PURPOSE) if letter.secret else ""
    except UnreadableError:
        page = ""
    case = letter.case
    with translation.override(letter.language):
        context = {"letter": letter, "case": case, "company": case.site.company, "page": page}
        subject = (
            _("We have received your complaint %(reference)s")
            if letter.kind == MailKind.RECEIPT
            else _("Your complaint %(reference)s is handled together with another")
        ) % {"reference": case.reference}
        body = render_to_string(f"intake/email_{letter.kind}.txt", context)
    headers = {
        "Message-ID": letter.message_id,
        "Auto-Submitted": "auto-replied" if letter.in_reply_to else "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": "zh-Hans" if letter.language.startswith("zh") else "en",
    }
    if letter.in_reply_to and "\n" not in letter.in_reply_to:
        headers |= {"In-Reply-To": letter.in_reply_to, "References": letter.in_reply_to}
    sender = letter.mailbox.address if letter.mailbox else None
    return EmailMessage(subject, body, from_email=sender, to=[letter.to], headers=headers)
