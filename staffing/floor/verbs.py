"""How the trail tells what the services of the floor do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "floor.work.stopped": _("ordered to stop work: %(subject)s"),
}
