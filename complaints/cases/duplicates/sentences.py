"""What is refused about duplicates, what the log and the trail say of them."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "cases.merge_itself": _("%(reference)s is not merged into itself."),
    "cases.merge_other_site": _("Complaints of two sites stay apart."),
    "cases.merge_over": _("%(reference)s is over. Link the two instead."),
    "cases.merge_into_accepted": _(
        "%(accepted)s is accepted, %(receipt)s is not: merge the other way round."
    ),
    "cases.merge_decided": _("%(reference)s is decided and is not merged away. Link the two instead."),
    "cases.merge_being_decided": _("%(reference)s waits for its decision: take the report back first."),
    "cases.unmerge_done": _("%(reference)s is merged no longer."),
    "cases.unmerge_over": _("%(reference)s, which stands for both, is over: %(state)s."),
    "cases.unmerge_decided": _("%(reference)s has gone to its decision with both; it stays merged."),
    "cases.unmerge_later": _("Take the later mergings back first: %(references)s."),
    "cases.link_itself": _("%(reference)s is not linked with itself."),
    "cases.link_unknown": _("There is no complaint %(reference)s that you may see."),
}
LOG = {
    "linked": _("Linked with %(reference)s"),
    "unlinked": _("No longer linked with %(reference)s"),
    "left": _("No longer joined by %(reference)s"),
}
VERBS = {
    "cases.case.linked": _("linked the complaint %(subject)s with another"),
    "cases.case.unlinked": _("took a link of the complaint %(subject)s away"),
    "cases.merge.undone": _("took a merging into %(subject)s back"),
}
