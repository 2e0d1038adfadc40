"""Swaps and the board of the demo center: every state, counted back from today, through the services of the product."""

import datetime
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from callcenter.approvals import services as approvals
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee, Site, TeamMembership
from staffing.roster.models import Assignment
from staffing.shifts.models import ShiftType
from staffing.swaps import services
from staffing.swaps.board import services as board
from staffing.swaps.board.models import Posting, PostingKind
from staffing.swaps.board.services import NewPosting
from staffing.swaps.candidates import candidates
from staffing.swaps.models import Swap, SwapState
from staffing.swaps.selectors import running_requests

REASONS = (
    "孩子家长会，必须本人到场",
    "I have to sign for my flat in person",
    "本人复诊，医院只约到这个时间",
    "My driving test is that morning",
    "办理户口迁移，须本人到场",
    "My mother’s operation",
)
# How far each of the swaps goes, the first made first.
PATHS = ("asked", "confirmed", "approved", "declined", "rejected", "cancelled", "asked", "confirmed")
TRIED = 40  # shifts that are looked at for these


def make(site: Site) -> int:
    """Make the swaps and the entries of the board that are missing; how many. Nothing where there are any."""
    if Swap.objects.filter(site=site).exists() or Posting.objects.filter(site=site).exists():
        return 0
    return sum(_swaps(site)) + _postings(site)


def _swaps(site: Site) -> Iterator[int]:
    paths = list(PATHS)
    used: set[int] = set()
    for mine in _shifts(site):
        if not paths:
            return
        if mine.employee_id in used:
            continue
        other = next((one for one in candidates(mine, at=timezone.now()) if one.qualifies), None)
        if other is None or other.best is None or other.employee.pk in used:
            continue
        reason = REASONS[len(paths) % len(REASONS)]
        try:
            with transaction.atomic():
                theirs = Assignment.objects.get(pk=other.best.pk or 0)
                swap = services.ask(mine, theirs, reason=reason, actor=mine.employee.user)
                _go(swap, paths[0])
        except RuleViolation:
            continue
        paths.pop(0)
        used |= {mine.employee_id, other.employee.pk}
        yield 1


def _shifts(site: Site) -> list[Assignment]:
    """Coming shifts of agents who can log in, of different people and days, always the same ones."""
    first = site.today() + datetime.timedelta(days=3)
    rows = Assignment.objects.published().filter(
        site=site,
        on__gte=first,
        on__lte=first + datetime.timedelta(days=8),
        shift_type__isnull=False,
        employee__user__isnull=False,
        employee__reportinglines__period__contains=first,
    )
    rows = rows.select_related("site", "shift_type", "roster", "employee__user")
    one_each: dict[int, Assignment] = {}
    for row in rows.order_by("employee__number", "on"):
        one_each.setdefault(row.employee_id, row)
    return list(one_each.values())[::3][:TRIED]


def _go(swap: Swap, path: str) -> None:
    """Take the swap as far as its path says."""
    if path == "declined":
        services.decline(swap, actor=swap.counterpart.user, answer="那天我也有安排，抱歉")
        return
    if path == "cancelled":
        services.cancel(swap, actor=swap.requester.user, words="No longer needed")
        return
    if path == "asked":
        return
    swap = services.confirm(swap, actor=swap.counterpart.user, answer="可以，没问题")
    while path in ("approved", "rejected") and (request := running_requests(swap).first()):
        user = request.steps.select_related("approver__user").get(state="open").approver.user
        if path == "rejected":
            approvals.reject(request, actor=user, comment="当天新员工较多，暂不宜调整")
        else:
            approvals.approve(request, actor=user, comment="注意交接清楚")
        swap.refresh_from_db()
        if swap.state in (SwapState.APPROVED, SwapState.REJECTED):
            return


def _postings(site: Site) -> int:
    """An open shift, an offer of time off and one of overtime for the team with the most people; a cover of an agent."""
    membership = TeamMembership.objects.filter(
        team__department__site=site, period__contains=site.today(), employee__user__isnull=False
    )
    row = membership.select_related("team__department__site").order_by("team__code", "pk").first()
    kind = ShiftType.objects.filter(site=site, is_active=True).order_by("code").first()
    if row is None or kind is None:
        return 0
    team, on = row.team, site.today() + datetime.timedelta(days=4)
    evening = datetime.datetime.combine(on, datetime.time(18, 30), site.zone)
    news = (
        NewPosting(PostingKind.OPEN_SHIFT, team.department, on, "两名坐席病假", team, kind, places=2),
        NewPosting(PostingKind.TIME_OFF, team.department, on, "Forecast is low that day", team, kind),
        NewPosting(
            PostingKind.OVERTIME, team.department, on, "大促话务高峰", team,
            starts_at=evening, ends_at=evening + datetime.timedelta(hours=2), places=5,
        ),
    )  # fmt: skip
    for new in news:
        board.post(new, actor=None)
    return len(news) + _cover(site)


def _cover(site: Site) -> int:
    """One agent gives a shift away; the leader has released it."""
    for row in reversed(_shifts(site)):
        try:
            posting = board.give_away(row, reason="参加职业资格考试", actor=row.employee.user)
        except RuleViolation:
            continue
        request = board.running_request(posting)
        approver: Employee | None = request.steps.get(state="open").approver if request else None
        if request is not None and approver is not None and approver.user is not None:
            approvals.approve(request, actor=approver.user)
        return 1
    return 0
