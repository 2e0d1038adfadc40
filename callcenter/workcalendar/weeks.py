"""Weekly opening hours: a version from a day on, and taking back one that has not begun."""

import datetime

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from callcenter.access.permissions import Actor, require, user_of
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Site
from callcenter.workcalendar import access, selectors
from callcenter.workcalendar.checks import faults_of_week
from callcenter.workcalendar.models import Edition, HoursVersion, OpenInterval, week_span
from callcenter.workcalendar.publishing import lock, no_reason, publish, stale
from callcenter.workcalendar.rules import Week
from callcenter.workcalendar.wording import weekly_hours, written

FARTHEST = datetime.timedelta(days=3653)


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
    lock(site)
    require(access.may_edit(actor, site))
    standing = selectors.versions(site)
    found = [*stale(site, seen), *no_reason(reason), *faults_of_week(week)]
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
        site=site, period=DateRange(start, end), reason=reason.strip(), set_by=user_of(actor)
    )
    OpenInterval.objects.bulk_create(
        [
            OpenInterval(version=version, span=week_span(day, pair))
            for day, pairs in enumerate(week)
            for pair in pairs
        ]
    )
    return publish(
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
    lock(site)
    require(access.may_edit(actor, site))
    standing = selectors.versions(site)
    place = next((number for number, each in enumerate(standing) if each.pk == version.pk), None)
    if place is None:
        raise RuleViolation(Objection("workcalendar.already_withdrawn"))
    row = standing[place]
    found = no_reason(reason)
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
    return publish(site, actor, "workcalendar.hours.withdrawn", what=what, reason=reason, before=before)


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


def _week_to_json(week: Week) -> list[str]:
    return [written(day) for day in week]
