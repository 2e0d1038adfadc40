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
