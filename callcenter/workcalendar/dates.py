"""Dates on which a site does not follow its week: set, replaced, switched off and on."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Site
from callcenter.workcalendar import access, selectors
from callcenter.workcalendar.checks import faults_of_day
from callcenter.workcalendar.models import CalendarDay, DayInterval, Edition, Source, day_to_json
from callcenter.workcalendar.publishing import lock, no_reason, publish, stale
from callcenter.workcalendar.rules import DayKind, Intervals
from callcenter.workcalendar.wording import written

MOST_DAYS = 1_000  # of one change


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
    lock(site)
    require(access.may_edit(actor, site))
    found = [*stale(site, seen), *no_reason(reason), *objections_to_days(days)]
    if found:
        raise RuleViolation(found)
    before, changed = _write_days(site, days, reason, actor, source, source_detail)
    if not changed:
        raise RuleViolation(Objection("workcalendar.same_days"))
    verb = "workcalendar.days.set" if source is Source.MANUAL else "workcalendar.days.loaded"
    return publish(
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
    lock(site)
    require(access.may_edit(actor, site))
    rows = list(CalendarDay.objects.filter(site=site, pk__in=list(days)).exclude(is_active=is_active))
    found = [*stale(site, seen), *no_reason(reason)]
    if not rows:
        found.append(Objection("workcalendar.nothing_to_switch"))
    if found:
        raise RuleViolation(found)
    CalendarDay.objects.filter(pk__in=[row.pk for row in rows]).update(is_active=is_active)
    verb = "workcalendar.days.switched_on" if is_active else "workcalendar.days.switched_off"
    names = {"days": [str(row) for row in rows]}
    return publish(site, actor, verb, what=_what(rows), reason=reason, after=names)


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
                added_by=user_of(actor),
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
    return row is not None and row.is_active and is_same(row, facts)


def is_same(row: CalendarDay, facts: DayFacts) -> bool:
    stored = DayFacts(
        row.on, DayKind(row.kind), row.name, row.name_zh, row.intervals, row.as_weekday, row.is_yearly
    )
    return stored == facts


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
