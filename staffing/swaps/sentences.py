"""The sentences of the objections against swaps and against taking a shift, in the reader's language."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "swaps.reason_needed": _("Say why you have to be there in person."),
    "swaps.with_oneself": _("A swap needs two people."),
    "swaps.not_employed": _("%(name)s no longer works here on that day."),
    "swaps.shift_is_gone": _("The shift of %(name)s on %(on)s has changed or is no longer theirs."),
    "swaps.overtime_stays": _("Overtime on %(on)s is not swapped; it is agreed with the person."),
    "swaps.has_started": _("The earlier of the two shifts begins at %(at)s: it is too late to change it."),
    "swaps.same_times": _("Both shifts on %(on)s have the same times: there is nothing to swap."),
    "swaps.too_many": _("%(name)s already has %(count)s swaps in that month; %(most)s are allowed."),
    "swaps.unfinished": _("%(name)s has an earlier swap that is not worked and returned yet: %(number)s."),
    "swaps.adjacent": _(
        "%(name)s has a swapped shift on %(other)s, next to %(on)s: no swaps on days side by side."
    ),
    "swaps.works_then": _("%(name)s already works on %(on)s at that time, from %(at)s."),
    "swaps.works_that_day": _("%(name)s already has a shift on %(on)s."),
    "swaps.would_break": _("For %(name)s: %(reason)s"),
    "swaps.other_job": _("%(name)s does another kind of work than %(other)s."),
    "swaps.skills_apart": _(
        "The skill levels of %(name)s (%(level)s) and %(other)s (%(own)s) are more than %(most)s apart."
    ),
    "swaps.not_skilled": _("The shift needs skill level %(needed)s; %(name)s has %(level)s."),
    "swaps.holiday": _("%(on)s is a public holiday: shifts on holidays are not swapped."),
    "swaps.on_leave": _("%(name)s has leave on %(on)s, or has asked for it."),
    "swaps.no_leader": _("The %(code)s shift on %(on)s would be left without a shift leader."),
    "swaps.too_late": _("Swaps are asked for at least %(hours)s hours before the earlier shift (%(at)s)."),
    "swaps.not_open": _("%(number)s is no longer open: %(state)s."),
    "swaps.not_asked": _("%(number)s does not wait for an answer: %(state)s."),
    "swaps.taken_already": _("Another swap that is not decided yet holds one of these shifts."),
    "swaps.moved_on": _("%(number)s has just been decided by somebody else. Look again."),
    "swaps.note_needed": _("Say why, in a sentence that both will read."),
    "swaps.begun": _("%(number)s can no longer be voided: a shift of it has begun."),
    "swaps.shares": _("The shares of the two are whole per cents that make 100."),
    "swaps.not_begun": _("This shift of %(number)s has not begun, or is nobody’s any more."),
    "swaps.split_already": _("The responsibility is already recorded."),
    "swaps.no_return": _(
        "Both have agreed to this swap as it is: approve or reject it. They can ask for another one."
    ),
    "swaps.return_day": _(
        "Two shifts of %(on)s are returned by two shifts of one later day, one of each of you."
    ),
    "swaps.no_shift": _("%(name)s has no shift in these days that could be taken in return."),
    "swaps.not_inducted": _("%(name)s has not passed induction yet and does not take live contacts."),
}

SENTENCES |= {
    "swaps.board_closed": _("This is no longer open."),
    "swaps.has_place": _("You already have a place."),
    "swaps.board_full": _("Somebody was quicker: every place is taken."),
    "swaps.own_cover": _("You give this shift away yourself."),
    "swaps.claim_too_late": _(
        "A place is taken at least %(hours)s hours before it begins (%(at)s). Ask your shift leader."
    ),
    "swaps.nothing_to_be_off": _("%(name)s has no such shift on %(on)s to be off from."),
    "swaps.swapped_stays": _("The shift on %(on)s came by a swap: it is worked."),
    "swaps.too_few_stay": _("On %(on)s no more people can be spared."),
    "swaps.below_minimum": _(
        "The %(code)s shift on %(on)s would have %(heads)s people; it needs %(needed)s."
    ),
    "swaps.not_offered": _("This is offered to other teams."),
    "swaps.places": _("Between 1 and %(most)s places."),
    "swaps.times": _("It ends after it starts."),
    "swaps.in_the_past": _("It begins at %(at)s, which is over."),
    "swaps.shift_needed": _("Say which shift it is."),
    "swaps.given_already": _("This shift is already on the board."),
    "swaps.in_a_swap": _("This shift is in a swap that is not decided yet."),
    "swaps.swapped_is_worked": _("The shift on %(on)s came by a swap: it is worked and not given away."),
}
