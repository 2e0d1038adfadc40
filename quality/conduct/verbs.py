"""How the trail tells what the services of conduct do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "conduct.record.decided": _("A conduct record was decided"),
    "conduct.record.contest_decided": _("The contest of a conduct record was decided"),
    "conduct.record.cancelled": _("A conduct record was cancelled"),
    "conduct.month.closed": _("A month of points in money was closed"),
}
VERBS = {
    "conduct.record.recorded": _("recorded conduct: %(subject)s"),
    "conduct.record.taken_over": _("took it over as a conduct record: %(subject)s"),
    "conduct.record.stated": _("made a statement on a conduct record: %(subject)s"),
    "conduct.record.confirmed": _("confirmed a conduct record: %(subject)s"),
    "conduct.record.taken_back": _("took the confirmation of a conduct record back: %(subject)s"),
    "conduct.record.decided": _("decided a conduct record: %(subject)s"),
    "conduct.record.dismissed": _("dismissed a conduct record: %(subject)s"),
    "conduct.record.cancelled": _("cancelled a conduct record: %(subject)s"),
    "conduct.record.contested": _("contested a conduct record: %(subject)s"),
    "conduct.record.contest_decided": _("decided a contest: %(subject)s"),
    "conduct.record.made_final": _("made a conduct record final: %(subject)s"),
    "conduct.points.deducted": _("deducted points: %(subject)s"),
    "conduct.points.rewarded": _("rewarded with points: %(subject)s"),
    "conduct.points.reversed": _("reversed points: %(subject)s"),
    "conduct.wages.entered": _("entered wages of a month"),
    "conduct.month.closed": _("closed a month of points in money: %(subject)s"),
    "conduct.item.added": _("added an item of conduct: %(subject)s"),
    "conduct.item.changed": _("changed an item of conduct: %(subject)s"),
    "conduct.item.ended": _("took an item of conduct out of use: %(subject)s"),
}
