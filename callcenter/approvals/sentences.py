"""The sentences of the objections of approvals, in the reader's language."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "approvals.nobody_above": _(
        "Nobody is above %(name)s in the reporting line who could decide. HR sets who they report to."
    ),
    "approvals.line_ends": _(
        "The reporting line of %(name)s ends at %(last)s, below the post “%(post)s” that has to decide. HR closes the gap."
    ),
    "approvals.cannot_log_in": _(
        "%(name)s is next in the reporting line but has no open log-in and could not decide. HR opens it, or sets another superior."
    ),
    "approvals.nothing_to_skip": _("Nobody is above your direct superior: the report goes to them."),
    "approvals.reports_only": _(
        "Only a report may go past the direct superior in an emergency; a request may not."
    ),
    "approvals.nobody_above_recused": _(
        "Nobody further up the line could decide instead. Ask HR to name a deputy for these days."
    ),
    "approvals.own_request": _("Nobody decides their own request."),
    "approvals.is_a_party": _("You are concerned by this request and do not decide it."),
    "approvals.not_yours": _("This waits for somebody else’s decision."),
    "approvals.asked_already": _("This has been asked already: %(number)s is not decided yet."),
    "approvals.not_open": _("%(number)s is no longer open: %(state)s."),
    "approvals.no_such_step": _("%(number)s has no such step."),
    "approvals.step_decided": _("Somebody was quicker: %(name)s – %(state)s."),
    "approvals.comment_needed": _("Say why, in a sentence that the applicant will read."),
    "approvals.instruction_needed": _("Write the instruction down: it goes on record with the answer."),
    "approvals.answers_are_for_reports": _(
        "A request goes through every level; only a report is answered on the way."
    ),
    "approvals.told_already": _("The direct superior was told already, at %(at)s."),
    "approvals.note_needed": _("Say what you told your superior."),
}
