"""What this room says in refusals and in the trail."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, str | Promise] = {
    "reports.document_state": _("That is not possible any more: the document is %(state)s."),
    "reports.section_missing": _(
        "“%(section)s” is empty. Fill it in, or say that there is nothing to report."
    ),
    "reports.own_document": _("Nobody signs a document that they wrote or submitted."),
    "reports.figures_not_checked": _("Confirm that you have checked the figures."),
    "reports.figures_changed": _(
        "The figures changed while you looked: you saw version %(seen)d, they are version %(current)d now. Look again."
    ),
    "reports.figures_being_summed": _(
        "Facts of this period have just changed and are being summed again. Try again in a minute."
    ),
    "reports.return_reason": _("Say in a few words what the writer should mend."),
    "reports.document_edited": _(
        "Somebody else saved this document meanwhile. Compare both versions below, then save again."
    ),
    "reports.no_writer": _(
        "%(name)s cannot write this document: it takes the post of its writer at this site."
    ),
    "reports.not_received": _("You are none of the receivers of this document."),
}
VERBS: dict[str, str | Promise] = {
    "reports.document.drafted": _("made the draft of %(subject)s"),
    "reports.document.edited": _("wrote in %(subject)s"),
    "reports.document.submitted": _("submitted %(subject)s"),
    "reports.document.returned": _("returned %(subject)s"),
    "reports.document.signed": _("signed %(subject)s"),
    "reports.document.distributed": _("distributed %(subject)s"),
    "reports.document.archived": _("archived %(subject)s"),
    "reports.document.revised": _("brought new figures into %(subject)s"),
    "reports.document.assigned": _("named the writer of %(subject)s"),
    "reports.document.acknowledged": _("confirmed the receipt of %(subject)s"),
}
