"""What people are told of records of the floor."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind

KINDS = (
    Kind(
        "records.bulletin_to_read",
        _("A bulletin must be read"),
        _("Read before your next shift: “%(title)s”."),
        icon="mail",
    ),
    Kind("records.bulletin_new", _("A new bulletin"), _("New bulletin: “%(title)s”."), icon="mail"),
    Kind(
        "records.bulletin_reminder",
        _("Bulletins not read before the shift"),
        _("Your shift is near and you have not read everything (%(count)s), first “%(title)s”."),
        email=Email.OFF,
        is_for_teams=False,
        icon="mail",
    ),
    Kind(
        "records.patrol_overdue",
        _("A patrol is overdue"),
        _("The next patrol at %(team)s is overdue: %(done)s of %(needed)s are recorded."),
        email=Email.OFF,
        icon="list-search",
    ),
    Kind(
        "records.patrol_analysis",
        _("The patrol record analysis is in"),
        _(
            "Patrols of the week from %(week)s: %(patrols)s patrols, %(findings)s findings. Read the measures."
        ),
        icon="chart-bar",
    ),
    Kind(
        "records.incident_reported",
        _("An incident on the floor"),
        _("%(number)s %(kind)s: %(title)s."),
        email=Email.AT_ONCE,
        icon="alert-triangle",
    ),
    Kind(
        "records.incident_critical",
        _("A critical incident on the floor"),
        _("Critical: %(number)s %(kind)s: %(title)s."),
        is_urgent=True,
        email=Email.AT_ONCE,
        icon="alert-triangle",
    ),
    Kind(
        "records.action_given",
        _("You have something to do"),
        _("By %(due_on)s: %(text)s."),
        is_for_teams=False,
        icon="checklist",
    ),
    Kind(
        "records.meeting_planned",
        _("A meeting you are asked to"),
        _("%(title)s: %(at)s, %(place)s."),
        icon="calendar-event",
    ),
    Kind(
        "records.meeting_cancelled",
        _("A meeting was called off"),
        _("%(title)s on %(on)s was called off: %(reason)s"),
        icon="calendar-x",
    ),
    Kind(
        "records.visit_decided",
        _("A visit is decided"),
        _("%(name)s on %(on)s: %(state)s."),
        is_for_teams=False,
        icon="door-enter",
    ),
)
