"""How the trail tells what the services of this room do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "records.bulletin.published": _("published the bulletin %(subject)s"),
    "records.bulletin.changed": _("changed the bulletin %(subject)s"),
    "records.bulletin.withdrawn": _("withdrew the bulletin %(subject)s"),
    "records.bulletin.confirmed": _("confirmed having read the bulletin %(subject)s"),
    "records.patrol.recorded": _("recorded the patrol %(subject)s"),
    "records.checklist.taken": _("took the manuals’ checklist over for %(subject)s"),
    "records.checklist.added": _("put %(subject)s on the checklist"),
    "records.checklist.activated": _("put %(subject)s back on the checklist"),
    "records.checklist.deactivated": _("took %(subject)s off the checklist"),
    "records.patrol_analysis.handed_in": _("handed in the patrol analysis %(subject)s"),
}
