"""How the trail tells what the services of swaps do; read after the actor's name."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "swap.decided": _("decided on the swap %(subject)s"),
    "swaps.swap.asked": _("asked for the swap %(subject)s"),
    "swaps.swap.confirmed": _("agreed to the swap %(subject)s"),
    "swaps.swap.declined": _("declined the swap %(subject)s"),
    "swaps.swap.endorsed": _("endorsed the swap %(subject)s"),
    "swaps.swap.cancelled": _("cancelled the swap %(subject)s"),
    "swaps.swap.voided": _("voided the swap %(subject)s"),
    "swaps.swap.worked": _("noted as worked: the swap %(subject)s"),
    "swaps.swap.returned": _("noted as returned: the swap %(subject)s"),
    "swaps.mishap.reported": _("reported an empty shift of the swap %(subject)s"),
    "swaps.mishap.split": _("recorded who answers for the empty shift of the swap %(subject)s"),
    "swaps.posting.posted": _("put on the board: %(subject)s"),
    "swaps.posting.released": _("released for the board: %(subject)s"),
    "swaps.posting.rejected": _("did not release for the board: %(subject)s"),
    "swaps.posting.withdrawn": _("took off the board: %(subject)s"),
    "swaps.posting.claimed": _("took a place: %(subject)s"),
    "swaps.posting.closed": _("closed on the board: %(subject)s"),
}
