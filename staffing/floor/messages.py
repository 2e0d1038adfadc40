"""What people are told about the floor."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind

KINDS = (
    Kind(
        "floor.stop_work",
        _("Somebody was ordered to stop work"),
        _("%(name)s (%(team)s) was ordered to stop work: %(reason)s"),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="hand-stop",
    ),
    Kind(
        "floor.stop_work_annulled",
        _("A stop-work order is annulled"),
        _("%(name)s (%(team)s): the order to stop work is annulled. %(reason)s"),
        is_for_teams=False,
        icon="hand-stop",
    ),
    Kind(
        "floor.break_assigned",
        _("You have a break"),
        _("%(kind)s from %(start)s to %(end)s."),
        email=Email.OFF,
        is_for_teams=False,
        icon="coffee",
    ),
    Kind(
        "floor.break_declined",
        _("A break was declined"),
        _("%(kind)s from %(start)s to %(end)s is not possible. Ask for another time."),
        email=Email.OFF,
        is_for_teams=False,
        icon="coffee",
    ),
)
