"""What the trail says of deadlines."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "clocks.clock.started": _("started a deadline of %(subject)s"),
    "clocks.clock.paused": _("paused a deadline of %(subject)s"),
    "clocks.clock.resumed": _("let a deadline of %(subject)s run on"),
    "clocks.clock.stopped": _("stopped a deadline of %(subject)s"),
    "clocks.clock.handed_over": _("handed over a deadline of %(subject)s"),
    "clocks.clock.rebased": _("worked out running deadlines anew"),
}
