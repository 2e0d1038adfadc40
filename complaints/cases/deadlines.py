"""Deadlines of a complaint: the six days, the steps inside them, the report (domain §6.4, §6.5)."""

import datetime
import time
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils.translation import gettext_lazy as _

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.clocks import rules as clock_rules
from callcenter.clocks.kinds import ClockKind, Step, When
from callcenter.clocks.models import Rung
from callcenter.clocks.rules import Allowance, DayEnd, Unit
from callcenter.people.models import Employee, Site
from callcenter.rulebook.values import value
from callcenter.workcalendar.selectors import open_hours
from complaints.cases.dossier import Case
from complaints.cases.states import Severity, State

REPORT = "cases.report"
STEP = "cases.step"
WORKING = "working"
UNDECIDED = (State.ACCEPTED, State.INVESTIGATED, State.REPORTED)
KEPT_SECONDS = 20  # how long the holders of a post are remembered: a sweep asks for thousands of steps
COPY_DUES = """
    UPDATE cases_case SET due_at = clock.due_at
    FROM clocks_clock AS clock
    WHERE clock.subject_type_id = %s AND clock.subject_id = cases_case.id AND clock.stopped_at IS NULL
        AND clock.kind LIKE 'cases.close%%' AND clock.due_at IS NOT NULL AND cases_case.id = ANY(%s)
"""
_holders: dict[tuple[int, str], tuple[float, list[int]]] = {}


def holders(site: Site, post: PostCode) -> list[int]:
    """Log-ins of those who hold the post today: at the site, or anywhere for posts above sites."""
    key = (site.pk, str(post))
    kept = _holders.get(key)
    if kept is not None and time.monotonic() - kept[0] < KEPT_SECONDS:
        return kept[1]
    people = Employee.objects.holding([post], site.today()).filter(user__is_active=True)
    if post in (PostCode.CENTER_MANAGER, PostCode.DIRECTOR):
        people = people.filter(site=site)
    found = sorted(set(people.values_list("user", flat=True)))
    _holders[key] = (time.monotonic(), [pk for pk in found if pk])
    return _holders[key][1]


AUDIENCES: dict[str, tuple[PostCode, ...]] = {
    "managers": (PostCode.CENTER_MANAGER, PostCode.DEPUTY_GM),
    "deputy_gm": (PostCode.DEPUTY_GM,),
    "gm": (PostCode.GM,),
}


def people_of_case(case: Any, rung: Rung) -> Iterable[User | int]:
    """The owner; from the step's audience on the posts above."""
    if case is None:
        return []
    if rung.audience == "managers" and case.state not in UNDECIDED:
        return []
    found = {rung.clock.owner_id} if rung.clock.owner_id else set()
    for post in AUDIENCES.get(rung.audience, ()):
        found.update(holders(rung.clock.site, post))
    return sorted(pk for pk in found if pk)


def people_of_step(step: Any, rung: Rung) -> Iterable[User | int]:
    """Who does it; past the deadline the owner of the complaint and the head of the department as well."""
    if step is None:
        return []
    found = {rung.clock.owner_id} if rung.clock.owner_id else set()
    if rung.audience == "late":
        found |= set(_owner_and_head(step))
    return sorted(pk for pk in found if pk)


def _owner_and_head(step: Any) -> Iterable[int]:
    owner = Employee.objects.filter(pk=step.case.owner_id).values_list("user", flat=True)
    heads = Employee.objects.none().values_list("user", flat=True)
    if step.assignee_id:
        heads = Employee.objects.superiors_of([step.assignee_id], step.case.site.today()).values_list(
            "user", flat=True
        )
    return [*owner, *heads]


def copy_dues(case_ids: Collection[int]) -> None:
    """Read the deadlines of these complaints again: their clocks were paused, run on, or were worked out anew."""
    kind = ContentType.objects.get_for_model(Case)
    with connection.cursor() as cursor:
        cursor.execute(COPY_DUES, [kind.pk, list(case_ids)])


def close_kind(severity: str, calendar: str) -> str:
    """The kind of the clock of the whole complaint."""
    serious = "_serious" if severity == Severity.SERIOUS else ""
    return f"cases.close{serious}{'_working' if calendar == WORKING else ''}"


CLOSE_KINDS = [close_kind(severity, calendar) for severity in Severity for calendar in ("calendar", WORKING)]


def kind_of_close(site: Site, severity: str, on: datetime.date) -> str:
    """Which of them holds at the site on that day."""
    return close_kind(severity, value("complaint.sla_calendar", site, on=on))


def _close_clock(severity: str, calendar: str) -> ClockKind:
    is_serious = severity == Severity.SERIOUS
    return ClockKind(
        close_kind(severity, calendar),
        _("Closing an especially serious complaint") if is_serious else _("Closing a complaint"),
        _("A complaint is closed by the end of its last day, counted from its acceptance."),
        Unit.WORKING_DAYS if calendar == WORKING else Unit.CALENDAR_DAYS,
        amount="complaint.serious_close_days" if is_serious else "complaint.sla_days",
        day_end=DayEnd.END_OF_DAY,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="complaint.remind_before_hours"),
            Step(
                "undecided",
                _("Undecided shortly before the deadline"),
                When.BEFORE,
                offset="complaint.undecided_notice_hours",
                audience="managers",
                notice="cases.undecided",
            ),
            Step("overdue", _("Overdue"), audience="deputy_gm", notice="cases.overdue"),
            Step(
                "daily",
                _("Still overdue"),
                When.AFTER,
                offset="complaint.overdue_first_again",
                every="complaint.overdue_notice_every",
                audience="deputy_gm",
                notice="cases.overdue",
            ),
            Step(
                "gm",
                _("Overdue for days"),
                When.AFTER,
                offset="complaint.overdue_gm_days",
                audience="gm",
                notice="cases.overdue",
            ),
        ),
        pause_allowed="complaint.pause_allowed",
        pause_cap="complaint.pause_cap",
        recipients=people_of_case,
        follows_rules=("complaint.sla_calendar",),
        on_due_moved=copy_dues,
    )


CLOCKS = (
    *(_close_clock(severity, calendar) for severity in Severity for calendar in ("calendar", WORKING)),
    ClockKind(
        STEP,
        _("Step of a complaint"),
        _("A department does its step within its days, never after the complaint is due."),
        Unit.MOMENT,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="complaint.remind_before_hours"),
            Step("overdue", _("Step overdue"), audience="late", notice="cases.step_overdue"),
            Step(
                "chase",
                _("Chased"),
                When.AFTER,
                offset="complaint.overdue_first_again",
                every="complaint.chase_every",
                notice="cases.chased",
            ),
        ),
        recipients=people_of_step,
    ),
    ClockKind(
        REPORT,
        _("Report on a complaint"),
        _("The report is handed in within its days, never after the complaint is due."),
        Unit.MOMENT,
        ladder=(
            Step("near", _("Reminder"), When.BEFORE, offset="complaint.remind_before_hours"),
            Step("overdue", _("Report overdue"), audience="deputy_gm", notice="clocks.overdue"),
        ),
        recipients=people_of_case,
        follows_rules=("complaint.report_days", "complaint.report_clock_start", "complaint.sla_days"),
    ),
)


def day_end(site: Site, start: datetime.datetime, days: int) -> datetime.datetime:
    """The end (23:59:59) of the n-th day after that of `start`, in the days that the site's complaints are counted in."""
    on = start.astimezone(site.zone).date()
    is_working = value("complaint.sla_calendar", site, on=on) == WORKING
    unit = Unit.WORKING_DAYS if is_working else Unit.CALENDAR_DAYS
    found = clock_rules.due(open_hours(site, on), Allowance(unit, days, DayEnd.END_OF_DAY), start)
    assert found is not None  # only pauses have no end
    return found


def report_due(case: Case, investigated_at: datetime.datetime) -> datetime.datetime:
    """Three days after the investigation, or after the acceptance where the rulebook says so; never after the complaint (A1)."""
    assert case.accepted_at is not None
    assert case.due_at is not None
    on = investigated_at.astimezone(case.site.zone).date()
    from_acceptance = value("complaint.report_clock_start", case.site, on=on) == "acceptance"
    key = "complaint.serious_report_days" if case.is_serious else "complaint.report_days"
    start = case.accepted_at if from_acceptance else investigated_at
    return min(day_end(case.site, start, value(key, case.site, on=on)), case.due_at)
