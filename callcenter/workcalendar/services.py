"""Changing a site's calendar: every change is published as a new edition, in one transaction with its rows."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, NumericRange
from django.utils import timezone

from callcenter.access.permissions import Actor, require
from callcenter.accounts.models import User
from callcenter.audit.services import record
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Site
from callcenter.rulebook.values import value
from callcenter.workcalendar import access, public, selectors
from callcenter.workcalendar.checks import faults_of_day, faults_of_week
from callcenter.workcalendar.models import (
    CalendarDay,
    DayInterval,
    Edition,
    HoursVersion,
    OpenInterval,
    Source,
    day_to_json,
    week_span,
)
from callcenter.workcalendar.rules import DayKind, Intervals, Week
from callcenter.workcalendar.wording import weekly_hours, written

LOCK = 4_301  # pg_advisory_xact_lock(4301, site): changes of one calendar happen one after another
MOST_DAYS = 1_000  # of one change
FARTHEST = datetime.timedelta(days=3653)


@dataclass(frozen=True)
class DayFacts:
    """What a date has in place of its weekday: its own hours, or those of another weekday (0 is Monday), or none."""

    on: datetime.date
    kind: DayKind
    name: str
    name_zh: str = ""
    intervals: Intervals = ()
    as_weekday: int | None = None
    is_yearly: bool = False


@transaction.atomic
def set_week(
    site: Site,
    *,
    week: Week,
    effective_on: datetime.date | None,
    reason: str,
    actor: Actor,
    seen: int | None = None,
) -> Edition:
    """From `effective_on` the site is open as this week says (None: always, for the first version); a plan for the same day is replaced.

    `seen` is the number of the edition that the caller's form was drawn from.
    """
    _lock(site)
    require(access.may_edit(actor, site))
    standing = selectors.versions(site)
    found = [*_stale(site, seen), *_no_reason(reason), *faults_of_week(week)]
    found += _objections_to_date(site, standing, effective_on)
    if found:
        raise RuleViolation(found)
    start = effective_on if standing else None
    before = next((each for each in reversed(standing) if start is None or _begins_by(each, start)), None)
    if before is not None and selectors.week_of(before) == week:
        raise RuleViolation(Objection("workcalendar.same_week", field="week"))
    was = {"week": _week_to_json(selectors.week_of(before))} if before is not None else None
    after = next((each for each in standing if start and each.since and each.since > start), None)
    end = after.since if after else None
    if before is not None and before.since == start and start is not None:
        before.delete()
    elif before is not None:
        before.period = DateRange(before.since, start)
        before.save(update_fields=["period"])
    version = HoursVersion.objects.create(
        site=site, period=DateRange(start, end), reason=reason.strip(), set_by=_user(actor)
    )
    OpenInterval.objects.bulk_create(
        [
            OpenInterval(version=version, span=week_span(day, pair))
            for day, pairs in enumerate(week)
            for pair in pairs
        ]
    )
    return _publish(
        site,
        actor,
        "workcalendar.hours.set",
        what=f"{start.isoformat() if start else '…'} · {weekly_hours(week):g} h",
        reason=reason,
        before=was,
        after={"effective_on": start.isoformat() if start else None, "week": _week_to_json(week)},
    )


@transaction.atomic
def withdraw_week(version: HoursVersion, *, reason: str, actor: Actor) -> Edition:
    """Take back a version that has not begun: the one before it holds on."""
    site = version.site
    _lock(site)
    require(access.may_edit(actor, site))
    standing = selectors.versions(site)
    place = next((number for number, each in enumerate(standing) if each.pk == version.pk), None)
    if place is None:
        raise RuleViolation(Objection("workcalendar.already_withdrawn"))
    row = standing[place]
    found = _no_reason(reason)
    if row.since is None or row.since <= site.today():
        day = row.since.isoformat() if row.since else "—"
        found.append(Objection("workcalendar.already_begun", {"day": day}))
    if found:
        raise RuleViolation(found)
    before: dict[str, object] = {"effective_on": row.since.isoformat() if row.since else None}
    before |= {"week": _week_to_json(selectors.week_of(row))}
    end = row.period.upper
    row.delete()
    previous = standing[place - 1]
    previous.period = DateRange(previous.since, end)
    previous.save(update_fields=["period"])
    what = str(before["effective_on"])
    return _publish(site, actor, "workcalendar.hours.withdrawn", what=what, reason=reason, before=before)


@transaction.atomic
def set_days(
    site: Site,
    *,
    days: Sequence[DayFacts],
    reason: str,
    actor: Actor,
    source: Source = Source.MANUAL,
    source_detail: str = "",
    seen: int | None = None,
) -> Edition:
    """These dates have what is said of them in place of their weekday; entries that stand for them are replaced."""
    _lock(site)
    require(access.may_edit(actor, site))
    found = [*_stale(site, seen), *_no_reason(reason), *objections_to_days(days)]
    if found:
        raise RuleViolation(found)
    before, changed = _write_days(site, days, reason, actor, source, source_detail)
    if not changed:
        raise RuleViolation(Objection("workcalendar.same_days"))
    verb = "workcalendar.days.set" if source is Source.MANUAL else "workcalendar.days.loaded"
    return _publish(
        site,
        actor,
        verb,
        what=_what(changed),
        reason=reason,
        before={"days": before} if before else None,
        after={"days": [_facts_to_json(each) for each in changed], "source": source_detail or source.value},
    )


@transaction.atomic
def switch_days(
    site: Site, *, days: Iterable[int], is_active: bool, reason: str, actor: Actor, seen: int | None = None
) -> Edition:
    """Switch entries off (their dates follow the week again) or on. `days` are ids of the site's entries."""
    _lock(site)
    require(access.may_edit(actor, site))
    rows = list(CalendarDay.objects.filter(site=site, pk__in=list(days)).exclude(is_active=is_active))
    found = [*_stale(site, seen), *_no_reason(reason)]
    if not rows:
        found.append(Objection("workcalendar.nothing_to_switch"))
    if found:
        raise RuleViolation(found)
    CalendarDay.objects.filter(pk__in=[row.pk for row in rows]).update(is_active=is_active)
    verb = "workcalendar.days.switched_on" if is_active else "workcalendar.days.switched_off"
    names = {"days": [str(row) for row in rows]}
    return _publish(site, actor, verb, what=_what(rows), reason=reason, after=names)


@transaction.atomic
def load_public_days(
    site: Site,
    *,
    year: int,
    reason: str,
    actor: Actor,
    only: Iterable[datetime.date] | None = None,
    holidays_as: int | None = None,
    seen: int | None = None,
) -> Edition:
    """The public holidays and make-up workdays of the site's country and region in a year (or `only` these dates of it).

    `holidays_as`: the weekday (0 is Monday) whose hours the holidays have; None: the site is closed on them.
    Entries that somebody made or changed by hand stay as they are; so do those switched off.
    """
    _lock(site)
    require(access.may_edit(actor, site))
    chosen = None if only is None else set(only)
    fresh = [
        replace(each, as_weekday=holidays_as) if each.kind is DayKind.HOLIDAY else each
        for each in missing_public_days(site, year)
        if chosen is None or each.on in chosen
    ]
    if not fresh:
        raise RuleViolation(
            Objection("workcalendar.nothing_to_load", {"year": year, "country": site.country})
        )
    return set_days(
        site,
        days=fresh,
        reason=reason,
        actor=actor,
        source=Source.PUBLIC,
        source_detail=public.detail(site.country, region_of(site)),
        seen=seen,
    )


def region_of(site: Site) -> str:
    """The region of the country whose public holidays the site has; "" for those of the whole country."""
    found = str(value("workcalendar.holiday_region", site))
    return "" if found == "-" else found


def missing_public_days(site: Site, year: int) -> list[DayFacts]:
    """Days of the public calendar of that year that the site has no entry for, or another one from the public calendar."""
    standing = {row.on: row for row in selectors.days(site).filter(on__year=year, is_yearly=False)}
    found = []
    for each in public.public_days(site.country, year, region_of(site)):
        facts = DayFacts(each.on, each.kind, each.name, each.name_zh, (), each.as_weekday)
        row = standing.get(each.on)
        if row is not None and each.kind is DayKind.HOLIDAY:
            facts = replace(facts, as_weekday=row.as_weekday)  # whether the site opens is its own affair
        if row is None or (row.source == Source.PUBLIC and row.is_active and not _is_same(row, facts)):
            found.append(facts)
    return found


def _lock(site: Site) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, site.pk])


def _user(actor: Actor) -> User | None:
    return actor if isinstance(actor, User) else None


def _stale(site: Site, seen: int | None) -> list[Objection]:
    """Somebody published another edition since the form was drawn."""
    if seen is None:
        return []
    latest = selectors.editions(site).first()
    if latest is None or latest.number == seen:
        return []
    who = latest.published_by.get_full_name() if latest.published_by else "—"
    return [Objection("workcalendar.changed_meanwhile", {"who": who, "reason": latest.reason})]


def _no_reason(reason: str) -> list[Objection]:
    return [] if reason.strip() else [Objection("workcalendar.no_reason", field="reason")]


def _begins_by(version: HoursVersion, day: datetime.date) -> bool:
    return version.since is None or version.since <= day


def _objections_to_date(
    site: Site, standing: list[HoursVersion], effective_on: datetime.date | None
) -> list[Objection]:
    """Opening hours that were promised are not rewritten: a change begins today or later."""
    if not standing:
        return []
    today = site.today()
    if effective_on is None:
        return [Objection("workcalendar.no_day", field="effective_on")]
    days = {"day": effective_on.isoformat(), "today": today.isoformat()}
    if effective_on < today:
        return [Objection("workcalendar.past_day", days, "effective_on")]
    if effective_on > today + FARTHEST:
        return [Objection("workcalendar.too_far", days, "effective_on")]
    return []


def objections_to_days(days: Sequence[DayFacts]) -> list[Objection]:
    """Every reason why a calendar cannot have these days."""
    found: list[Objection] = []
    if not days:
        found.append(Objection("workcalendar.no_days"))
    if len(days) > MOST_DAYS:
        found.append(Objection("workcalendar.too_many_days", {"count": len(days), "most": MOST_DAYS}))
    twice = (
        {each.on for each in days if sum(other.on == each.on for other in days) > 1}
        if len(days) <= MOST_DAYS
        else set()
    )
    found += [Objection("workcalendar.twice", {"day": day.isoformat()}) for day in sorted(twice)]
    for each in days[:MOST_DAYS]:
        figures = {"day": each.on.isoformat(), "name": each.name}
        if not each.name.strip():
            found.append(Objection("workcalendar.no_name", figures, "name"))
        if not 1990 <= each.on.year <= 2100:
            found.append(Objection("workcalendar.no_such_year", figures, "first"))
        if each.as_weekday is not None and (each.is_yearly or each.kind is DayKind.CLOSED or each.intervals):
            found.append(Objection("workcalendar.weekday_and_hours", figures, "as_weekday"))
        works = each.kind in (DayKind.PART_DAY, DayKind.MAKE_UP)
        if works and not each.intervals and each.as_weekday is None:
            found.append(Objection("workcalendar.workday_without_hours", figures, "hours"))
        found += faults_of_day(each.kind, each.intervals, each.name)
    return list({(each.code, str(each.figures)): each for each in found}.values())


def _write_days(
    site: Site, days: Sequence[DayFacts], reason: str, actor: Actor, source: Source, detail: str
) -> tuple[list[dict[str, object]], list[DayFacts]]:
    """Replace what differs; what stood before, and what was written."""
    rows = selectors.days(site).filter(on__in=[each.on for each in days])
    standing = {(row.on, row.is_yearly): row for row in rows}
    changed = [each for each in days if not stands(standing.get((each.on, each.is_yearly)), each)]
    gone = [standing[key] for each in changed if (key := (each.on, each.is_yearly)) in standing]
    before = [day_to_json(row) for row in gone]
    CalendarDay.objects.filter(pk__in=[row.pk for row in gone]).delete()
    now = timezone.now()
    made = CalendarDay.objects.bulk_create(
        [
            CalendarDay(
                site=site,
                on=each.on,
                kind=each.kind.value,
                name=each.name.strip(),
                name_zh=each.name_zh.strip(),
                as_weekday=each.as_weekday,
                is_yearly=each.is_yearly,
                source=source,
                source_detail=detail,
                reason=reason.strip(),
                added_by=_user(actor),
                added_at=now,
            )
            for each in changed
        ]
    )
    DayInterval.objects.bulk_create(
        [
            DayInterval(day=row, span=NumericRange(*pair))
            for row, each in zip(made, changed, strict=True)
            for pair in each.intervals
        ]
    )
    return before, changed


def stands(row: CalendarDay | None, facts: DayFacts) -> bool:
    """Whether the row, in force, already says so."""
    return row is not None and row.is_active and _is_same(row, facts)


def _is_same(row: CalendarDay, facts: DayFacts) -> bool:
    stored = DayFacts(
        row.on, DayKind(row.kind), row.name, row.name_zh, row.intervals, row.as_weekday, row.is_yearly
    )
    return stored == facts


def _publish(
    site: Site,
    actor: Actor,
    verb: str,
    *,
    what: str,
    reason: str,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> Edition:
    """Keep the calendar as the rows make it now. RuleViolation when they make none; then nothing was written."""
    hours = selectors.build(site)
    edition = Edition.objects.create(
        site=site,
        number=selectors.edition_number(site) + 1,
        fingerprint=hours.fingerprint,
        content=hours.to_json(),
        verb=verb,
        what=what[:200],
        reason=reason.strip(),
        published_by=_user(actor),
    )
    record(
        actor,
        verb,
        edition,
        before=dict(before) if before else None,
        after=dict(after) if after else None,
        reason=reason.strip(),
        site_id=site.pk,
    )
    return edition


def _what(days: Sequence[DayFacts] | Sequence[CalendarDay]) -> str:
    """The dates in short: "2026-10-01 … 2026-10-10 (8)"."""
    dates = sorted(each.on for each in days)
    if len(dates) == 1:
        return dates[0].isoformat()
    return f"{dates[0].isoformat()} … {dates[-1].isoformat()} ({len(dates)})"


def _facts_to_json(facts: DayFacts) -> dict[str, object]:
    return {
        "on": facts.on.isoformat(),
        "kind": facts.kind.value,
        "name": facts.name,
        "hours": written(facts.intervals),
        "as_weekday": facts.as_weekday,
        "is_yearly": facts.is_yearly,
    }


def _week_to_json(week: Week) -> list[str]:
    return [written(day) for day in week]
