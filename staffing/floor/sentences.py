"""Why something on the floor is refused, in sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "floor.no_reason": _("Say why."),
    "floor.no_such_ground": _("Nobody is ordered to stop work for %(code)s today; choose from the list."),
    "floor.annulled_already": _("The order for %(name)s is annulled already."),
    "floor.no_shift": _("%(name)s has no such shift any more."),
    "floor.shift_over": _("The shift of %(name)s is over."),
    "floor.shift_not_begun": _("The shift of %(name)s has not begun."),
    "floor.not_on_duty": _("%(name)s is not on duty right now."),
    "floor.break_needs_length": _("A break lasts at least a minute."),
    "floor.break_outside_shift": _("A break lies within the shift."),
    "floor.break_past": _("This time is over."),
    "floor.rest_too_long": _("A short rest lasts at most %(minutes)s minutes."),
    "floor.break_at_that_time": _("%(name)s already has a break at that time."),
    "floor.too_many_away": _("At %(at)s no more people of %(team)s may be away: %(most)s at a time."),
    "floor.break_decided_already": _("This was decided already."),
    "floor.break_gone": _("This break no longer stands."),
    "floor.break_moved_meanwhile": _(
        "Somebody else has moved a break meanwhile. Look at the times as they stand now."
    ),
    "floor.nothing_to_move": _("There is no break to move."),
    "floor.break_begun": _("This break has begun already."),
    "floor.break_not_assigned": _("This break is not assigned."),
    "floor.break_too_early": _("Your break begins at %(at)s. Your shift leader may let you go earlier."),
    "floor.away_already": _("%(name)s is away already."),
    "floor.off_post_already": _("%(name)s is already noted as off post."),
    "floor.not_away": _("Nobody is away on this break: somebody was quicker, or it has not begun."),
    "floor.no_such_shift": _("%(team)s has no shift %(code)s on that day."),
    "floor.shift_not_yet": _("Shift %(code)s has not begun."),
    "floor.no_signer": _("Only somebody with an employee record can sign."),
    "floor.written_meanwhile": _(
        "Somebody else has written here meanwhile. Look at the words as they stand now."
    ),
    "floor.log_signed": _("%(number)s is signed and stays as it is."),
    "floor.report_empty": _("Write the report."),
    "floor.report_too_early": _("A report is of a month that has begun."),
    "floor.report_there": _("The report of %(team)s for %(month)s is already handed in."),
    "floor.handover_given": _("The outgoing leader has already signed."),
    "floor.handover_not_given": _("The outgoing leader signs first."),
    "floor.handover_taken": _("This handover is signed by both and stays as it is."),
    "floor.handover_same_person": _("Two different people sign a handover."),
    "floor.topic_equipment": _("Say how the equipment is."),
    "floor.topic_open_issues": _("Say which difficult or open issues there are, or that there are none."),
    "floor.topic_staff_changes": _("Say who was swapped, absent or redeployed, or that nobody was."),
    "floor.problem_empty": _("Say what the problem is."),
    "floor.problem_later": _("This time has not come yet."),
    "floor.item_empty": _("Say what is open."),
    "floor.item_done": _("This is done already."),
    "floor.released_already": _("%(name)s has been released already."),
    "floor.not_over": _("The shift of %(name)s ends at %(at)s."),
    "floor.no_relief": _(
        "The relief of %(name)s has not come yet. Stay at the console, or ask the shift leader to release you with a reason."
    ),
}
