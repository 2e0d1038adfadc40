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
    "records.incident.reported": _("reported the incident %(subject)s"),
    "records.incident.noted": _("wrote a line of the incident %(subject)s"),
    "records.incident.changed": _("changed the impact of the incident %(subject)s"),
    "records.incident.ended": _("noted the end of the incident %(subject)s"),
    "records.incident.closed": _("closed the incident %(subject)s"),
    "records.action.given": _("gave the action %(subject)s"),
    "records.action.finished": _("finished the action %(subject)s"),
    "records.meeting.planned": _("planned the meeting %(subject)s"),
    "records.meeting.minuted": _("wrote minutes of the meeting %(subject)s"),
    "records.meeting.closed": _("closed the minutes of the meeting %(subject)s"),
    "records.meeting.cancelled": _("called off the meeting %(subject)s"),
    "records.answer.published": _("published the answer to %(subject)s"),
    "records.answer.withdrawn": _("withdrew the answer to %(subject)s"),
}
