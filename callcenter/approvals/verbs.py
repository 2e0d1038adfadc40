"""How the trail tells what the services of approvals do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "approvals.request.started": _("asked for %(subject)s"),
    "approvals.request.endorsed": _("endorsed %(subject)s"),
    "approvals.request.approved": _("approved %(subject)s"),
    "approvals.request.rejected": _("rejected %(subject)s"),
    "approvals.request.returned": _("returned %(subject)s"),
    "approvals.request.sent_again": _("sent %(subject)s in again"),
    "approvals.request.withdrawn": _("withdrew %(subject)s"),
    "approvals.request.recused": _("stepped aside from %(subject)s"),
    "approvals.request.handed_over": _("handed over %(subject)s"),
    "approvals.escalation.put_right": _("put the report %(subject)s right"),
    "approvals.follow_up.told": _("told the direct superior of %(subject)s"),
}
