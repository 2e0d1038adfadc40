"""What the rulebook says about the meetings of shifts."""

import datetime

from callcenter.people.models import Site
from callcenter.rulebook.values import value
from staffing.records.meetings.of_shifts.rules import POST, PRE, MeetingPolicy
from staffing.records.meetings.series import SERIES, MeetingKind

WHICH = {"both": frozenset({PRE, POST}), PRE: frozenset({PRE}), POST: frozenset({POST}), "none": frozenset()}
MINUTE = datetime.timedelta(minutes=1)


def policy(site: Site, on: datetime.date) -> MeetingPolicy:
    """As the rulebook stands at the site on that day."""
    return MeetingPolicy(
        kinds=WHICH[value("meeting.of_shifts", site, on=on)],
        before=value("meeting.pre_shift_minutes", site, on=on) * MINUTE,
        after=value("meeting.post_shift_minutes", site, on=on) * MINUTE,
        minutes_due=value("meeting.shift_minutes_due", site, on=on) * MINUTE,
        keeper=value("meeting.shift_keeper", site, on=on),
    )


def topics(site: Site, kind: str, on: datetime.date) -> list[str]:
    """The topics that the rulebook names; those of the manuals where it names none, as they stand in the source."""
    said = value(f"meeting.{kind}_topics", site, on=on)
    named = [topic.strip()[:160] for topic in said.replace("；", ";").split(";") if topic.strip()]
    return named or [str(topic) for topic in SERIES[MeetingKind(kind)].topics]
