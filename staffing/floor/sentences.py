"""Why something on the floor is refused, in sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "floor.no_reason": _("Say why."),
    "floor.no_shift": _("%(name)s has no such shift any more."),
    "floor.shift_over": _("The shift of %(name)s is over."),
    "floor.shift_not_begun": _("The shift of %(name)s has not begun."),
}
