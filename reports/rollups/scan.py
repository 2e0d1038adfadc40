"""The SQL that sums one day of a site: one statement, one scan of the calls, which writes only the rows that differ.

The scan groups the calls twice as it goes: by (half hour, queue, type, outcome) and by (agent, outcome). The outcome is
a group and not a FILTER on every count, so that a call touches eight counters and not fifteen; every other sum is
made of these few thousand rows. Interval statistics fill in the queues (and, on a day without calls, the agents) that
have no calls that day: where a queue has both, calls win.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connection

from callcenter.telephony.facts.models import Outcome
from callcenter.telephony.measures import BASE_NAMES
from reports.rollups.models import Dimension

STATES = (
    "state_talk_seconds",
    "state_hold_seconds",
    "state_acw_seconds",
    "state_idle_seconds",
    "login_seconds",
)
QUEUE_BASES = tuple(name for name in BASE_NAMES if name not in STATES)
MAXIMA = ("longest_wait_seconds",)
ANSWERED, ABANDONED, IGNORED = Outcome.ANSWERED.value, Outcome.ABANDONED.value, Outcome.IGNORED.value

# From counts by outcome to base counts.
# Whole numbers of four bytes hold them (a slice of a day has no 2^31 seconds) and are summed twice as fast as numeric.
PIVOT = f"""
    coalesce(sum(n) FILTER (WHERE outcome <> {IGNORED}), 0)::int AS offered,
    coalesce(sum(n) FILTER (WHERE outcome = {ANSWERED}), 0)::int AS answered,
    coalesce(sum(in_target) FILTER (WHERE outcome = {ANSWERED}), 0)::int AS answered_in_target,
    coalesce(sum(n) FILTER (WHERE outcome = {ABANDONED}), 0)::int AS abandoned,
    coalesce(sum(short) FILTER (WHERE outcome = {ABANDONED}), 0)::int AS short_abandoned,
    coalesce(sum(in_target) FILTER (WHERE outcome = {ABANDONED}), 0)::int AS abandoned_in_target,
    coalesce(sum(n) FILTER (WHERE outcome = {IGNORED}), 0)::int AS ignored,
    coalesce(sum(wait) FILTER (WHERE outcome = {ANSWERED}), 0)::int AS wait_answered_seconds,
    coalesce(sum(wait) FILTER (WHERE outcome = {ABANDONED}), 0)::int AS wait_abandoned_seconds,
    coalesce(max(longest) FILTER (WHERE outcome <> {IGNORED}), 0)::int AS longest_wait_seconds,
    coalesce(sum(talk) FILTER (WHERE outcome = {ANSWERED}), 0)::int AS talk_seconds,
    coalesce(sum(hold) FILTER (WHERE outcome = {ANSWERED}), 0)::int AS hold_seconds,
    coalesce(sum(acw) FILTER (WHERE outcome = {ANSWERED}), 0)::int AS acw_seconds
"""


def _again(names: tuple[str, ...]) -> str:
    """Sums (or maxima) of base counts that are sums already."""
    return ", ".join(f"{'max' if name in MAXIMA else 'sum'}({name})::int AS {name}" for name in names)


ALL_SUMS = _again(BASE_NAMES)
NO_STATES = ", ".join("0" for _ in STATES)
NO_QUEUE_SUMS = ", ".join("0" for _ in QUEUE_BASES)
NAMES = ", ".join(BASE_NAMES)
OF_QUEUES = ", ".join(QUEUE_BASES)
OF_STATES = ", ".join(STATES)

COUNTERS = ("n", "in_target", "short", "wait", "talk", "hold", "acw")
COUNTED = ", ".join(f"sum({name})::int AS {name}" for name in COUNTERS) + ", max(longest) AS longest"

SUMS = f"""
    scanned AS MATERIALIZED (
        SELECT grouping(half_hour) AS by_agent, half_hour, coalesce(queue_id, 0) AS queue, call_type, agent_id, outcome,
               count(*)::int AS n,
               (count(*) FILTER (WHERE wait_seconds <= %(sl_seconds)s))::int AS in_target,
               (count(*) FILTER (WHERE wait_seconds <= %(short_seconds)s))::int AS short,
               sum(wait_seconds)::int AS wait, max(wait_seconds) AS longest,
               sum(talk_seconds)::int AS talk, sum(hold_seconds)::int AS hold, sum(acw_seconds)::int AS acw
        FROM telephony_call WHERE site_id = %(site)s AND day = %(day)s
        GROUP BY GROUPING SETS ((half_hour, queue_id, call_type, outcome), (agent_id, outcome))
    ),
    by_outcome (dimension, item, text, outcome, {", ".join(COUNTERS)}, longest) AS (
        SELECT {Dimension.HALF_HOUR.value}, half_hour::bigint, '', outcome, {COUNTED}
        FROM scanned WHERE by_agent = 0 GROUP BY half_hour, outcome
        UNION ALL SELECT {Dimension.QUEUE.value}, queue, '', outcome, {COUNTED}
        FROM scanned WHERE by_agent = 0 GROUP BY queue, outcome
        UNION ALL SELECT {Dimension.CALL_TYPE.value}, 0, call_type, outcome, {COUNTED}
        FROM scanned WHERE by_agent = 0 GROUP BY call_type, outcome
        UNION ALL SELECT {Dimension.AGENT.value}, coalesce(agent_id, 0), '', outcome, {", ".join(COUNTERS)}, longest
        FROM scanned WHERE by_agent = 1 AND (agent_id IS NOT NULL OR outcome = {ANSWERED})
    ),
    intervals AS MATERIALIZED (
        SELECT half_hour, coalesce(queue_id, 0) AS queue, 0 AS ignored,
               {", ".join(name for name in QUEUE_BASES if name != "ignored")}
        FROM telephony_queue_interval AS i
        WHERE site_id = %(site)s AND day = %(day)s AND NOT EXISTS (
            SELECT FROM scanned AS s WHERE s.by_agent = 0 AND s.queue = coalesce(i.queue_id, 0))
    ),
    states AS MATERIALIZED (
        SELECT half_hour, agent_id, sum(handled)::int AS handled, sum(talk_seconds)::int AS state_talk_seconds,
               sum(hold_seconds)::int AS state_hold_seconds, sum(acw_seconds)::int AS state_acw_seconds,
               sum(idle_seconds)::int AS state_idle_seconds, sum(login_seconds)::int AS login_seconds
        FROM telephony_agent_interval WHERE site_id = %(site)s AND day = %(day)s GROUP BY 1, 2
    ),
    parts (dimension, item, text, {OF_QUEUES}, {OF_STATES}) AS (
        SELECT dimension, item, text, {PIVOT}, {NO_STATES} FROM by_outcome GROUP BY 1, 2, 3
        UNION ALL SELECT {Dimension.HALF_HOUR.value}, half_hour, '', {OF_QUEUES}, {NO_STATES} FROM intervals
        UNION ALL SELECT {Dimension.QUEUE.value}, queue, '', {OF_QUEUES}, {NO_STATES} FROM intervals
        UNION ALL SELECT {Dimension.CALL_TYPE.value}, 0, '', {OF_QUEUES}, {NO_STATES} FROM intervals
        UNION ALL SELECT {Dimension.HALF_HOUR.value}, half_hour, '', {NO_QUEUE_SUMS}, {OF_STATES} FROM states
        UNION ALL SELECT {Dimension.AGENT.value}, agent_id, '', h, h, 0, 0, 0, 0, 0, 0, 0, 0, t, o, a, {OF_STATES}
        FROM (
            SELECT agent_id,
                   CASE WHEN has_calls THEN 0 ELSE handled END AS h,
                   CASE WHEN has_calls THEN 0 ELSE state_talk_seconds END AS t,
                   CASE WHEN has_calls THEN 0 ELSE state_hold_seconds END AS o,
                   CASE WHEN has_calls THEN 0 ELSE state_acw_seconds END AS a, {OF_STATES}
            FROM states, (SELECT EXISTS (SELECT FROM scanned) AS has_calls) AS calls
        ) AS from_states
    ),
    slices AS MATERIALIZED (SELECT dimension, item, text, {ALL_SUMS} FROM parts GROUP BY 1, 2, 3),
    fresh (dimension, item, text, {NAMES}) AS MATERIALIZED (
        SELECT dimension, item, text, {NAMES} FROM slices
        UNION ALL SELECT {Dimension.SITE.value}, 0, '', {ALL_SUMS} FROM slices
            WHERE dimension = {Dimension.HALF_HOUR.value} HAVING count(*) > 0
        UNION ALL SELECT {Dimension.TEAM.value}, coalesce(m.team_id, 0), '', {ALL_SUMS} FROM slices
            LEFT JOIN telephony_switchagent AS a ON a.id = item
            LEFT JOIN people_teammembership AS m ON m.employee_id = a.employee_id AND m.period @> %(day)s::date
            WHERE dimension = {Dimension.AGENT.value} GROUP BY coalesce(m.team_id, 0)
    )
"""  # noqa: S608  (the names are those of our own columns)
STORED = "s.dimension = f.dimension AND s.item = f.item AND s.text = f.text"

WRITE = f"""
    WITH {SUMS},
    stored AS MATERIALIZED (
        SELECT id, dimension, item, text, {NAMES} FROM reports_daysum WHERE site_id = %(site)s AND day = %(day)s
    ),
    gone AS (
        DELETE FROM reports_daysum WHERE id IN (
            SELECT s.id FROM stored AS s LEFT JOIN fresh AS f ON {STORED} WHERE f.dimension IS NULL)
        RETURNING dimension
    ),
    changed AS (
        UPDATE reports_daysum AS d SET ({NAMES}) = ROW({", ".join(f"f.{name}" for name in BASE_NAMES)})
        FROM fresh AS f JOIN stored AS s ON {STORED}
        WHERE d.id = s.id
          AND ({", ".join(f"s.{name}" for name in BASE_NAMES)})
              IS DISTINCT FROM ({", ".join(f"f.{name}" for name in BASE_NAMES)})
        RETURNING d.dimension
    ),
    added AS (
        INSERT INTO reports_daysum (site_id, day, dimension, item, text, {NAMES})
        SELECT %(site)s, %(day)s, f.dimension, f.item, f.text, {", ".join(f"f.{name}" for name in BASE_NAMES)}
        FROM fresh AS f LEFT JOIN stored AS s ON {STORED} WHERE s.id IS NULL
        RETURNING dimension
    )
    SELECT
        (SELECT json_object_agg(dimension, n) FROM (
            SELECT dimension, count(*) AS n FROM (
                SELECT dimension FROM gone UNION ALL SELECT dimension FROM changed UNION ALL SELECT dimension FROM added
            ) AS touched GROUP BY dimension) AS by_dimension),
        (SELECT row_to_json(s) FROM stored AS s WHERE dimension = {Dimension.SITE.value}),
        (SELECT row_to_json(f) FROM fresh AS f WHERE dimension = {Dimension.SITE.value}),
        (SELECT count(*) FROM slices WHERE dimension = {Dimension.QUEUE.value})
            - (SELECT count(DISTINCT queue) FROM intervals),
        (SELECT count(DISTINCT queue) FROM intervals),
        (SELECT count(DISTINCT agent_id) FROM states)
"""  # noqa: S608


@dataclass(frozen=True)
class Written:
    """What the statement did: rows changed by dimension, and the site's counts before and after (None: no facts)."""

    changed_rows: dict[Dimension, int]
    before: dict[str, int] | None
    after: dict[str, int] | None
    sources: dict[str, int]


def write_day_sums(site_id: int, day: datetime.date, *, sl_seconds: int, short_seconds: int) -> Written:
    """Sum the day's facts and bring the stored rows in line with them; rows that are right are not touched.

    Call it in a transaction that holds the day's lock (services.recompute_day does).
    """
    parameters: dict[str, int | datetime.date] = {
        "site": site_id,
        "day": day,
        "sl_seconds": sl_seconds,
        "short_seconds": short_seconds,
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, parameters)
        changed, before, after, calls, intervals, agents = cursor.fetchone()
    return Written(
        changed_rows={Dimension(int(number)): count for number, count in (changed or {}).items()},
        before=_counts(before),
        after=_counts(after),
        sources={"calls": calls, "intervals": intervals, "agent_states": agents},
    )


def _counts(row: dict[str, Any] | None) -> dict[str, int] | None:
    return None if row is None else {name: row[name] for name in BASE_NAMES}
