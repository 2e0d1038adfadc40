"""How the trail tells what the services of this room do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "records.bulletin.published": _("published the bulletin %(subject)s"),
    "records.bulletin.changed": _("changed the bulletin %(subject)s"),
    "records.bulletin.withdrawn": _("withdrew the bulletin %(subject)s"),
    "records.bulletin.confirmed": _("confirmed having read the bulletin %(subject)s"),
}
