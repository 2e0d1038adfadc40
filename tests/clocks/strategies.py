"""Calendars, moments and pauses that hypothesis draws: awkward zones, night shifts, holidays, lunch breaks."""

import datetime
import zoneinfo

from hypothesis import strategies as st

from callcenter.clocks.rules import Pause
from callcenter.workcalendar.rules import DAY, Day, DayKind, Intervals, OpenHours

# summer time that starts at 2:00, at midnight, by half an hour; none; half-hour offset
ZONES = [
    "Europe/Berlin",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Asia/Shanghai",
    "Asia/Kolkata",
    "America/New_York",
]
FIRST, LAST = datetime.date(2024, 1, 1), datetime.date(2025, 6, 30)
QUARTER = 900


@st.composite
def intervals(draw: st.DrawFn, latest: int = DAY) -> Intervals:
    """Up to three intervals of a day on quarters of an hour."""
    marks = draw(st.lists(st.integers(0, latest // QUARTER), unique=True, max_size=6).map(sorted))
    return tuple((marks[n] * QUARTER, marks[n + 1] * QUARTER) for n in range(0, len(marks) - 1, 2))


@st.composite
def calendars(draw: st.DrawFn) -> OpenHours:
    """A calendar with open time in every week."""
    week = [draw(intervals()) for _ in range(7)]
    if draw(st.booleans()):  # a night shift on Wednesdays, before a morning that starts late enough
        week[2] = ((22 * 3600, 30 * 3600),)
        week[3] = ((9 * 3600, 17 * 3600),)
    week[0] = week[0] or ((9 * 3600, 17 * 3600),)
    dates = draw(
        st.dictionaries(
            st.dates(FIRST, LAST),
            st.one_of(
                st.just(Day(DayKind.HOLIDAY, (), "Holiday")),
                intervals().map(lambda hours: Day(DayKind.PART_DAY, hours, "Part")),
            ),
            max_size=8,
        )
    )
    annual = draw(st.dictionaries(st.sampled_from([(1, 1), (12, 25), (10, 1)]), st.just(Day()), max_size=2))
    return OpenHours(draw(st.sampled_from(ZONES)), tuple(week), dates, annual)  # type: ignore[arg-type]


def moments(step: int = 1) -> st.SearchStrategy[datetime.datetime]:
    """Moments of 2024 and 2025 on multiples of `step` seconds, many of them close to a change of the clocks."""
    first = int(datetime.datetime(2024, 1, 2, tzinfo=datetime.UTC).timestamp())
    anywhere = st.integers(0, 480 * DAY // step).map(lambda n: first + n * step)
    changes = [
        datetime.datetime(2024, 3, 31, 0, tzinfo=datetime.UTC),  # Berlin forward at 01:00 UTC
        datetime.datetime(2024, 10, 26, 22, tzinfo=datetime.UTC),  # Berlin back at 01:00 UTC
        datetime.datetime(2024, 4, 6, 12, tzinfo=datetime.UTC),  # Lord Howe back at 15:00 UTC
        datetime.datetime(2024, 9, 8, 2, tzinfo=datetime.UTC),  # Santiago forward at 04:00 UTC, its midnight
    ]
    near = st.tuples(st.sampled_from(changes), st.integers(0, 12 * 3600 // step)).map(
        lambda pair: int(pair[0].timestamp()) + pair[1] * step
    )
    return st.one_of(anywhere, near).map(
        lambda instant: datetime.datetime.fromtimestamp(instant, datetime.UTC)
    )


@st.composite
def pauses(draw: st.DrawFn, step: int = 1) -> list[Pause]:
    """Up to three pauses of up to three days, overlapping or not."""
    found = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(moments(step))
        length = draw(st.integers(0, 3 * DAY // step)) * step
        found.append(Pause(start, start + datetime.timedelta(seconds=length)))
    return found


def zone(hours: OpenHours) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(hours.zone)
