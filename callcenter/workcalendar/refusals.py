"""Why something about a calendar is refused, in sentences."""

from django.utils.translation import gettext_lazy as _

from callcenter import objections


def define() -> None:
    """Declare the sentences; called once when the room starts."""
    objections.define(
        {
            "workcalendar.no_zone": _("%(zone)s is no time zone; write one such as Asia/Shanghai."),
            "workcalendar.not_seven_days": _("A week has seven days, not %(count)s."),
            "workcalendar.not_a_time": _(
                "“%(text)s” is not a time of day; write one such as 09:00 or 24:00."
            ),
            "workcalendar.not_in_a_day": _(
                "%(start)s to %(end)s does not fit a day: hours start before midnight and last at most 24 hours."
            ),
            "workcalendar.inverted": _("%(start)s to %(end)s ends before it starts."),
            "workcalendar.overlap": _("%(start)s to %(end)s overlaps other opening hours."),
            "workcalendar.closed_with_hours": _("“%(name)s” is closed and cannot have opening hours."),
            "workcalendar.no_open_time": _(
                "This calendar has no open time: no deadline could ever be reached."
            ),
            "workcalendar.range_inverted": _("The range ends on %(last)s, before it starts on %(first)s."),
        }
    )
