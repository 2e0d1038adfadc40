"""What the desk writes into the trail."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "desk.cases.handed_over": _("Several complaints handed to one owner"),
    "desk.cases.hand_over_asked": _("Asked for many complaints to be handed to one owner"),
}
