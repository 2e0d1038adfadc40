"""What a meeting and its minutes are refused for, and whether the all-agent meeting precedes the report: plain Python."""

import datetime
from collections.abc import Sequence

from callcenter.objections import Objection

ONE_DAY = datetime.timedelta(days=1)


def objections(
    *, title: str, starts_at: datetime.datetime, ends_at: datetime.datetime | None
) -> list[Objection]:
    """Every reason against a meeting as planned."""
    found = []
    if not title.strip():
        found.append(Objection("meetings.title_needed", field="title"))
    if ends_at is not None and ends_at <= starts_at:
        found.append(Objection("meetings.ends_before_it_starts", field="ends_at"))
    return found


def minutes_objections(
    *,
    minutes: str,
    now: datetime.datetime,
    starts_at: datetime.datetime,
    empty_topics: Sequence[str],
    needs_topics: bool,
    unmarked: int,
) -> list[Objection]:
    """Every reason against closing the minutes: before the meeting, no words, topics without notes, attendance not taken."""
    found = []
    if now < starts_at:
        found.append(Objection("meetings.not_held_yet"))
    if not minutes.strip():
        found.append(Objection("meetings.minutes_needed", field="minutes"))
    if needs_topics and empty_topics:
        found.append(Objection("meetings.topics_needed", {"topics": ", ".join(empty_topics)}))
    if unmarked:
        found.append(Objection("meetings.attendance_needed", {"count": unmarked}))
    return found


def report_due(meeting_on: datetime.date, report_on: datetime.date) -> datetime.date | None:
    """When the meeting of all agents comes before the shift leaders' report is due, the day proposed for the report: the
    one before the meeting. None when the report is due earlier anyway (A6)."""
    return meeting_on - ONE_DAY if meeting_on <= report_on else None
