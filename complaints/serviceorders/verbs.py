"""How the trail tells what the services of this room do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "serviceorders.order.registered": _("registered the service order %(subject)s"),
    "serviceorders.order.changed": _("changed the service order %(subject)s"),
    "serviceorders.order.dispatched": _("dispatched the service order %(subject)s"),
    "serviceorders.order.come_back": _("brought the service order %(subject)s back unfinished"),
    "serviceorders.order.finished": _("finished the service order %(subject)s"),
    "serviceorders.order.fee_recorded": _("recorded the payment of %(subject)s"),
    "serviceorders.order.signed_off": _("signed the service order %(subject)s as the manager"),
    "serviceorders.order.archived": _("archived the service order %(subject)s"),
    "serviceorders.order.cancelled": _("cancelled the service order %(subject)s"),
    "serviceorders.order.prioritised": _("put the service order %(subject)s first in line"),
    "serviceorders.order.off_site_asked": _("applied for service elsewhere: %(subject)s"),
    "serviceorders.order.off_site_approved": _("approved service elsewhere: %(subject)s"),
    "serviceorders.order.off_site_refused": _("refused service elsewhere: %(subject)s"),
    "serviceorders.order.travel_cost_recorded": _("recorded travel costs of %(subject)s"),
    "serviceorders.register.compared": _("compared the service register of %(subject)s with the vouchers"),
}
