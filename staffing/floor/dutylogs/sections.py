"""The sections of a duty log (domain §4.9, S2F-9): what is written, and what the system knows of it."""

from django.utils.translation import gettext_lazy as _

# key: title. The leader writes in each; facts of the system stand above the words where it knows some.
SECTIONS = {
    "attendance": _("Attendance and absences"),
    "system": _("System problems"),
    "questions": _("Difficult questions with answers"),
    "workload": _("Workload: consultation, inquiry, proactive service"),
    "incidents": _("Incidents"),
    "complaints": _("Complaints taken"),
    "patrols": _("Patrols"),
    "breaks": _("Breaks"),
    "bulletins": _("Bulletins announced"),
    "conduct": _("Conduct, stop-work orders"),
    "stuck": _("Stuck work orders"),
    "remarks": _("Remarks"),
}
