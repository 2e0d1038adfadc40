"""What people are told of callbacks and answers."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind

KINDS = (
    Kind(
        "surveys.callback_given",
        _("A customer is yours to call back"),
        _("Call the customer of %(reference)s back by %(due)s."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="phone-outgoing",
    ),
    Kind(
        "surveys.customer_unsatisfied",
        _("A customer is not satisfied with how a complaint was handled"),
        _("The customer of %(reference)s is not satisfied: decide what follows."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="mood-sad",
    ),
)
