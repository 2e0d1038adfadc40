"""The sentences of the objections of this room, in the reader's language."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "remedies.not_approved": _(
        "Papers are drawn up for remedies that were approved, not before and not after a refusal."
    ),
    "remedies.other_paper": _(
        "This remedy needs another paper: discounts and compensations a certificate, goods a slip."
    ),
    "remedies.nothing": _("It must be more than nothing."),
    "remedies.amount_above_approved": _(
        "%(approved)s was approved, %(taken)s is on other certificates: at most %(left)s is left."
    ),
    "remedies.quantity_above_approved": _(
        "%(approved)s was approved, %(taken)s is on other slips: at most %(left)s is left."
    ),
    "remedies.text_needed": _("This has to be filled in."),
    "remedies.wrong_state": _("%(number)s stands elsewhere: %(state)s. No step of a paper is left out."),
    "remedies.two_roles": _("Nobody signs two roles of one paper: somebody else does this."),
    "remedies.in_future": _("This day is still to come."),
    "remedies.before_the_paper": _("The paper was drawn up on %(on)s: this day is before it."),
    "remedies.evidence_needed": _("Attach the paper with the customer’s stamp or signature."),
    "remedies.voucher_needed": _("A posting needs the number of its voucher."),
    "remedies.posted_already": _("%(number)s is posted and stays as it is."),
    "remedies.more_than_the_slip": _(
        "The slip says %(slip)s, %(received)s has arrived: at most %(left)s more is counted for it."
    ),
    "remedies.other_goods": _("The warehouse signs only for the goods that the slip names."),
    "remedies.goods_missing": _(
        "The slip says %(slip)s, %(received)s has arrived: the warehouse signs when all of it is there."
    ),
    "remedies.quantity_mismatch": _(
        "%(approved)s was approved and %(returned)s has come back: nothing is posted until they are equal."
    ),
    "remedies.struck_already": _("This delivery is struck out already."),
    "remedies.papers_finish_it": _("This remedy ends with its papers: finance posts them."),
    "remedies.papers_under_way": _("A paper is on its way: it is finished or made void first."),
    "remedies.no_paper_to_end": _("This remedy has no papers: say that it was carried out."),
    "remedies.execution_over": _("This is over: %(state)s."),
    "remedies.receivable_over": _("This is settled: %(state)s."),
    "remedies.not_over": _("This is not over: there is nothing to take back."),
    "remedies.over_with_the_decision": _(
        "It ended with the decision (%(state)s): nothing of it is carried out any more, so its end stays."
    ),
    "remedies.posted_in_full": _(
        "Finance has posted papers for all that was approved. A posting stays: what went wrong is a new complaint."
    ),
    "remedies.posted_since": _("Finance has posted %(number)s since: what rests on it is not taken back."),
    "remedies.upheld_since": _(
        "%(reference)s, which followed, was upheld: nothing of this one is collected again."
    ),
    "remedies.memo_under_way": _("A memo is with the superiors: wait for their answer."),
    "remedies.department_twice": _("One department cannot have two duties: nobody would check the other."),
    "remedies.paper_missing": _("%(remedy)s: no paper is signed by the deputy GM sales and handed on yet."),
    "remedies.copy_not_there": _("This copy does not exist yet: %(state)s."),
}
