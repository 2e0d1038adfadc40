"""Recording punches: one by one in the browser, by hand, and many at once. Punches are only ever added."""

import datetime
import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.models import Employee, Site
from callcenter.rulebook.values import value
from staffing.attendance import access
from staffing.attendance.days.models import Reason
from staffing.attendance.days.services import mark_stale, refresh
from staffing.attendance.policy import policy
from staffing.attendance.punches.models import Direction, Punch, Source
from staffing.attendance.rulebook_entries import ANY_NETWORK

AHEAD = datetime.timedelta(minutes=10)  # clocks that run fast; later than that is no punch that has been
OLDEST = datetime.timedelta(days=400)
ONE_DAY = datetime.timedelta(days=1)
MOST = 5000  # punches in one call of the API

# A punch is recorded once: what is there already, or comes twice in one file, adds no row.
ADD = """
    INSERT INTO attendance_punch
           (site_id, employee_id, team_id, occurred_at, direction, source, source_key, recorded_by_id, note)
    SELECT employee.site_id, employee.id,
           (SELECT team_id FROM people_teammembership membership
             WHERE membership.employee_id = employee.id
               AND membership.period @> (told.at AT TIME ZONE site.time_zone)::date LIMIT 1),
           told.at, told.direction, %s, told.source_key, %s, ''
      FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::text[])
           AS told (employee, at, direction, source_key)
      JOIN people_employee employee ON employee.id = told.employee
      JOIN people_site site ON site.id = employee.site_id
  ORDER BY told.employee, told.at, told.source_key
    ON CONFLICT ON CONSTRAINT a_punch_is_recorded_once DO NOTHING
 RETURNING employee_id, occurred_at, site_id
"""
# The days that a punch may touch: those whose shift is near enough, those of the shifts that follow on these or come before
# them without a longer break (they are one presence), else the day it was.
TOUCHED = """
    WITH told AS (SELECT * FROM unnest(%s::bigint[], %s::timestamptz[]) AS told (employee, at)),
         near AS (SELECT told.employee, shift."on" AS day, shift.starts_at, shift.ends_at
                    FROM told JOIN roster_assignment shift ON shift.employee_id = told.employee
                     AND shift."on" BETWEEN (told.at AT TIME ZONE 'UTC')::date - 2
                                        AND (told.at AT TIME ZONE 'UTC')::date + 2
                     AND shift.starts_at <= told.at + interval '12 hours'
                     AND shift.ends_at >= told.at - interval '12 hours'
                     AND shift.is_published AND shift.cancelled_at IS NULL)
    SELECT employee, day FROM near
     UNION
    SELECT near.employee, next."on"
      FROM near JOIN roster_assignment next ON next.employee_id = near.employee
       AND next."on" BETWEEN near.day - 2 AND near.day + 2
       AND next.starts_at < near.ends_at + interval '8 hours' AND next.ends_at > near.starts_at - interval '8 hours'
       AND next.is_published AND next.cancelled_at IS NULL
     UNION
    SELECT told.employee, (told.at AT TIME ZONE site.time_zone)::date
      FROM told JOIN people_employee employee ON employee.id = told.employee
      JOIN people_site site ON site.id = employee.site_id
"""


@dataclass(frozen=True, slots=True)
class PunchRow:
    """One punch of many: whose, when (aware, whole seconds), which way, at which clock."""

    employee_id: int
    occurred_at: datetime.datetime
    direction: str
    source_key: str = ""


@dataclass(frozen=True)
class Added:
    """What came of many punches: new rows, those known before, the days they touch."""

    new: int
    known: int
    days: int


def add_punches(rows: Sequence[PunchRow], *, source: Source, actor: Actor, reason: str = "") -> Added:
    """Record many punches in the caller's transaction, all or none; the same again adds nothing.

    Any order, back-dated, duplicates: each is a row of its own, and only the days that new rows touch are worked out anew.
    """
    ordered = sorted(rows, key=lambda row: (row.employee_id, row.occurred_at, row.source_key))
    with connection.cursor() as cursor:
        cursor.execute(
            ADD,
            [
                source.value,
                getattr(user_of(actor), "pk", None),
                [row.employee_id for row in ordered],
                [row.occurred_at for row in ordered],
                [row.direction for row in ordered],
                [row.source_key for row in ordered],
            ],
        )
        added = cursor.fetchall()
    days = touched(added)
    mark_stale(days, Reason.PUNCH)
    sites = {site for _employee, _at, site in added}
    for site in sorted(sites):
        own = [row for row in added if row[2] == site]
        audit.record(
            actor,
            "attendance.punches.added",
            after={"count": len(own), "from": min(r[1] for r in own), "to": max(r[1] for r in own)},
            reason=reason,
            site_id=site,
        )
    return Added(len(added), len(rows) - len(added), len(days))


def touched(punches: Iterable[tuple[int, datetime.datetime, int]]) -> list[tuple[int, datetime.date]]:
    """The days (employee id, day) that these punches may belong to."""
    told = list(punches)
    if not told:
        return []
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, [[row[0] for row in told], [row[1] for row in told]])
        return cursor.fetchall()


@transaction.atomic
def add_by_program(rows: Sequence[PunchRow], *, site: Site, actor: Actor) -> Added:
    """The punches that a program sends, all or none."""
    require(access.may_enter_punches(actor, site))
    if len(rows) > MOST:
        raise RuleViolation(Objection("attendance.too_many", {"most": MOST}))
    foreign = Employee.objects.filter(pk__in={row.employee_id for row in rows}).exclude(site=site).count()
    if foreign:
        raise RuleViolation(Objection("attendance.other_site", {"count": foreign}))
    found = [each for row in rows for each in time_objections(row.occurred_at)]
    if found:
        raise RuleViolation(found[:20])
    return add_punches(rows, source=Source.API, actor=actor)


def time_objections(at: datetime.datetime) -> list[Objection]:
    """Why nobody can have punched then: it is still to come, or too long ago."""
    now = timezone.now()
    if at > now + AHEAD:
        return [Objection("attendance.in_the_future", {"at": f"{at:%Y-%m-%d %H:%M:%S}"}, "occurred_at")]
    if at < now - OLDEST:
        return [Objection("attendance.too_old", {"at": f"{at:%Y-%m-%d %H:%M:%S}"}, "occurred_at")]
    return []


@dataclass(frozen=True)
class Device:
    """What is known of where a punch in the browser comes from: address, and how far its clock is ahead (s)."""

    ip: str | None = None
    drift_seconds: int | None = None


@transaction.atomic
def record_punch(
    employee: Employee,
    at: datetime.datetime,
    direction: str,
    *,
    source: Source,
    actor: Actor,
    device: Device = Device(),
    source_key: str = "",
    note: str = "",
) -> Punch:
    """Record one punch and work its day out at once. Pressed twice within seconds it is the same punch.

    In the browser everybody punches for themselves, from the networks that the site allows. Other rooms check who may.
    """
    employee = (
        Employee.objects.select_for_update(of=("self",), no_key=True)
        .select_related("site")
        .get(pk=employee.pk)
    )
    if source == Source.WEB:
        require(access.may_punch(actor, employee))
        found = network_objections(employee.site, device.ip)
        if found:
            raise RuleViolation(found)
    at = at.replace(microsecond=0)
    refuse(time_objections(at))
    twin = _twin(employee, at, direction)
    if twin is not None:
        return twin
    punch = Punch.objects.create(
        site=employee.site,
        employee=employee,
        team_id=_team_on(employee, at),
        occurred_at=at,
        direction=direction,
        source=source,
        source_key=source_key,
        recorded_by=user_of(actor),
        ip=device.ip,
        drift_seconds=device.drift_seconds,
        note=note,
    )
    refresh(employee, [on for _pk, on in touched([(employee.pk, at, 0)])], Reason.PUNCH)
    audit.record(
        actor,
        "attendance.punch.recorded",
        punch,
        after={"at": at, "direction": direction, "source": source, "off_by": device.drift_seconds},
    )
    return punch


def network_objections(site: Site, ip: str | None) -> list[Objection]:
    """Why nobody may punch in the browser from there. Rulebook: attendance.web_punch, attendance.networks"""
    today = site.today()
    if not value("attendance.web_punch", site, on=today):
        return [Objection("attendance.no_web_punch", rules=("attendance.web_punch",))]
    allowed = networks(value("attendance.networks", site, on=today))
    if allowed is None:
        return []
    if ip and any(ipaddress.ip_address(ip) in each for each in allowed):
        return []
    return [Objection("attendance.network_not_allowed", {"ip": ip or "?"}, rules=("attendance.networks",))]


def networks(text: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network] | None:
    """The networks that a rule's text names, apart by commas or spaces; None: every one. What is none allows nobody."""
    if text.strip() in ("", ANY_NETWORK):
        return None
    found = []
    for word in text.replace(",", " ").replace(";", " ").replace("，", " ").split():
        try:
            found.append(ipaddress.ip_network(word, strict=False))
        except ValueError:
            continue
    return found


def is_off(site: Site, drift_seconds: int | None) -> bool:
    """Whether a device's clock is off by so much that it is said. Rulebook: attendance.drift_seconds"""
    return drift_seconds is not None and abs(drift_seconds) >= value("attendance.drift_seconds", site)


def _twin(employee: Employee, at: datetime.datetime, direction: str) -> Punch | None:
    """The same punch pressed a moment before: it counts, and no second one is kept."""
    within = datetime.timedelta(
        seconds=policy(employee.site, at.astimezone(employee.site.zone).date()).duplicate
    )
    rows = Punch.objects.standing().filter(employee=employee, direction=direction)
    near = rows.filter(occurred_at__gte=at - within, occurred_at__lte=at + within)
    last = near.order_by("-occurred_at").first()
    if last is None or direction == Direction.UNKNOWN:
        return last
    later = Punch.objects.standing().filter(employee=employee, occurred_at__gt=last.occurred_at)
    return None if later.exists() else last


def _team_on(employee: Employee, at: datetime.datetime) -> int | None:
    on = at.astimezone(employee.site.zone).date()
    found: int | None = (
        employee.teammemberships.filter(period__contains=on).values_list("team_id", flat=True).first()
    )
    return found
