"""Why something about attendance is refused."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "attendance.no_web_punch": _("Clocking in and out in the browser is switched off at this site."),
    "attendance.network_not_allowed": _(
        "Clocking in and out is not allowed from this network (%(ip)s). Use a computer at the site, or ask for a correction."
    ),
    "attendance.in_the_future": _("%(at)s has not come yet."),
    "attendance.too_old": _("%(at)s is too long ago."),
    "attendance.too_many": _("At most %(most)s punches can be sent at once."),
    "attendance.other_site": _("%(count)s people of another site are among them."),
    "attendance.unknown_employee": _("There is no employee %(number)s at this site."),
    "attendance.nothing_to_correct": _("Say which punch was forgotten, or which one is wrong."),
    "attendance.say_in_or_out": _("Say whether it was in or out."),
    "attendance.reason_needed": _("Say why."),
    "attendance.punch_of_another_day": _("This punch does not belong to that day."),
    "attendance.punch_void_already": _("This punch no longer counts; a correction took it away."),
    "attendance.asked_already": _("This has been asked for already and waits for a decision."),
    "attendance.too_far_from_the_day": _("The punch lies more than a day from %(on)s."),
    "attendance.not_over": _("The period runs until %(last)s; it can be closed when it is over."),
    "attendance.still_running": _("%(count)s days of the period are not over yet."),
    "attendance.closed_already": _("The sheet is closed already."),
    "attendance.not_closed": _("The sheet is open."),
    "attendance.nobody_to_call": _("No shift of this team starts then."),
    "attendance.breach_decided": _("This breach is decided already: %(state)s."),
    "attendance.breach_withdrawn": _("The breach is withdrawn: the day says it no more."),
    "attendance.breach_not_decided": _("The breach is not decided yet."),
    "attendance.statement_needed": _("Say what happened."),
    "attendance.roll_call_too_early": _("The roll call can be taken from an hour before the shift on."),
    "attendance.roll_call_too_late": _("The shift is over; ask for corrections instead."),
}
