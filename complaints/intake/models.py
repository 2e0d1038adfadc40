"""What Django and other rooms look for here."""

from complaints.intake.links.models import CustomerWord, StatusLink
from complaints.intake.mail.models import SUBJECT, Became, InboundMail, Mailbox, Security
from complaints.intake.outbox.models import MailKind, MailState, OutboundMail

__all__ = [
    "SUBJECT",
    "Became",
    "CustomerWord",
    "InboundMail",
    "MailKind",
    "MailState",
    "Mailbox",
    "OutboundMail",
    "Security",
    "StatusLink",
]
