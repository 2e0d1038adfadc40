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
        }
    )
