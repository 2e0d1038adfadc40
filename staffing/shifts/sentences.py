"""Why something about a shift is refused, in sentences."""

from django.utils.translation import gettext_lazy as _

from callcenter import objections


def define() -> None:
    """Declare the sentences; called once when the room starts."""
    objections.define(
        {
            "shifts.no_work": _("A shift has at least one part that is work."),
            "shifts.outside_two_days": _(
                "Each part of a shift ends after it starts, by the end of the next day at the latest."
            ),
            "shifts.segments_overlap": _("Parts of a shift overlap."),
            "shifts.starts_another_day": _("A shift starts on the day that it belongs to."),
            "shifts.too_long": _("A shift lasts at most %(hours)s hours from its start to its end."),
        }
    )
