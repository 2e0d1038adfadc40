"""What people are told of leave, beside what approvals tell of requests."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind

KINDS = (
    Kind(
        "leave.approved_at_once",
        _("Leave is approved at once"),
        _("%(kind)s of %(name)s on %(when)s is approved: a place was free and every rule is kept."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="beach",
    ),
    Kind(
        "leave.placed",
        _("A place on the waiting list came free"),
        _("A place came free for your leave on %(when)s (%(kind)s); it goes on now."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="beach",
    ),
    Kind(
        "leave.no_place",
        _("No place came free"),
        _("No place came free for your leave on %(when)s (%(kind)s)."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="beach",
    ),
    Kind(
        "leave.late",
        _("A late request for leave"),
        _("%(name)s asks late for leave on %(when)s (%(kind)s). It counts only with consent by %(by)s."),
        is_urgent=True,
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="alarm",
    ),
    Kind(
        "leave.made_absence",
        _("Leave became an absence"),
        _("The leave of %(name)s on %(when)s (%(kind)s) is an absence."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="user-x",
    ),
    Kind(
        "leave.begins_undecided",
        _("Leave begins undecided"),
        _(
            "%(subject)s begins at %(due_at)s and nobody has decided on it yet. Your superiors have been told; what is not"
            " approved is not leave yet."
        ),
        is_urgent=True,
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="hourglass",
    ),
    Kind(
        "leave.counts_undecided",
        _("Leave counts although nobody decided"),
        _(
            "Nobody decided on the leave of %(name)s on %(when)s (%(kind)s) before its first shift had ended. It was asked for"
            " in time and counts as leave."
        ),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="beach",
    ),
    Kind(
        "leave.absence_undecided",
        _("Leave was not decided in time"),
        _(
            "Nobody decided on the leave of %(name)s on %(when)s (%(kind)s) before its first shift had ended: it is an absence. A"
            " correction of the attendance can be asked for."
        ),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="user-x",
    ),
    Kind(
        "leave.ended_by_work",
        _("Leave ended: you came to work"),
        _(
            "The leave of %(name)s on %(when)s (%(kind)s) was not decided and its first shift was worked: the request has ended."
        ),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="briefcase",
    ),
    Kind(
        "leave.not_covered",
        _("The balance does not cover a leave"),
        _(
            "The leave of %(name)s on %(when)s (%(kind)s) counted on the days of the new year; %(missing)s are missing. Grant them or"
            " take the leave back."
        ),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="scale",
    ),
    Kind(
        "leave.certificate_wanted",
        _("A medical certificate is asked for"),
        _("Your leave on %(when)s needs a medical certificate by the end of %(due)s."),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="certificate",
    ),
    Kind(
        "leave.certificate_overdue",
        _("A medical certificate is overdue"),
        _(
            "The medical certificate of %(name)s for %(when)s was due on %(due)s. It is proposed as an absence."
        ),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="file-alert",
    ),
    Kind(
        "leave.not_back",
        _("Not back after leave"),
        _("%(name)s has not punched for the first shift after the leave of %(when)s."),
        is_urgent=True,
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="user-question",
    ),
    Kind(
        "leave.taken_back",
        _("Your leave was taken back"),
        _("Your leave on %(when)s (%(kind)s) was taken back: %(reason)s"),
        email=Email.AT_ONCE,
        is_for_teams=False,
        icon="arrow-back-up",
    ),
)
