"""Last month counted and judged with another value of a kpi.* rule: day sums and, for another T or S, one scan of calls.

The stored day sums are the start. Another T or S moves calls over a threshold: one statement counts, for each day, the
calls within the new seconds and within those that the day was counted with; the difference is added to the sums. Parts
that come from interval statistics stay as the switch counted them, because nothing says when their calls were answered.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg2.errors import QueryCanceled

from callcenter import rulebook
from callcenter.measures import registry
from callcenter.measures.judgement import Bounds, Verdict, judge
from callcenter.measures.registry import Counts, Measure, Ratio
from callcenter.measures.targets import SHORT_ABANDON_SECONDS, SL_DENOMINATOR, SL_SECONDS
from callcenter.people.models import Site
from callcenter.telephony.facts.models import Outcome
from callcenter.telephony.measures import BASE_NAMES, MEASURES, SERVICE_LEVELS
from reports.rollups.models import DaySum, Dimension, ReportedDay
from reports.rollups.periods import Kind, Period, period_of

LIMIT_MS = 3000  # a page that is being filled in may wait this long for the scan, not longer

MOVED = f"""
    SELECT c.day,
           count(*) FILTER (WHERE outcome = {Outcome.ANSWERED.value} AND wait_seconds <= %(seconds)s)
             - count(*) FILTER (WHERE outcome = {Outcome.ANSWERED.value} AND wait_seconds <= used.seconds),
           count(*) FILTER (WHERE outcome = {Outcome.ABANDONED.value} AND wait_seconds <= %(seconds)s)
             - count(*) FILTER (WHERE outcome = {Outcome.ABANDONED.value} AND wait_seconds <= used.seconds)
    FROM telephony_call AS c
    JOIN unnest(%(days)s::date[], %(used)s::int[]) AS used (day, seconds) ON used.day = c.day
    WHERE c.site_id = %(site)s AND c.day >= %(start)s AND c.day < %(end)s
    GROUP BY c.day
"""  # noqa: S608  (numbers of our own outcomes)


class TookTooLongError(Exception):
    """The scan was stopped at LIMIT_MS."""


@dataclass(frozen=True)
class JudgedDay:
    """One figure of a day, as it was and as it would have been."""

    day: datetime.date
    before: Ratio
    after: Ratio
    before_verdict: Verdict
    after_verdict: Verdict

    @property
    def is_turned(self) -> bool:
        return self.before_verdict is not self.after_verdict


@dataclass(frozen=True)
class Compared:
    """One figure of the month. `before_measure` and `after_measure` differ when the rule chooses the variant."""

    before_measure: Measure
    after_measure: Measure
    before: Ratio
    after: Ratio
    days: list[JudgedDay]


@dataclass(frozen=True)
class WhatIf:
    """The month, and what each figure that rests on the rule would have been. `interval_days`: not counted anew."""

    period: Period
    compared: list[Compared]
    interval_days: int = 0


def last_month(site: Site) -> Period:
    """The last whole natural month at the site."""
    return period_of(Kind.MONTH, site.today()).previous


def rule_keys() -> list[str]:
    """The rules whose consequence can be worked out here."""
    judged = {key for m in MEASURES for key in (m.target, m.alarm, m.floor) if key}
    return sorted({SL_SECONDS, SHORT_ABANDON_SECONDS, SL_DENOMINATOR, *judged})


def what_if(site: Site, key: str, value: Any, period: Period) -> WhatIf:
    """Count and judge the days of the period with `value` for the rule `key`. TookTooLongError when the scan is stopped."""
    sums = _sums(site, period)
    reported = {
        day.day: day
        for day in ReportedDay.objects.filter(
            site=site, revision__gte=1, day__gte=period.start, day__lt=period.end
        )
    }
    days = {day: counts for day, counts in sums.items() if day in reported}
    after = days
    interval_days = 0
    if key in (SL_SECONDS, SHORT_ABANDON_SECONDS):
        used = {day: _used(row, key) for day, row in reported.items()}
        after = _counted_anew(site, key, value, period, days, used)
        interval_days = sum(1 for day in days if reported[day].sources.get("intervals"))
    compared = [_compare(site, key, value, pair, days, after) for pair in _measures(site, key, value, period)]
    return WhatIf(period, compared, interval_days)


def _used(row: ReportedDay, key: str) -> int:
    seconds = row.sl_seconds if key == SL_SECONDS else row.short_abandon_seconds
    assert seconds is not None  # the database says so of every day that has figures
    return seconds


def _sums(site: Site, period: Period) -> dict[datetime.date, dict[str, int]]:
    rows = DaySum.objects.filter(
        site=site, dimension=Dimension.SITE, day__gte=period.start, day__lt=period.end
    ).order_by("day")
    return {
        day: dict(zip(BASE_NAMES, counts, strict=True))
        for day, *counts in rows.values_list("day", *BASE_NAMES)
    }


def _counted_anew(
    site: Site,
    key: str,
    seconds: int,
    period: Period,
    days: Mapping[datetime.date, Mapping[str, int]],
    used: Mapping[datetime.date, int],
) -> dict[datetime.date, dict[str, int]]:
    """The day sums with another T or S."""
    moved = _moved(site, seconds, period, used) if days else {}
    found = {}
    for day, counts in days.items():
        answered, abandoned = moved.get(day, (0, 0))
        if key == SL_SECONDS:
            changed = {"answered_in_target": answered, "abandoned_in_target": abandoned}
        else:
            changed = {"short_abandoned": abandoned}
        found[day] = {**counts, **{name: counts[name] + more for name, more in changed.items()}}
    return found


def _moved(
    site: Site, seconds: int, period: Period, used: Mapping[datetime.date, int]
) -> dict[datetime.date, tuple[int, int]]:
    """For each day how many more answered and abandoned calls waited at most `seconds` than at most those used."""
    parameters: dict[str, Any] = {
        "site": site.pk,
        "seconds": seconds,
        "start": period.start,
        "end": period.end,
        "days": list(used),
        "used": list(used.values()),
    }
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('statement_timeout'), set_config('statement_timeout', %s, true)",
                [str(LIMIT_MS)],
            )
            before = cursor.fetchone()[0]
            cursor.execute(MOVED, parameters)
            rows = cursor.fetchall()
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TookTooLongError from error
        raise
    return {day: (answered, abandoned) for day, answered, abandoned in rows}


def _measures(site: Site, key: str, value: Any, period: Period) -> list[tuple[Measure, Measure]]:
    """The figures that rest on the rule, each as it is counted now and as it would be."""
    variant = rulebook.value(SL_DENOMINATOR, site, on=period.last)
    headline = SERVICE_LEVELS[variant]
    if key == SL_DENOMINATOR:
        return [(headline, SERVICE_LEVELS[value])]
    if key == SL_SECONDS:
        return [(headline, headline)]
    if key == SHORT_ABANDON_SECONDS:
        touched = [headline] if "short_abandoned" in headline.denominator else []
        return [(m, m) for m in [*touched, registry.get("telephony.abandon_rate")]]
    others = {level.key for level in SERVICE_LEVELS.values() if level is not headline}
    return [(m, m) for m in MEASURES if key in (m.target, m.alarm, m.floor) and m.key not in others]


def _compare(
    site: Site,
    key: str,
    value: Any,
    measures: tuple[Measure, Measure],
    before: Mapping[datetime.date, Counts],
    after: Mapping[datetime.date, Counts],
) -> Compared:
    old, new = measures
    days = []
    for day in before:
        was, would_be = old.of(before[day]), new.of(after[day])
        bounds = _bounds(site, old, day, {})
        days.append(
            JudgedDay(
                day,
                was,
                would_be,
                judge(was.exact, old.good, bounds),
                judge(would_be.exact, new.good, _bounds(site, new, day, {key: value})),
            )
        )
    return Compared(
        old, new, old.of(registry.combine(before.values())), new.of(registry.combine(after.values())), days
    )


def _bounds(site: Site, measure: Measure, day: datetime.date, instead: Mapping[str, Any]) -> Bounds:
    """Target, alarm and floor as the rulebook has them on the day, with some values instead."""

    def bound(key: str) -> Any:
        if not key:
            return None
        return instead[key] if key in instead else rulebook.value(key, site, on=day)

    return Bounds(bound(measure.target), bound(measure.alarm), bound(measure.floor))
