"""What people are told of intake."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind

KINDS = (
    Kind(
        "intake.customer_wrote",
        _("A customer wrote about a complaint"),
        _("%(reference)s: the customer wrote (%(means)s)."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="message",
    ),
)
