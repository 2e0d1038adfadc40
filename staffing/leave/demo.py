"""Leave of the demo center: every state, counted back from today; what lies ahead through the services of the product."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from callcenter.approvals import services as approvals
from callcenter.approvals.models import Request, Step
from callcenter.approvals.requests.models import State as RequestState
from callcenter.approvals.requests.models import StepState
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee, Site, TeamMembership
from staffing.leave import amounts, asking, balances, booking, cancelling, kinds, rules
from staffing.leave.amounts import Part, Unit, Wish
from staffing.leave.models import REQUEST_KIND, LeaveDay, LeaveKind, LeaveRequest, LedgerEntry
from staffing.leave.outlook import Wanted
from staffing.leave.policy import policy
from staffing.leave.rules import Nature
from staffing.leave.states import State
from staffing.roster.models import Assignment

REASONS = {
    "personal": "孩子开学，须本人到校办理 · School enrolment of my child, in person",
    "personal-special": "家中水管爆裂 · A pipe burst at home",
    "annual": "探望父母 · Visiting my parents",
    "compensatory": "",
    "sick": "发烧 · Fever",
    "business": "新系统培训 · Training on the new system",
}
# What lies behind: kind, days ago, how many shifts, the state that it came to.
BEHIND = (
    ("annual", 52, 2, State.CLOSED),
    ("personal", 45, 1, State.CLOSED),
    ("sick", 38, 2, State.CLOSED),
    ("compensatory", 33, 1, State.CLOSED),
    ("annual", 27, 1, State.CLOSED),
    ("personal-special", 19, 1, State.ABSENCE),
    ("sick", 12, 1, State.CERTIFIED),
    ("personal", 9, 1, State.CLOSED),
    ("sick", 6, 1, State.CERTIFICATE_OVERDUE),
    ("annual", 4, 1, State.CLOSED),
)
# What lies ahead: kind, the how many-th next shift, how many shifts, what becomes of it.
AHEAD = (
    ("annual", 3, 2, "approved"),
    ("personal", 2, 1, "asked"),
    ("annual", 5, 1, "endorsed"),
    ("compensatory", 4, 1, "asked"),
    ("sick", 0, 1, "approved"),
    ("business", 4, 2, "endorsed"),
    ("personal", 3, 1, "rejected"),
    ("annual", 6, 1, "cancelled"),
    ("personal", 5, 1, "returned"),
    ("personal-special", -1, 1, "late"),
    ("annual", 2, 1, "approved"),
    ("annual", 4, 1, "asked"),
)
COMPENSATION = Decimal(16)  # hours that each agent has for overtime worked
ONE_DAY = datetime.timedelta(days=1)


def make(site: Site) -> int:
    """Make kinds, balances and leave that are missing; how many leaves. Nothing where there is leave."""
    kinds.set_up_kinds(site, actor=None)
    if LeaveRequest.objects.filter(site=site).exists():
        return 0
    today = site.today()
    this_year = [today.replace(month=month, day=1) for month in (1, 4, 7, 10) if month <= today.month]
    for on in (today.replace(year=today.year - 1, month=1, day=1), *this_year, today):
        balances.settle(
            site, on
        )  # last year's leave, what was carried over and ran out, this year's, who came since
    people = _agents(site)
    _compensate(site, people)
    behind = sum(_behind(site, people))
    return behind + sum(_ahead(site, people[::-1])) + _next_year(site, people)


def _agents(site: Site) -> list[Employee]:
    """Agents with shifts around today, by number, of all teams in turn."""
    today = site.today()
    rows = Employee.objects.filter(
        site=site,
        user__is_active=True,
        postholdings__post__code="agent",
        postholdings__period__contains=today,
        assignments__on__gte=today,
        assignments__is_published=True,
        assignments__cancelled_at=None,
    )
    return list(rows.distinct().select_related("site", "user").order_by("number"))


def _compensate(site: Site, people: Sequence[Employee]) -> None:
    kind = LeaveKind.objects.filter(site=site, code="compensatory").first()
    done = set(LedgerEntry.objects.filter(kind=kind).values_list("employee", flat=True))
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            employee=person,
            kind=kind,
            entry="grant",
            amount=COMPENSATION,
            on=site.today() - 60 * ONE_DAY,
            note="加班调休 · For overtime",
        )
        for person in people
        if kind is not None and person.pk not in done
    )


def _shifts(person: Employee, first: datetime.date, count: int, *, ahead: bool = True) -> list[Assignment]:
    rows = Assignment.objects.published().filter(employee=person, shift_type__isnull=False)
    if ahead:
        return list(rows.filter(on__gte=first).order_by("on")[:count])
    return list(rows.filter(on__lte=first).order_by("-on")[:count])[::-1]


def _behind(site: Site, people: Sequence[Employee]) -> Iterator[int]:
    """Leave that is over, written with its dates; nobody can ask for it any more."""
    today = site.today()
    of_site = {kind.code: kind for kind in LeaveKind.objects.filter(site=site)}
    for person, (code, ago, count, state) in zip(people, BEHIND, strict=False):
        shifts = _shifts(person, today - ago * ONE_DAY, count, ahead=False)
        if len(shifts) == count:
            with transaction.atomic():
                _write(person, of_site[code], shifts, state)
            yield 1


def _write(person: Employee, kind: LeaveKind, shifts: Sequence[Assignment], state: State) -> LeaveRequest:
    zone, held = person.site.zone, policy(person.site, person.site.today())
    pieces = [amounts.shift_of(each.duty, zone, is_holiday=False) for each in shifts]
    start, end = shifts[0].starts_at, shifts[-1].ends_at
    days = amounts.days_off(pieces, (), start, end, standard_minutes=held.standard_minutes, zone=zone)
    unit, is_late = Unit(kind.unit), state == State.ABSENCE
    asked_at = start - datetime.timedelta(minutes=40) if is_late else start - 3 * ONE_DAY
    length = amounts.length(days, unit)
    team = TeamMembership.objects.filter(employee=person, period__contains=shifts[0].on).first()
    last_on = (end - datetime.timedelta(seconds=1)).astimezone(zone).date()
    is_certified = kind.takes_certificate and length >= 1
    leave = LeaveRequest.objects.create(
        employee=person,
        site=person.site,
        team_id=team.team_id if team else None,
        kind=kind,
        first_on=shifts[0].on,
        last_on=shifts[-1].on,
        starts_at=start,
        ends_at=end,
        amount=amounts.amount(days, unit, hour_step=held.hour_step),
        days=amounts.as_decimal(length),
        path="late" if is_late else _path(kind),
        state=state,
        reason=REASONS.get(kind.code, ""),
        is_late=is_late,
        consent_by=pieces[0].ends_at if is_late else None,
        certificate_due_on=last_on + ONE_DAY if is_certified else None,
        decides=rules.decides(Nature(kind.nature), length, held),
        asked_by=person.user,
        asked_at=asked_at,
        decided_at=pieces[0].ends_at if is_late else asked_at + datetime.timedelta(hours=5),
        reported_back_at=None,
    )
    LeaveDay.objects.bulk_create(
        LeaveDay(request=leave, on=each.on, minutes=each.minutes, of_minutes=each.of_minutes) for each in days
    )
    if not is_late:
        booking.reserve(leave, actor=person.user)
        booking.take(leave, actor=None)
    _chain(leave, is_decided=not is_late)
    return leave


def _path(kind: LeaveKind) -> str:
    return {"personal": "ordinary", "special": "special", "sick": "sick", "business": "business"}.get(
        kind.nature, "planned"
    )


def _chain(leave: LeaveRequest, *, is_decided: bool) -> None:
    """Who decided, along the reporting line; nothing where the line has a gap."""
    links, gaps = approvals.preview(REQUEST_KIND, leave, leave.employee)
    if gaps:
        return
    state = RequestState.APPROVED if is_decided else RequestState.WITHDRAWN
    request = Request.objects.create(
        kind=REQUEST_KIND,
        subject=leave,
        label=str(leave)[:200],
        applicant=leave.employee,
        site=leave.site,
        team=leave.team,
        department=leave.team.department if leave.team else None,
        reason=leave.reason,
        state=state,
        line_on=leave.asked_at.astimezone(leave.site.zone).date(),
        asked_at=leave.asked_at,
        closed_at=leave.decided_at,
    )
    at = leave.asked_at
    for place, link in enumerate(links, start=1):
        at = min(at + datetime.timedelta(hours=1), leave.decided_at or at)
        Step.objects.create(
            request=request,
            round=1,
            place=place,
            applicant=leave.employee,
            approver_id=link.employee_id,
            post=link.post,
            state=StepState.APPROVED if is_decided else StepState.DROPPED,
            acted_by_id=link.employee_id if is_decided else None,
            opened_at=leave.asked_at,
            decided_at=at,
        )


def _ahead(site: Site, people: Sequence[Employee]) -> Iterator[int]:
    """Leave that is asked for today: as many as the rules let pass, each by somebody else."""
    of_site = {kind.code: kind for kind in LeaveKind.objects.filter(site=site)}
    left = list(people)
    for code, place, count, ending in AHEAD:
        for person in left:
            try:
                with transaction.atomic():
                    is_made = _ask(person, of_site[code], place, count, ending)
            except RuleViolation:
                continue
            if is_made:
                left.remove(person)
                yield 1
                break


def _next_year(site: Site, people: Sequence[Employee]) -> int:
    """Somebody asks for two days of next January, counting on the days of that year."""
    january = datetime.date(site.today().year + 1, 1, 8)
    monday = january + ONE_DAY * (-january.weekday() % 7)
    kind = LeaveKind.objects.get(site=site, code="annual")
    for person in people:
        wanted = Wanted(kind, Wish(monday, monday + ONE_DAY, Part.WHOLE), REASONS.get("annual", ""))
        try:
            with transaction.atomic():
                asking.ask(person, wanted, actor=person.user)
        except RuleViolation:
            continue
        return 1
    return 0


def _ask(person: Employee, kind: LeaveKind, place: int, count: int, ending: str) -> bool:
    """Ask and go on to the ending; whether the person has such shifts."""
    now, today = timezone.now(), person.site.today()
    if place < 0:  # the shift that runs now, or begins within the hour
        running = [
            each
            for each in _shifts(person, today - ONE_DAY, 3)
            if each.starts_at <= now + datetime.timedelta(minutes=50)
        ]
        shifts = [each for each in running if each.ends_at > now][:1]
    else:
        coming = [each for each in _shifts(person, today, place + count + 2) if each.starts_at > now]
        shifts = coming[place : place + count]
    if len(shifts) < count:
        return False
    wish = Wish(shifts[0].on, shifts[-1].on, Part.WHOLE)
    wanted = Wanted(kind, wish, REASONS.get(kind.code, ""), may_wait=ending == "asked")
    leave = asking.ask(person, wanted, actor=person.user)
    ENDINGS[ending](leave)
    return True


def _next(leave: LeaveRequest) -> tuple[Request, Step] | None:
    request = cancelling.request_of(leave)
    step = (
        request.steps.filter(state=StepState.OPEN).select_related("approver__user").first()
        if request
        else None
    )
    return (request, step) if request and step else None


def _endorse(leave: LeaveRequest) -> None:
    if (found := _next(leave)) is not None:
        approvals.approve(found[0], actor=found[1].approver.user, comment="已安排顶班 · The shift is covered")


def _approve(leave: LeaveRequest) -> None:
    while (found := _next(leave)) is not None:
        approvals.approve(found[0], actor=found[1].approver.user)


def _reject(leave: LeaveRequest) -> None:
    if (found := _next(leave)) is not None:
        words = "当日促销，人手不足 · A promotion that day: every head is needed"
        approvals.reject(found[0], actor=found[1].approver.user, comment=words)


def _return(leave: LeaveRequest) -> None:
    if (found := _next(leave)) is not None:
        words = "请写明几点到几点 · Please say from when to when"
        approvals.return_to_applicant(found[0], actor=found[1].approver.user, comment=words)


def _cancel(leave: LeaveRequest) -> None:
    cancelling.cancel(leave, actor=leave.employee.user, reason="计划有变 · Plans changed")


ENDINGS: dict[str, Callable[[LeaveRequest], object]] = {
    "asked": lambda leave: None,
    "late": lambda leave: None,
    "endorsed": _endorse,
    "approved": _approve,
    "rejected": _reject,
    "returned": _return,
    "cancelled": _cancel,
}
