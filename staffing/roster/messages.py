"""What people are told of rosters."""

import datetime

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind
from callcenter.web.addresses import address

PUBLISHED, PUBLISHED_AGAIN = "roster.published", "roster.published_again"
CHANGED, CHANGED_DAYS, REDEPLOYED = "roster.changed", "roster.changed_days", "roster.redeployed"
KINDS = (
    Kind(
        PUBLISHED,
        _("Your roster is published"),
        _("The roster of %(month)s is published: you have %(count)s shifts."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="calendar-check",
    ),
    Kind(
        PUBLISHED_AGAIN,
        _("Your roster is published anew"),
        _(
            "Version %(number)s of the roster of %(month)s is published: %(count)s of your days are other ones."
        ),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="calendar-check",
    ),
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


def my_shifts(month: datetime.date) -> str:
    """Where somebody reads their shifts of a month."""
    return address("roster:mine-month", f"{month:%Y-%m}")
