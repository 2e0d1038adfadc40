"""Deadlines as people say them: what is due when, how much is used, by which rule, why a day counted or not."""

import datetime

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from callcenter.clocks.explanation import DayLine, Why
from callcenter.clocks.models import Clock, Outcome
from callcenter.clocks.policy import Policy
from callcenter.clocks.rules import Allowance, DayEnd, Unit
from callcenter.web import cells
from callcenter.workcalendar.rules import Intervals, clock_text


def hours(seconds: int) -> str:
    """A length of open time in hours and minutes; never in days, for nobody knows how long a working day is."""
    whole, rest = divmod(seconds, 3600)
    minutes, second = divmod(rest, 60)
    if whole and not rest:
        return _("%(hours)d h") % {"hours": whole}
    if whole:
        return _("%(hours)d h %(minutes)d min") % {"hours": whole, "minutes": minutes}
    if minutes or not second:
        return ngettext("%(count)d min", "%(count)d min", minutes) % {"count": minutes}
    return _("%(number)s s") % {"number": second}


def length(allowance: Allowance, seconds: int) -> str:
    """Seconds of a clock: open time in hours, time round the clock in days and hours."""
    return hours(seconds) if allowance.unit is Unit.OPEN_TIME else cells.span(seconds)


def due(clock: Clock, now: datetime.datetime | None = None) -> str:
    """due tomorrow 18:00, 1 d 3 h left; overdue; paused; done in time or how late."""
    now = now or timezone.now()
    if clock.stopped_at is not None:
        return _stopped(clock)
    if clock.is_paused(now):
        since = cells.moment(clock.paused_at)
        if clock.due_at is None:
            return _("paused since %(since)s") % {"since": since}
        return _("paused since %(since)s, due %(due)s at the latest") % {
            "since": since,
            "due": cells.moment(clock.due_at),
        }
    return cells.due(clock.due_at, now) if clock.due_at else cells.NOTHING


def _stopped(clock: Clock) -> str:
    if clock.outcome != Outcome.DONE:
        return str(Outcome(clock.outcome).label)
    if clock.is_overdue() and clock.due_at and clock.stopped_at:
        return _("done %(span)s late") % {
            "span": cells.span((clock.stopped_at - clock.due_at).total_seconds())
        }
    return _("done in time")


def state(
    clock: Clock, now: datetime.datetime | None = None, soon: datetime.timedelta | None = None
) -> tuple[str, str]:
    """The badge: its words and colour. Red only for what is really late, amber for what will be soon."""
    now = now or timezone.now()
    if clock.stopped_at is not None:
        if clock.outcome != Outcome.DONE:
            return str(Outcome(clock.outcome).label), "grey"
        return (_("Done late"), "red") if clock.is_overdue() else (_("Done in time"), "green")
    if clock.is_overdue(now):
        return _("Overdue"), "red"
    if clock.is_paused(now):
        return _("Paused"), "grey"
    if clock.due_at is not None and soon is not None and clock.due_at - now <= soon:
        return _("Due soon"), "yellow"
    return _("Running"), "blue"


def allowance(policy: Policy) -> str:
    """The rule of the deadline: 8 h of open time; 6 calendar days, to the end of the day."""
    given = policy.allowance
    match given.unit:
        case Unit.OPEN_TIME:
            return _("%(length)s of open time") % {"length": hours(given.amount)}
        case Unit.ROUND_THE_CLOCK:
            return _("%(length)s round the clock") % {"length": cells.span(given.amount)}
        case Unit.MOMENT:
            return _("at a fixed moment")
        case Unit.WORKING_DAYS:
            days = ngettext("%(count)d working day", "%(count)d working days", given.amount)
        case Unit.CALENDAR_DAYS:
            days = ngettext("%(count)d calendar day", "%(count)d calendar days", given.amount)
    ends = {
        DayEnd.SAME_TIME: _("%(days)s, to the same time of day"),
        DayEnd.END_OF_DAY: _("%(days)s, to the end of the day"),
        DayEnd.CLOSE: _("%(days)s, to the close of that day"),
    }
    return ends[given.day_end] % {"days": days % {"count": given.amount}}


def why(line: DayLine) -> str:
    """Why the day counted as it did: opening hours, the holiday by name, a make-up day."""
    name = line.day.named(get_language() or "en") if line.day else ""
    said = {
        Why.OPEN: intervals(line.intervals),
        Why.DAY_OFF: _("closed on this weekday"),
        Why.HOLIDAY: _("holiday"),
        Why.CLOSED: _("closed"),
        Why.PART_DAY: _("open %(hours)s") % {"hours": intervals(line.intervals)},
        Why.MAKE_UP: _("make-up workday, %(hours)s") % {"hours": intervals(line.intervals)},
        Why.START: _("day of the start, not counted"),
        Why.EVERY_DAY: _("every day counts"),
        Why.ROUND_THE_CLOCK: _("counts round the clock"),
    }[line.why]
    return _("%(name)s: %(said)s") % {"name": name, "said": said} if name else said


def intervals(hours_: Intervals) -> str:
    """09:00–12:00, 13:00–18:00; 22:00–06:00 where it runs past midnight."""
    return _(", ").join(
        f"{clock_text(start)}–{clock_text(end).partition('+')[0]}" for start, end in sorted(hours_)
    )
