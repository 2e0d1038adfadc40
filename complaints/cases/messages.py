"""What people are told of complaints."""

from django.utils.translation import gettext_lazy as _

from callcenter.notifications.kinds import Email, Kind

_SUBJECT = _("%(deadline)s: %(subject)s was due %(due_at)s (%(step)s)")

KINDS = (
    Kind("cases.submitted", _("A complaint waits for acceptance"), _("%(reference)s %(title)s"), email=Email.AT_ONCE, icon="inbox"),
    Kind("cases.handed_over", _("Complete a complaint: it is about whoever took it"), _("%(reference)s %(title)s"), email=Email.AT_ONCE, icon="inbox"),
    Kind("cases.sent_back", _("A complaint came back to you"), _("%(reference)s %(title)s: %(reason)s"), email=Email.AT_ONCE, icon="arrow-back-up"),
    Kind("cases.assigned", _("You answer for a complaint"), _("%(reference)s %(title)s, due %(due_at)s"), email=Email.AT_ONCE, icon="user-check"),
    Kind("cases.serious", _("An especially serious complaint"), _("%(reference)s %(title)s"), is_urgent=True, email=Email.AT_ONCE, icon="alert-octagon"),
    Kind("cases.step_given", _("A step of a complaint is yours"), _("%(reference)s: %(step)s"), email=Email.AT_ONCE, icon="subtask"),
    Kind("cases.step_done", _("A step of your complaint is done"), _("%(reference)s: %(step)s"), icon="circle-check"),
    Kind("cases.chase", _("You are asked to get on with a step"), _("%(reference)s: %(step)s %(words)s"), is_urgent=True, email=Email.AT_ONCE, icon="bell-ringing"),
    Kind("cases.reported", _("A report on a complaint was handed in"), _("%(reference)s %(title)s"), icon="file-report"),
    Kind("cases.report_refused", _("Your report was refused"), _("%(reference)s %(title)s: %(reason)s"), email=Email.AT_ONCE, icon="file-x"),
    Kind("cases.decided", _("A complaint is decided"), _("%(reference)s %(title)s: %(outcome)s"), email=Email.AT_ONCE, icon="gavel"),
    Kind("cases.overdue_explained", _("An overdue complaint is explained"), _("%(reference)s %(title)s: %(reason)s"), icon="clock-exclamation"),
    Kind("cases.undecided", _("A complaint is undecided shortly before its deadline"), _("%(subject)s is due %(due_at)s"), is_urgent=True, email=Email.AT_ONCE, icon="clock-exclamation"),
    Kind("cases.overdue", _("A complaint is overdue"), _SUBJECT, is_urgent=True, email=Email.AT_ONCE, icon="clock-exclamation"),
    Kind("cases.step_overdue", _("A step of a complaint is overdue"), _SUBJECT, is_urgent=True, email=Email.AT_ONCE, icon="clock-exclamation"),
    Kind("cases.chased", _("A step of yours is still overdue"), _SUBJECT, is_urgent=True, email=Email.AT_ONCE, icon="bell-ringing"),
)  # fmt: skip
