"""What people are told of remedies."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind

KINDS = (
    Kind(
        "remedies.your_turn",
        _("A remedy waits for you"),
        _("%(reference)s, %(remedy)s: %(step)s."),
        email=Email.DIGEST,
        icon="clipboard-check",
    ),
    Kind(
        "remedies.receivable_opened",
        _("A receivable to follow up"),
        _("%(reference)s is not upheld: the invoice is collected on its normal term, by %(due)s."),
        email=Email.AT_ONCE,
        icon="clipboard-check",
    ),
)
