"""How the trail tells what the services of overtime do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "overtime.request.asked": _("asked for overtime: %(subject)s"),
    "overtime.request.assigned": _("assigned overtime: %(subject)s"),
    "overtime.request.consented": _("consented to overtime: %(subject)s"),
    "overtime.request.declined": _("declined overtime: %(subject)s"),
    "overtime.request.approved": _("approved overtime: %(subject)s"),
    "overtime.request.rejected": _("rejected overtime: %(subject)s"),
    "overtime.request.cancelled": _("cancelled overtime: %(subject)s"),
}
