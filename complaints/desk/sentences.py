"""Why the desk refuses."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "desk.how_many": _("Choose at least one complaint, and at most %(most)s at a time."),
    "desk.not_handed": _("%(reference)s: %(why)s"),
    "desk.too_many": _("At most %(most)s complaints at a time; these are %(count)s. Narrow the filters."),
    "desk.filter_unclear": _(
        "A filter of the list cannot be understood. Correct it in the list and choose again."
    ),
    "desk.others_match": _(
        "Meanwhile %(count)s complaints match the filters of the list. Look at them and hand them over again."
    ),
}
