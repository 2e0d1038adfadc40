"""Why the desk refuses."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "desk.how_many": _("Choose at least one complaint, and at most %(most)s at a time."),
    "desk.not_handed": _("%(reference)s: %(why)s"),
}
