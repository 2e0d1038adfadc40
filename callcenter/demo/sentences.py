"""What the demo says when it refuses, and what the trail says of it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OBJECTIONS: dict[str, str | Promise] = {
    "demo.other_people": _(
        "This database has %(count)s people who are not the demo’s. Load the demo into an empty database."
    ),
    "demo.made_otherwise": _(
        "The demo here was made with another size or seed (seed %(seed)s). Use the same, or an empty database."
    ),
}
VERBS: dict[str, str | Promise] = {
    "demo.center.made": _("made the demo center %(subject)s"),
    "demo.switch.named": _("named the queues and agents of the switch of %(subject)s"),
}
