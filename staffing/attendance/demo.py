"""Attendance of the demo center: the punches of its published shifts up to now, as a time clock would have sent them.

Every number comes from the person and the day, so that the same center comes out again; what is there already stays.
"""

import datetime
import hashlib
from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from callcenter.objections import RuleViolation
from callcenter.people.models import Employee, Site
from staffing.attendance import rules
from staffing.attendance.breaches.models import Breach
from staffing.attendance.breaches.services import answer_breach, confirm_breach, dismiss_breach
from staffing.attendance.corrections.models import Correction
from staffing.attendance.corrections.services import Wish, ask_correction
from staffing.attendance.days.models import AttendanceDay, Reason
from staffing.attendance.days.services import mark_stale, watch, work_out_stale
from staffing.attendance.models import Punch
from staffing.attendance.periods.services import close_period, ensure_sheets, hand_in_on, sheet_at
from staffing.attendance.punches.models import Direction, Source
from staffing.attendance.punches.services import PunchRow, add_punches
from staffing.leave.selectors import leave_on
from staffing.roster.models import Assignment

DAYS_BACK = 62
ONE_DAY = datetime.timedelta(days=1)
MINUTE = 60
CLOCK = "lobby"
CORRECTIONS = 4
DECIDED_BEFORE = 3  # days back, until when the leaders have decided on breaches


def make(site: Site) -> int:
    """Make the punches that are missing, work the days out, close last month's sheet; how many punches are new."""
    today = site.today()
    first = today - ONE_DAY * DAYS_BACK
    shifts = list(
        Assignment.objects.published()
        .filter(site=site, on__gte=first, starts_at__lte=timezone.now(), shift_type__isnull=False)
        .select_related("employee")
        .order_by("starts_at", "employee__number")
    )
    if not shifts:
        return 0
    people = {shift.employee_id for shift in shifts}
    away = {
        (pk, span.starts_at.astimezone(site.zone).date() + ONE_DAY * step)
        for pk, spans in leave_on(people, first, today).items()
        for span in spans
        if span.counts
        for step in range((span.ends_at - span.starts_at).days + 1)
    }
    rows = [
        row
        for shift in shifts
        if (shift.employee_id, shift.on) not in away
        for row in _punches(shift, timezone.now())
    ]
    known = Punch.objects.filter(site=site, source=Source.DEVICE, source_key=CLOCK).count()
    with transaction.atomic():
        added = add_punches(rows, source=Source.DEVICE, actor=None)
        if added.new:  # days without any punch as well
            mark_stale([(shift.employee_id, shift.on) for shift in shifts], Reason.PUNCH)
    watch(only=site)  # the others have no punches yet
    while work_out_stale():
        pass
    if not known:
        _corrections(site, today)
    _breaches(site, today)
    ensure_sheets()
    _close_last(site, today)
    return added.new


def _draw(shift: Assignment, what: str, most: int) -> int:
    """A number from 0 to `most`, always the same for a person, day and purpose."""
    text = f"{shift.employee.number} {shift.on} {what}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") % (most + 1)


def _punches(shift: Assignment, now: datetime.datetime) -> Iterator[PunchRow]:
    """When somebody came and went: most in time, some late, a few forgot to punch or did not come at all."""
    luck = _draw(shift, "luck", 999)
    if luck < 6:
        return
    if luck < 40:
        came = shift.starts_at + datetime.timedelta(seconds=20 + _draw(shift, "late", 14 * MINUTE))
    elif luck < 46:
        came = shift.starts_at + datetime.timedelta(minutes=20 + _draw(shift, "breach", 25))
    elif luck < 150:
        came = shift.starts_at - datetime.timedelta(seconds=_draw(shift, "roll call", 9 * MINUTE))
    else:
        came = shift.starts_at - datetime.timedelta(seconds=11 * MINUTE + _draw(shift, "early", 12 * MINUTE))
    went = shift.ends_at + datetime.timedelta(seconds=10 + _draw(shift, "went", 9 * MINUTE))
    if 150 <= luck < 170:
        went = shift.ends_at - datetime.timedelta(seconds=30 + _draw(shift, "gone", 40 * MINUTE))
    for at, direction, is_forgotten in (
        (came, Direction.IN, 170 <= luck < 176),
        (went, Direction.OUT, 176 <= luck < 192),
    ):
        if at <= now and not is_forgotten:
            yield PunchRow(shift.employee_id, at.replace(microsecond=0), direction.value, CLOCK)


def _corrections(site: Site, today: datetime.date) -> None:
    """Some of those who forgot to punch ask for a correction."""
    days = AttendanceDay.objects.filter(
        site=site,
        on__gte=today - 10 * ONE_DAY,
        codes__contains=[rules.MISSING_PUNCH],
        employee__user__isnull=False,
    )
    for day in days.select_related("employee__user").order_by("-on", "employee__number")[:CORRECTIONS]:
        missing = next(each.detail for each in day.found if each.code == rules.MISSING_PUNCH)
        at = day.starts_at if missing == "in" else day.ends_at
        if at is None or Correction.objects.filter(employee=day.employee, on=day.on).exists():
            continue
        wish = Wish(_("The card reader at the door did not answer."), at, missing)
        _ask(day.employee, day.on, wish)


def _breaches(site: Site, today: datetime.date) -> None:
    """The leaders have decided on all but the last days' breaches; some of the people have said what happened."""
    told = (_("The metro stood still for half an hour."), _("My child had to go to hospital in the morning."))
    rows = Breach.objects.proposed().filter(site=site).select_related("employee__user", "employee__site")
    for place, breach in enumerate(rows.order_by("on", "employee__number")):
        if breach.employee.user is not None and place % 3 == 0 and not breach.statement:
            answer_breach(breach, actor=breach.employee.user, statement=told[place % 2])
        if breach.on >= today - DECIDED_BEFORE * ONE_DAY:
            continue
        leader = Employee.objects.superiors_of([breach.employee_id], breach.on).select_related("user").first()
        if leader is None or leader.user is None:
            continue
        try:
            if place % 7 == 0:
                dismiss_breach(breach, actor=leader.user, reason=_("The delay of the metro is confirmed."))
            else:
                confirm_breach(breach, actor=leader.user)
        except PermissionDenied:
            continue  # who leads them leads no team: the director decides on these


def _ask(employee: Employee, on: datetime.date, wish: Wish) -> None:
    try:
        ask_correction(employee, on, wish, actor=employee.user)
    except RuleViolation:
        return  # nobody above to decide: a center without that part of its line


def _close_last(site: Site, today: datetime.date) -> None:
    """The sheet before the current one is closed once it has gone to human resources."""
    last = sheet_at(site, sheet_at(site, today).start - ONE_DAY)
    if not last.is_closed and last.number == 0 and today >= hand_in_on(last):
        try:
            close_period(last, actor=None)
        except RuleViolation:
            return  # a night shift of its last day still runs
