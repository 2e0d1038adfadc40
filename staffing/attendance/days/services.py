"""Marking days stale and working them out anew; a revision keeps what a day that was over said before."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.people.models import Employee, Site
from callcenter.rulebook.changes import ValueChange
from staffing.attendance import access, off_post, rules
from staffing.attendance.breaches import following, telling
from staffing.attendance.days.models import AttendanceDay, AttendanceRevision, Reason, SiteDay, StaleDay
from staffing.attendance.days.storing import Stored, content_of, lock_rows, store
from staffing.attendance.days.swapped import is_left_empty, report_empty_shifts
from staffing.attendance.facts import gather
from staffing.attendance.policy import KEYS
from staffing.roster.models import Assignment

Pair = tuple[int, datetime.date]  # employee id and day
ONE_DAY = datetime.timedelta(days=1)
AT_ONCE = 500  # people whose facts are in memory at a time
MARKS_A_TURN = 4000
AHEAD = datetime.timedelta(hours=12)  # so long before it starts a shift gets its day
LATEST_DAYS = 7  # days back in which the day of a site may still close by itself

LOOKED_BACK = 31  # days back in which a shift without a row is found: as long as nobody may have looked
WITHOUT_ROW = """
    SELECT DISTINCT shift.employee_id, shift."on"
      FROM roster_assignment shift
      LEFT JOIN attendance_attendanceday day ON day.employee_id = shift.employee_id AND day."on" = shift."on"
     WHERE shift.site_id = %s AND shift."on" BETWEEN %s AND %s AND shift.starts_at <= %s
       AND shift.is_published AND shift.cancelled_at IS NULL AND day.id IS NULL
"""
MARK = """
    INSERT INTO attendance_staleday (employee_id, "on", reason)
    SELECT DISTINCT employee, day, %s FROM unnest(%s::bigint[], %s::date[]) AS told (employee, day)
"""


def mark_stale(pairs: Iterable[Pair], reason: Reason) -> int:
    """Note that these days no longer fit the facts, in the transaction of the change; how many.

    Days after tomorrow are left alone: they get their row when their shift comes near.
    """
    latest = timezone.now().date() + ONE_DAY
    told = sorted({pair for pair in pairs if pair[1] <= latest})
    if told:
        with connection.cursor() as cursor:
            cursor.execute(MARK, [reason.value, [pk for pk, _on in told], [on for _pk, on in told]])
    return len(told)


def roster_changed(days: Iterable[Pair]) -> None:
    """Told by the roster, in its transaction: published shifts came, went or changed."""
    mark_stale(days, Reason.ROSTER)


def leave_changed(days: Iterable[Pair]) -> None:
    """Told by leave, in its transaction: leave or a late request came, went or changed."""
    mark_stale(days, Reason.LEAVE)


def rule_changed(change: ValueChange) -> None:
    """Told by the rulebook, in its transaction: days that were worked out with another value no longer fit."""
    if change.key not in KEYS:
        return
    rows = AttendanceDay.objects.filter(on__gte=change.start)
    if change.end is not None:
        rows = rows.filter(on__lt=change.end)
    if change.site is not None:
        rows = rows.filter(site=change.site)
    mark_stale(rows.values_list("employee_id", "on"), Reason.RULE)


def work_out_days(site: Site, wanted: Mapping[Pair, Reason], *, now: datetime.datetime | None = None) -> int:
    """Bring these days in line with the facts, in the caller's transaction; how many changed.

    Safe to run twice and by two workers: the rows are locked in order before the facts are read.
    """
    moment = now or timezone.now()
    people = sorted({pk for pk, _on in wanted})
    changed = 0
    for place in range(0, len(people), AT_ONCE):
        own = set(people[place : place + AT_ONCE])
        part = {pair: reason for pair, reason in wanted.items() if pair[0] in own}
        changed += _work_out(site, part, moment)
    return changed


def _work_out(site: Site, wanted: Mapping[Pair, Reason], moment: datetime.datetime) -> int:
    stored = lock_rows(site, wanted)
    days_of: dict[int, set[datetime.date]] = defaultdict(set)
    for pk, on in wanted:
        days_of[pk].add(on)
    days = {on for _pk, on in wanted}
    facts = gather(site, days_of, min(days), max(days))
    others = off_post.between(days_of, min(days), max(days))
    now, changes = int(moment.timestamp()), []
    for pk, own in days_of.items():
        worked = rules.work_out(
            facts.people[pk],
            own,
            policies=facts.policies,
            holidays=facts.holidays,
            day_of=facts.day_of,
            now=now,
        )
        codes = _shift_codes(facts.people[pk], own)
        for on, day in worked.items():
            before = stored[pk, on]
            if (pk, on) in others:
                day = day._replace(findings=(*day.findings, *others[pk, on]))
            team = facts.teams.get((pk, on), before.team)
            after = content_of(day, codes.get(on, ""), team)
            if before.revision == 0 or before.content != after:
                changes.append((before, after))
    _keep_revisions(changes, wanted)
    store(changes, moment)
    _tell_of_breaches(site, changes)
    report_empty_shifts([before.pair for before, after in changes if is_left_empty(after["findings"])])
    return len(changes)


def _tell_of_breaches(site: Site, changes: list[tuple[Stored, dict[str, Any]]]) -> None:
    """Breaches follow their days; the leaders hear who has not come."""
    telling.not_there(
        site,
        [
            before.pair
            for before, after in changes
            if rules.is_absent_so_far(after["findings"])
            and not rules.is_absent_so_far(before.content["findings"])
        ],
    )
    following.follow(
        site,
        {
            before.pair: (before.content["findings"], after["findings"], after["team_id"])
            for before, after in changes
        },
    )


def _shift_codes(facts: rules.Facts, days: set[datetime.date]) -> dict[datetime.date, str]:
    """What the shifts of a day are called; overtime alone has no name."""
    found: dict[datetime.date, str] = {}
    for shift in facts.shifts:
        if shift.on in days and shift.code:
            found[shift.on] = " + ".join(filter(None, (found.get(shift.on), shift.code)))[:40]
    return found


def _keep_revisions(changes: list[tuple[Stored, dict[str, Any]]], wanted: Mapping[Pair, Reason]) -> None:
    """What days that were over said before, and what they say now: only what differs."""
    made = []
    for before, after in changes:
        old = before.content
        if before.revision == 0 or old["state"] != rules.DONE:
            continue
        moved = [key for key in after if key not in ("look_at", "state") and old[key] != after[key]]
        if moved:
            made.append(
                AttendanceRevision(
                    day_id=before.pk,
                    number=before.revision,
                    reason=wanted[before.pair],
                    before={key: old[key] for key in moved},
                    after={key: after[key] for key in moved},
                )
            )
            before.is_revised = True
    AttendanceRevision.objects.bulk_create(made, batch_size=1000)


def work_out_stale(*, limit: int = MARKS_A_TURN) -> int:
    """Claim stale days that no other worker holds and work them out; how many marks are done."""
    with transaction.atomic():
        marks = list(
            StaleDay.objects.select_for_update(skip_locked=True, of=("self",))
            .order_by("employee_id", "on", "pk")
            .values_list("pk", "employee_id", "on", "reason", "employee__site_id")[:limit]
        )
        by_site: dict[int, dict[Pair, Reason]] = defaultdict(dict)
        for _pk, employee, on, reason, site_id in marks:
            by_site[site_id][employee, on] = Reason(reason)
        sites = Site.objects.in_bulk(by_site)
        for site_id in sorted(by_site):
            work_out_days(sites[site_id], by_site[site_id])
        StaleDay.objects.filter(pk__in=[mark[0] for mark in marks]).delete()
    return len(marks)


def watch(*, now: datetime.datetime | None = None, only: Site | None = None) -> int:
    """Look at the days that time alone changes: shifts that come near, start, end; how many days changed. `only`: of one site.

    Late and absent show within a minute of the moment from which they hold, however often this runs.
    """
    moment = now or timezone.now()
    changed = 0
    for site in [only] if only else Site.objects.order_by("pk"):
        with transaction.atomic():
            wanted = dict.fromkeys([*_coming(site, moment), *_to_look_at(site, moment)], Reason.TIME)
            changed += work_out_days(site, wanted, now=moment)
        close_days(site, now=moment)
    return changed


def _coming(site: Site, moment: datetime.datetime) -> list[Pair]:
    """Days with a published shift that begins soon or has begun, and no row yet."""
    today = moment.astimezone(site.zone).date()
    return without_row(site, today - ONE_DAY * LOOKED_BACK, today + ONE_DAY, moment + AHEAD)


def without_row(
    site: Site, first: datetime.date, last: datetime.date, begun_by: datetime.datetime
) -> list[Pair]:
    """The days [first, last] with a published shift that begins by then, of which nothing is known yet."""
    with connection.cursor() as cursor:
        cursor.execute(WITHOUT_ROW, [site.pk, first, last, begun_by])
        return cursor.fetchall()


def _to_look_at(site: Site, moment: datetime.datetime) -> Iterable[Pair]:
    rows = AttendanceDay.objects.filter(site=site, look_at__lte=moment)
    return rows.values_list("employee_id", "on")


def close_days(site: Site, *, now: datetime.datetime | None = None) -> list[SiteDay]:
    """Say of past days whose shifts are all over that they are closed: `attendance.day_closed`, once a day."""
    moment = now or timezone.now()
    today = moment.astimezone(site.zone).date()
    days = [today - ONE_DAY * step for step in range(LATEST_DAYS, 0, -1)]
    closed = set(SiteDay.objects.filter(site=site, on__in=days).values_list("on", flat=True))
    return [
        made
        for on in days
        if on not in closed and _is_settled(site, on) and (made := _close_day(site, on)) is not None
    ]


def _is_settled(site: Site, on: datetime.date) -> bool:
    """Whether the day has shifts, all of them are over, and none waits to be worked out."""
    rows = AttendanceDay.objects.filter(site=site, on=on)
    if not rows.exists() or rows.exclude(state=rules.DONE).exists():
        return False
    shifts = Assignment.objects.published().filter(site=site, on=on)
    if shifts.exclude(employee__in=rows.values("employee")).exists():
        return False
    return not StaleDay.objects.filter(employee__site=site, on=on).exists()


@transaction.atomic
def _close_day(site: Site, on: datetime.date) -> SiteDay | None:
    counts: Counter[str] = Counter()
    people = 0
    for codes in AttendanceDay.objects.filter(site=site, on=on).values_list("codes", flat=True):
        people += rules.OFF not in codes
        counts.update(codes)
    made, is_new = SiteDay.objects.get_or_create(
        site=site, on=on, defaults={"counts": dict(counts) | {"people": people}}
    )
    if not is_new:
        return None
    audit.record(None, "attendance.day_closed", made, after={"on": on, **made.counts})
    return made


@transaction.atomic
def ask_again(day: AttendanceDay, *, actor: Actor) -> AttendanceDay:
    """Have a day worked out again because somebody asks; it comes to the same unless a fact is new."""
    day = AttendanceDay.objects.select_for_update(of=("self",)).select_related("site").get(pk=day.pk)
    require(actor is None or access.may_see_sheet(actor))
    changed = work_out_days(day.site, {(day.employee_id, day.on): Reason.ASKED})
    audit.record(actor, "attendance.day.worked_out", day, after={"changed": bool(changed)})
    day.refresh_from_db()
    return day


def refresh(employee: Employee, days: Iterable[datetime.date], reason: Reason) -> None:
    """Work out somebody's days now, in the caller's transaction: who just punched sees it at once."""
    work_out_days(employee.site, {(employee.pk, on): reason for on in days})
