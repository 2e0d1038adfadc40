"""Days as tests write them: shifts, punches and leave in wall-clock words, worked out by the rules."""

import datetime
import json
import zoneinfo
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from staffing.attendance.facts import spans_of
from staffing.attendance.matching import IN, OUT, UNKNOWN, Policy, Punch, Shift
from staffing.attendance.rules import Day, Facts, Leave, work_out
from staffing.roster.duties import segments_to_json
from tests.staffing.factories import DAY_SHIFT, parts

SHANGHAI = zoneinfo.ZoneInfo("Asia/Shanghai")
ON = datetime.date(2026, 3, 12)
LONG_AFTER = datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)
WORDS = {"in": IN, "out": OUT, "?": UNKNOWN}


class Timeline:
    """One person in a zone. `t` is "07:55" of ON, "07:55:59", or "+1 07:55" on the next day; also an aware datetime."""

    def __init__(self, on: datetime.date = ON, zone: zoneinfo.ZoneInfo = SHANGHAI, **policy: int) -> None:
        self.on, self.zone, self.policy = on, zone, replace(Policy(), **policy)
        self.shifts: list[Shift] = []
        self.punches: list[Punch] = []
        self.leaves: list[Leave] = []

    def at(self, t: str | datetime.datetime) -> int:
        if isinstance(t, datetime.datetime):
            return int(t.timestamp())
        word, _, clock = t.rpartition(" ")
        day = self.on + datetime.timedelta(days=int(word or 0))
        return int(datetime.datetime.combine(day, datetime.time.fromisoformat(clock), self.zone).timestamp())

    def shift(self, text: str = DAY_SHIFT, days: int = 0, **fields: Any) -> "Timeline":
        on = self.on + datetime.timedelta(days=days)
        stretches, paid = spans_of(on, json.dumps(segments_to_json(parts(text))), self.zone)
        self.shifts.append(Shift(on, stretches[0][0], stretches[-1][1], stretches, paid, **fields))
        self.shifts.sort(key=lambda shift: shift.start)
        return self

    def punch(self, *told: str) -> "Timeline":
        """ "in 07:50", "out +1 08:00", "? 12:00"."""
        for each in told:
            word, _, t = each.partition(" ")
            self.punches.append(Punch(self.at(t), WORDS[word], len(self.punches) + 1))
        return self

    def leave(self, start: str, end: str, *, is_valid: bool = True) -> "Timeline":
        self.leaves.append(Leave(self.at(start), self.at(end), is_valid))
        return self

    def days(
        self,
        *days: int,
        now: str | datetime.datetime = LONG_AFTER,
        holidays: Collection[datetime.date] = (),
        punches: Sequence[Punch] | None = None,
    ) -> list[Day]:
        """The days, counted from ON; ON alone when none is named."""
        wanted = [self.on + datetime.timedelta(days=step) for step in days or (0,)]
        known = {self.on + datetime.timedelta(days=step): self.policy for step in range(-40, 41)}
        found = work_out(
            Facts(self.shifts, self.punches if punches is None else punches, self.leaves),
            set(wanted),
            policies=known,
            holidays=frozenset(holidays),
            day_of=lambda at: datetime.datetime.fromtimestamp(at, self.zone).date(),
            now=self.at(now),
        )
        return [found[on] for on in wanted]

    def day(self, **options: Any) -> Day:
        return self.days(0, **options)[0]
