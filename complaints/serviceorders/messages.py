"""What people are told of service orders."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind

KINDS = (
    Kind(
        "serviceorders.dispatched",
        _("You are sent to a customer"),
        _("Service order %(voucher)s is yours: %(product)s, %(place)s."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="tool",
    ),
    Kind(
        "serviceorders.off_site_decided",
        _("An application for service elsewhere is decided"),
        _("Service elsewhere for %(voucher)s: %(state)s."),
        is_for_teams=False,
        icon="map-pin",
    ),
)
