"""What became of a message, and why, in words."""

from django.utils.translation import gettext_lazy as _

from complaints.intake.mail.models import Became, InboundMail
from complaints.intake.mail.rules import Reason

COLOURS = {
    Became.NEW: "yellow",
    Became.CASE: "green",
    Became.JOINED: "blue",
    Became.IGNORED: "grey",
    Became.FAILED: "red",
}
REASONS = {
    Reason.BOUNCE: _("A report that a letter could not be delivered"),
    Reason.AUTO_REPLY: _("An automatic answer"),
    Reason.BULK: _("Mail to a list or to many"),
    Reason.OWN: _("From one of our own addresses"),
    Reason.NO_SENDER: _("It has no sender that could be answered"),
    Reason.CLAIMED: _("It names %(reference)s, but its sender is not known there"),
    Reason.AFTER_GRACE: _("It answers %(reference)s, which ended too long ago"),
    Reason.REFUSED: _("It was refused: %(why)s"),
    Reason.BROKEN: _("It could not be read (%(why)s)"),
    Reason.BY_HAND: _("Somebody said that it is a complaint"),
    Reason.NAMED: _("By the number in its subject, from a sender who is known there"),
    Reason.ANSWERED: _("It answers a letter of ours"),
}


def reason(message: InboundMail) -> str:
    """Why, as a sentence; "" where nothing is to be said."""
    if not message.reason:
        return ""
    sentence = REASONS.get(Reason(message.reason)) if message.reason in Reason._value2member_map_ else None
    if sentence is None:
        return message.reason
    return str(sentence) % ({"reference": "?", "why": "?"} | message.figures)


def state(message: InboundMail) -> tuple[str, str]:
    """The state as a badge."""
    return message.get_state_display(), COLOURS[Became(message.state)]
