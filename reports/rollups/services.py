"""Marking days stale and summing them again; a revision keeps what the day said before."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from callcenter import rulebook
from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.measures.targets import COUNTED_WITH, SHORT_ABANDON_SECONDS, SL_SECONDS
from callcenter.people.employees.rules import Span
from callcenter.people.models import Site
from callcenter.rulebook.changes import ValueChange
from callcenter.telephony.facts.changes import Why
from callcenter.telephony.models import DayLoad, SwitchAgent
from reports.rollups import access, changes, counts
from reports.rollups.models import DayRevision, DaySum, Dimension, Reason, ReportedDay, StaleDay
from reports.rollups.periods import Period
from reports.rollups.scan import Written, write_day_sums


def mark_stale(
    site: Site | int, days: Iterable[datetime.date], reason: Reason | str, *, note: str = ""
) -> list[StaleDay]:
    """Note that the sums of these days no longer fit; call it in the transaction of the change that made them so.

    Days that have neither sums nor facts cost nothing: their sums come out empty. `note` says which rule or whose team.
    """
    site_id = site.pk if isinstance(site, Site) else site
    return StaleDay.objects.bulk_create(
        StaleDay(site_id=site_id, day=day, reason=reason, note=note[:200]) for day in sorted(set(days))
    )


def facts_changed(site_id: int, days: set[datetime.date], why: Why) -> None:
    """Told by telephony, in its transaction: rows came in, or an agent of the switch was named."""
    mark_stale(site_id, days, Reason.MAPPING if why is Why.MAPPING else Reason.FACTS)


def teams_changed(histories: dict[int, tuple[list[Span], list[Span]]]) -> None:
    """Told by people, in its transaction: days on which a named agent was counted for another team are stale."""
    agents = dict(SwitchAgent.objects.filter(employee__in=histories).values_list("pk", "employee_id"))
    counted = DaySum.objects.filter(dimension=Dimension.AGENT, item__in=agents)
    stale: dict[int, set[datetime.date]] = defaultdict(set)
    for site_id, day, agent in counted.values_list("site_id", "day", "item"):
        before, after = histories[agents[agent]]
        if _team_on(before, day) != _team_on(after, day):
            stale[site_id].add(day)
    for site_id, days in stale.items():
        mark_stale(site_id, days, Reason.MEMBERSHIP)


def _team_on(history: list[Span], day: datetime.date) -> int | None:
    return next((span.value for span in history if span.holds_on(day)), None)


def mark_reported_days(
    site: Site | int | None,
    reason: Reason | str,
    *,
    since: datetime.date,
    until: datetime.date | None = None,
    note: str = "",
) -> int:
    """Mark the days from `since` up to but not including `until` that have sums; how many. `site` None: every site."""
    days = ReportedDay.objects.filter(day__gte=since)
    if site is not None:
        days = days.filter(site_id=site.pk if isinstance(site, Site) else site)
    if until is not None:
        days = days.filter(day__lt=until)
    marks = StaleDay.objects.bulk_create(
        StaleDay(site_id=site_id, day=day, reason=reason, note=note[:200])
        for site_id, day in days.values_list("site_id", "day")
    )
    return len(marks)


def rule_changed(change: ValueChange) -> None:
    """Told by the rulebook, in its transaction: days counted with another T or S no longer fit."""
    if change.key in COUNTED_WITH:
        note = f"{change.key}: {change.old} → {change.new}"
        mark_reported_days(change.site, Reason.RULE, since=change.start, until=change.end, note=note)


@transaction.atomic
def recompute_day(site: Site, day: datetime.date) -> ReportedDay:
    """Bring the sums of the day, and its counts of complaints and surveys, in line with their facts and take away the marks seen before counting began.

    Safe to run twice and by two workers: the day's row is the lock, and whoever comes second finds nothing to change.
    What the day said before is kept as a revision whenever a stored figure changes after the day was over.
    """
    ReportedDay.objects.bulk_create([ReportedDay(site=site, day=day)], ignore_conflicts=True)
    reported = ReportedDay.objects.select_for_update().get(site=site, day=day)
    marks = list(
        StaleDay.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(site=site, day=day)
        .order_by("pk")
    )
    load = DayLoad.objects.filter(site=site, day=day).order_by("-loaded_at").first()
    sl_seconds: int = rulebook.value(SL_SECONDS, site, on=day)
    short_seconds: int = rulebook.value(SHORT_ABANDON_SECONDS, site, on=day)
    written = write_day_sums(site.pk, day, sl_seconds=sl_seconds, short_seconds=short_seconds)
    was_counted_over = counts.was_over(reported, site)
    counted = counts.write(reported, site)
    is_recounted = bool(counted[0]) and counted[0] != counted[1]
    seconds = (reported.sl_seconds, reported.short_abandon_seconds)
    is_changed = bool(written.changed_rows) or seconds != (sl_seconds, short_seconds)
    # Until the day is over it goes on, and nothing was revised.
    is_revised = (is_changed and _was_over(site, reported)) or (is_recounted and was_counted_over)
    if reported.revision == 0:
        reported.revision = 1 if written.after is not None else 0
    elif is_revised:
        reported.revision += 1
        _keep_revision(reported, written, counted, marks, load, sl_seconds, short_seconds)
    if reported.revision and (
        is_changed
        or is_revised
        or reported.sources != written.sources
        or _loaded_at(load) != reported.facts_as_of
    ):
        reported.sl_seconds, reported.short_abandon_seconds = sl_seconds, short_seconds
        reported.sources, reported.facts_as_of = written.sources, _loaded_at(load)
        reported.computed_at = timezone.now()
        reported.save(
            update_fields=[
                "revision",
                "sl_seconds",
                "short_abandon_seconds",
                "sources",
                "facts_as_of",
                "computed_at",
            ]
        )
    StaleDay.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    if (is_changed or is_recounted) and reported.revision:
        changes.tell(site, day)
    return reported


def recompute_next() -> bool:
    """Claim the oldest stale day that no other worker holds and sum it again; False when there is none."""
    with transaction.atomic():
        mark = (
            StaleDay.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("site")
            .order_by("pk")
            .first()
        )
        if mark is None:
            return False
        recompute_day(mark.site, mark.day)
    return True


def count_if_needed(site: Site, period: Period) -> None:
    """Sum the days of the period that are over and whose complaints were not counted since: a document says the last of them."""
    rows = ReportedDay.objects.filter(site=site, day__gte=period.start, day__lt=period.end)
    done = {row.day for row in rows if counts.was_over(row, site)}
    for day in period.days:
        if day not in done and day < site.today():
            recompute_day(site, day)


def sum_stale(site: Site, since: datetime.date, until: datetime.date) -> int:
    """Sum the stale days from `since` up to but not including `until` here and now; how many. For whoever cannot wait."""
    stale = StaleDay.objects.filter(site=site, day__gte=since, day__lt=until)
    days = list(stale.order_by("day").values_list("day", flat=True).distinct())
    for day in days:
        recompute_day(site, day)
    return len(days)


@transaction.atomic
def ask_recompute(site: Site, days: Iterable[datetime.date], *, actor: Actor) -> int:
    """Mark days to be summed again because somebody asks; the worker does it. How many days."""
    require(actor is None or access.may_recompute(actor, site))
    marked = mark_stale(site, days, Reason.ASKED)
    if marked:
        audit.record(
            actor,
            "reports.day_sums.marked_stale",
            site,
            after={"from": marked[0].day, "to": marked[-1].day, "days": len(marked)},
            site_id=site.pk,
        )
    return len(marked)


def _was_over(site: Site, reported: ReportedDay) -> bool:
    """Whether the day was over, by the site's clock, when the facts of its standing figures came in."""
    as_of = reported.facts_as_of
    return as_of is None or as_of.astimezone(site.zone).date() > reported.day


def _loaded_at(load: DayLoad | None) -> datetime.datetime | None:
    return load.loaded_at if load else None


def _keep_revision(
    reported: ReportedDay,
    written: Written,
    counted: tuple[dict[str, int], dict[str, int]],
    marks: list[StaleDay],
    load: DayLoad | None,
    sl_seconds: int,
    short_seconds: int,
) -> None:
    mark = marks[-1] if marks else None
    reason = mark.reason if mark else Reason.ASKED
    from_load = load if reason == Reason.FACTS else None
    DayRevision.objects.create(
        site=reported.site,
        day=reported.day,
        revision=reported.revision,
        reason=reason,
        note=mark.note if mark else "",
        job_id=from_load.job_id if from_load else None,
        source_name=from_load.source_name if from_load else "",
        before=(written.before or {})
        | counted[0]
        | {"sl_seconds": reported.sl_seconds, "short_abandon_seconds": reported.short_abandon_seconds},
        after=(written.after or {})
        | (counted[1] if counted[0] else {})
        | {"sl_seconds": sl_seconds, "short_abandon_seconds": short_seconds},
        changed_rows={Dimension(number).name.lower(): n for number, n in written.changed_rows.items()},
    )
