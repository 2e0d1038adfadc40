"""How the trail tells what the services of this room do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "workorders.order.recorded": _("took down the work order %(subject)s"),
    "workorders.order.answered": _("answered the work order %(subject)s"),
    "workorders.order.replied": _("told the customer how far the work order %(subject)s is"),
    "workorders.order.informed": _("informed the customer of the work order %(subject)s"),
    "workorders.order.confirmed": _("noted that the customer of %(subject)s is satisfied"),
    "workorders.order.objected": _("noted that the customer of %(subject)s is not satisfied"),
    "workorders.order.closed": _("closed the work order %(subject)s"),
    "workorders.order.settled": _("ended the work order %(subject)s without satisfaction"),
    "workorders.order.cancelled": _("cancelled the work order %(subject)s"),
    "workorders.order.upgraded": _("upgraded the work order %(subject)s to a complaint"),
    "workorders.order.handed_over": _("handed the work order %(subject)s over"),
    "workorders.order.chased": _("chased the work order %(subject)s"),
    "workorders.ticket.sent": _("transferred the ticket %(subject)s"),
    "workorders.ticket.received": _("received the ticket %(subject)s"),
    "workorders.ticket.reassigned": _("named another handler for the ticket %(subject)s"),
    "workorders.ticket.contacted": _("talked with the agent about the ticket %(subject)s"),
    "workorders.ticket.paused": _("noted what the ticket %(subject)s waits for"),
    "workorders.ticket.resumed": _("went on with the ticket %(subject)s"),
    "workorders.ticket.returned": _("returned the ticket %(subject)s"),
    "workorders.ticket.finished": _("handed in the feedback slip of %(subject)s"),
    "workorders.ticket.reprocessed": _("had it processed again as the ticket %(subject)s"),
    "workorders.ticket.raised": _(
        "put the ticket %(subject)s first, since nobody received it the day before"
    ),
    "workorders.category.added": _("added the category of work orders %(subject)s"),
    "workorders.category.changed": _("changed the category of work orders %(subject)s"),
    "workorders.coordination.asked": _("asked for the coordination %(subject)s"),
    "workorders.coordination.minuted": _("wrote minutes of the coordination %(subject)s"),
    "workorders.coordination.planned": _("planned a task of the coordination %(subject)s"),
    "workorders.coordination.reported": _("reported progress of the coordination %(subject)s"),
    "workorders.coordination.postponed": _("gave a task of the coordination %(subject)s another day"),
    "workorders.coordination.handed_over": _("handed the coordination %(subject)s over"),
    "workorders.coordination.closed": _("accepted and closed the coordination %(subject)s"),
    "workorders.coordination.cancelled": _("cancelled the coordination %(subject)s"),
    "workorders.focus.found": _("found that %(subject)s needs a closer look"),
}
