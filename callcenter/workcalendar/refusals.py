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
            "workcalendar.not_hours": _(
                "“%(text)s” is not read as opening hours; write 09:00–12:00, 13:00–18:00, or “closed”."
            ),
            "workcalendar.no_reason": _("Say why the calendar changes."),
            "workcalendar.changed_meanwhile": _(
                "%(who)s published another edition meanwhile (“%(reason)s”). Look at it and publish again."
            ),
            "workcalendar.same_week": _("The site is open like this already: nothing would change."),
            "workcalendar.same_days": _("The calendar says so already: nothing would change."),
            "workcalendar.no_day": _("Say from which day the opening hours hold."),
            "workcalendar.past_day": _(
                "%(day)s is past: opening hours that held are not rewritten. Choose %(today)s or later."
            ),
            "workcalendar.too_far": _("%(day)s is more than ten years ahead."),
            "workcalendar.already_begun": _(
                "These opening hours hold since %(day)s; plan others from a later day."
            ),
            "workcalendar.already_withdrawn": _("This version was withdrawn already."),
            "workcalendar.no_days": _("Choose at least one day."),
            "workcalendar.too_many_days": _("%(count)s days are too many for one change; at most %(most)s."),
            "workcalendar.twice": _("%(day)s is named twice."),
            "workcalendar.no_name": _("%(day)s needs a name, such as National Day."),
            "workcalendar.no_such_year": _("%(day)s is outside the calendar (1990 to 2100)."),
            "workcalendar.weekday_and_hours": _(
                "%(day)s can follow a weekday or have hours of its own, not both; closed days and yearly ones follow none."
            ),
            "workcalendar.workday_without_hours": _(
                "%(day)s is worked and needs hours, or the weekday that it follows."
            ),
            "workcalendar.nothing_to_switch": _("None of these days would change."),
            "workcalendar.nothing_to_load": _(
                "There is nothing new for %(country)s in %(year)s: every public day is in the calendar, or none is known."
            ),
            "workcalendar.range_inverted": _("The range ends on %(last)s, before it starts on %(first)s."),
        }
    )
