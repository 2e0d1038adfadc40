"""What the trail says of deadlines."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "clocks.clock.started": _("started the deadline %(subject)s"),
    "clocks.clock.paused": _("paused the deadline %(subject)s"),
    "clocks.clock.resumed": _("let the deadline %(subject)s run on"),
    "clocks.clock.stopped": _("stopped the deadline %(subject)s"),
    "clocks.clock.handed_over": _("handed over the deadline %(subject)s"),
    "clocks.clock.rebased": _("worked out running deadlines anew"),
}
