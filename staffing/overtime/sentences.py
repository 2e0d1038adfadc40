"""The sentences of the objections against overtime, in the reader's language."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "overtime.reason_needed": _("Say what the overtime is for."),
    "overtime.inverted": _("Overtime ends after it starts."),
    "overtime.in_the_past": _("Overtime is agreed before it begins; %(at)s is over."),
    "overtime.is_over": _("This overtime ended at %(at)s: it is not approved afterwards."),
    "overtime.not_waiting": _("%(number)s does not wait for consent: %(state)s."),
    "overtime.not_open": _("%(number)s is no longer open: %(state)s."),
    "overtime.begun": _("%(number)s has begun and stays as it is."),
    "overtime.clashes": _("There is already overtime at that time, agreed or asked for."),
    "overtime.only_minutes": _("Overtime starts and ends with full minutes."),
    "overtime.too_long": _("Overtime is at most %(hours)s hours at a stretch."),
}
