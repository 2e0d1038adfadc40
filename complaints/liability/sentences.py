"""The sentences of this room's objections, in the reader's language."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "liability.shares_sum": _("The shares come to %(total)s per cent; together they are 100."),
    "liability.share_positive": _("Every share is above 0 per cent."),
    "liability.named_twice": _("Somebody is named twice."),
    "liability.person_or_team": _("Name a person or a team, not both and not neither."),
    "liability.penalty_of_a_person": _("Penalties and points are of persons; a team has none."),
    "liability.own_liability": _("Nobody judges about themselves: leave it to a colleague."),
    "liability.wrong_state": _("Liability is judged while the complaint is investigated; it is: %(state)s."),
    "liability.judged_already": _("The liability for %(reference)s has been judged."),
    "liability.unit_needed": _("Name the responsible unit."),
    "liability.words_needed": _("Say it in words."),
    "liability.hours_needed": _("Say how many hours the handling took."),
    "liability.amount_needed": _("A loss has an amount above 0."),
    "liability.points_needed": _("Say how many points, at least one."),
    "liability.not_judged": _(
        "It is our fault: judge first whose it was in %(reference)s (unit and shares)."
    ),
    "liability.not_waiting": _("The penalties do not wait for an approval: %(state)s."),
    "liability.month_runs": _("%(month)s is not over: a review lists a whole month."),
    "liability.review_finished": _("The review of %(month)s is finished."),
    "liability.review_left": _("%(count)s complaints still wait for a verdict."),
    "liability.line_without_deduction": _(
        "The review of %(reference)s has no bonus deduction as its verdict."
    ),
    "liability.line_without_penalty": _(
        "The review of %(reference)s has no administrative penalty as its verdict."
    ),
    "liability.nobody_to_ask": _(
        "Your log-in belongs to no employee, so no line leads up to the general manager."
    ),
    "liability.notice_state": _("%(number)s cannot do that as it stands: %(state)s."),
    "liability.own_reward": _("Nobody proposes a reward for themselves: leave it to a colleague."),
    "liability.rewarded_is_responsible": _(
        "%(name)s is responsible for what %(reference)s is about: nobody is rewarded for that."
    ),
    "liability.merged": _("%(reference)s was merged with another: propose it on the one that stays."),
    "liability.rewards_are_published": _("%(number)s is a penalty; rewards alone are published."),
    "liability.published_already": _("%(number)s has been published."),
    "liability.contest_too_late": _("It could be contested until %(until)s."),
    "liability.proposed_already": _("A Personnel Notice for %(name)s is on its way for this complaint."),
}
