"""Letters by e-mail to customers: one row each in the transaction of what they tell, at most so many an hour to one address."""

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from callcenter.integrations.sealing import seal
from callcenter.rulebook.values import value
from complaints.cases.models import Case
from complaints.intake import limits
from complaints.intake.outbox.addresses import new_message_id
from complaints.intake.outbox.models import MailKind, OutboundMail

if TYPE_CHECKING:
    from complaints.intake.mail.models import Mailbox

PURPOSE = "complaints.intake.page"  # of the key that the secret address is kept with until it is sent
HOUR = datetime.timedelta(hours=1)


def confirm(
    case: Case,
    *,
    to: str,
    language: str,
    page: str = "",
    in_reply_to: str = "",
    mailbox: "Mailbox | None" = None,
) -> OutboundMail | None:
    """Confirm the receipt, once for each complaint; None where the address has had enough for an hour."""
    return _write(
        MailKind.RECEIPT,
        f"receipt:{case.pk}",
        case,
        to,
        language,
        page=page,
        in_reply_to=in_reply_to,
        mailbox=mailbox,
    )


def tell_of_merge(case: Case, *, key: str, to: str, language: str) -> OutboundMail | None:
    """Tell the customer of a merged complaint that it is handled together with another, once for each merge."""
    return _write(MailKind.MERGED, key, case, to, language)


def _write(
    kind: MailKind,
    key: str,
    case: Case,
    to: str,
    language: str,
    *,
    page: str = "",
    in_reply_to: str = "",
    mailbox: "Mailbox | None" = None,
) -> OutboundMail | None:
    address = to.strip().lower()
    limits.one_at_a_time(f"to:{address}")
    recent = OutboundMail.objects.filter(to=address, made_at__gt=timezone.now() - HOUR).count()
    if recent >= value("intake.acknowledgements_per_hour", case.site):
        return None
    found, _is_new = OutboundMail.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "case": case,
            "to": address,
            "language": language,
            "message_id": new_message_id(case.pk),
            "in_reply_to": in_reply_to[:998],
            "mailbox": mailbox,
            "secret": seal(page, PURPOSE) if page else "",
        },
    )
    return found
