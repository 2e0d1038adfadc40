"""What people are told of overtime."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind

KINDS = (
    Kind(
        "overtime.assigned",
        _("Overtime needs your consent"),
        _("%(leader)s asks you to work overtime on %(on)s, %(times)s."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="clock-hour-4",
    ),
    Kind(
        "overtime.answered",
        _("Overtime that you assigned was answered"),
        _("%(name)s: overtime on %(on)s, %(times)s – %(state)s."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="clock-hour-4",
    ),
    Kind(
        "overtime.decided",
        _("Overtime of yours is decided"),
        _("Overtime on %(on)s, %(times)s: %(state)s."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="clock-hour-4",
    ),
)
