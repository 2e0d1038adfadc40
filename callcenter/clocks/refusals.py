"""Why something about a clock is refused, in sentences."""

from django.utils.translation import gettext_lazy as _

from callcenter import objections


def define() -> None:
    """Declare the sentences; called once when the room starts."""
    objections.define(
        {
            "clocks.duration_not_positive": _("A duration must be positive; %(amount)s is not."),
            "clocks.beyond_horizon": _(
                "The deadline would lie more than %(years)s years away: the calendar has too little open time."
            ),
            "clocks.already_running": _("A deadline of this type is running for it already."),
            "clocks.has_stopped": _("This deadline has stopped; it cannot be changed any more."),
            "clocks.already_paused": _("It was paused at that moment already."),
            "clocks.not_paused": _("It was not paused at that moment."),
            "clocks.no_pause": _("A deadline of this type does not pause."),
            "clocks.pause_needs_reason": _("Say what it is waiting for."),
            "clocks.pause_used_up": _("Its pauses are used up: %(cap)s together."),
            "clocks.in_future": _("That moment has not come yet."),
            "clocks.before_start": _("That was before the deadline started."),
            "clocks.after_stop": _(
                "Something was recorded after that moment; it cannot have stopped before."
            ),
            "clocks.rebase_needs_reason": _("Say why the running deadlines are worked out anew."),
            "clocks.rebase_of_nothing": _("Choose what is worked out anew: opening hours, rules or both."),
            "clocks.rebase_is_stale": _(
                "The deadlines have changed since the preview was shown; look at it again."
            ),
        }
    )
