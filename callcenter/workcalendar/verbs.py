"""What the trail says of this room's acts."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "workcalendar.hours.set": _("published other opening hours: %(subject)s"),
    "workcalendar.hours.withdrawn": _("withdrew planned opening hours: %(subject)s"),
    "workcalendar.days.set": _("changed days of the calendar: %(subject)s"),
    "workcalendar.days.loaded": _("loaded days into the calendar: %(subject)s"),
    "workcalendar.days.switched_off": _("switched days of the calendar off: %(subject)s"),
    "workcalendar.days.switched_on": _("switched days of the calendar on: %(subject)s"),
}
# The same acts without their subject, for the list of editions of one site.
PHRASES = {
    "workcalendar.hours.set": _("Opening hours"),
    "workcalendar.hours.withdrawn": _("Planned opening hours withdrawn"),
    "workcalendar.days.set": _("Days changed"),
    "workcalendar.days.loaded": _("Days loaded"),
    "workcalendar.days.switched_off": _("Days switched off"),
    "workcalendar.days.switched_on": _("Days switched on"),
}
