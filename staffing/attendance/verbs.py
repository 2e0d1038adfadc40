"""How the trail tells what the services of attendance do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "attendance.punch.recorded": _("recorded the punch %(subject)s"),
    "attendance.punches.added": _("took in punches"),
    "attendance.day.worked_out": _("had the day %(subject)s worked out again"),
    "attendance.day_closed": _("closed the day %(subject)s"),
    "attendance.correction.asked": _("asked for a correction of %(subject)s"),
    "attendance.correction.approved": _("corrected %(subject)s"),
    "attendance.correction.rejected": _("did not correct %(subject)s"),
    "attendance.correction.withdrawn": _("withdrew the correction of %(subject)s"),
    "attendance.period.closed": _("closed the month sheet %(subject)s"),
    "attendance.period.reopened": _("reopened the month sheet %(subject)s"),
    "attendance.period.export_asked": _("asked for the workbook of %(subject)s"),
    "attendance.breach.proposed": _("proposed the breach %(subject)s"),
    "attendance.breach.changed": _("gave the breach %(subject)s new figures"),
    "attendance.breach.withdrawn": _("withdrew the breach %(subject)s"),
    "attendance.breach.answered": _("answered to the breach %(subject)s"),
    "attendance.breach.confirmed": _("confirmed the breach %(subject)s"),
    "attendance.breach.dismissed": _("dismissed the breach %(subject)s"),
    "attendance.breach.reopened": _("reopened the breach %(subject)s"),
    "attendance.roll_call.taken": _("took the roll call %(subject)s"),
}
