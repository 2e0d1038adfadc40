"""What people are told of deadlines."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind

KINDS = (
    Kind(
        "clocks.reminder",
        _("A deadline is near"),
        _("%(deadline)s: %(subject)s is due %(due_at)s"),
        is_urgent=True,
        email=Email.AT_ONCE,
        icon="clock",
    ),
    Kind(
        "clocks.overdue",
        _("A deadline has passed"),
        _("%(deadline)s: %(subject)s was due %(due_at)s (%(step)s)"),
        is_urgent=True,
        email=Email.AT_ONCE,
        icon="clock-exclamation",
    ),
)
