"""What people are told of rosters."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind

CHANGED, CHANGED_DAYS, REDEPLOYED = "roster.changed", "roster.changed_days", "roster.redeployed"
KINDS = (
    Kind(
        CHANGED,
        _("A shift of yours changed"),
        _("Your shift on %(day)s is now %(after)s (was %(before)s). %(reason)s"),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="calendar-event",
    ),
    Kind(
        CHANGED_DAYS,
        _("Shifts of yours changed"),
        _("%(count)s of your shifts from %(day)s on changed. %(reason)s"),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="calendar-event",
    ),
    Kind(
        REDEPLOYED,
        _("You work for another team"),
        _("On %(day)s you work for %(team)s. %(reason)s"),
        is_urgent=True,
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="users",
    ),
)
