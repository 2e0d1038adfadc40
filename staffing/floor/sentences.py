"""Why something on the floor is refused, in sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "floor.no_reason": _("Say why."),
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
    "floor.break_begun": _("This break has begun already."),
    "floor.break_not_assigned": _("This break is not assigned."),
    "floor.break_too_early": _("Your break begins at %(at)s. Your shift leader may let you go earlier."),
    "floor.away_already": _("%(name)s is away already."),
    "floor.off_post_already": _("%(name)s is already noted as off post."),
    "floor.not_away": _("Nobody is away on this break: somebody was quicker, or it has not begun."),
}
