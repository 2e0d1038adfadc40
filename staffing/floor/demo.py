"""The floor of the demo center: breaks, handovers and duty logs of the last days, what is left open; counted back from today."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.people.models import Employee, Site, Team
from staffing.floor.breaks import facts as break_facts
from staffing.floor.breaks import rules as break_rules
from staffing.floor.breaks.models import Break, BreakState, OffPost
from staffing.floor.breaks.policy import policy
from staffing.floor.breaks.rules import MINUTE
from staffing.floor.breaks.services import spread_breaks
from staffing.floor.dutylogs import facts as log_facts
from staffing.floor.dutylogs.models import DutyLog
from staffing.floor.handovers.models import Handover, HandoverProblem, OpenItem, Side
from staffing.floor.shifts_of_day import TeamShift, team_shifts

DAYS = 3
TEAMS = 4
TOPICS = (
    {
        "equipment": "12 号机台耳机接触不良，已报修",
        "open_issues": "客户吴女士等待回电，见工单",
        "staff_changes": "无",
        "business": "退换货流程明日起更新",
    },
    {
        "equipment": "All consoles work; printer 2 is out of paper",
        "open_issues": "Two customers wait for a call back about double billing",
        "staff_changes": "None",
        "instructions": "Mention the new opening hours in every call",
    },
)
SECTIONS = (
    {
        "system": "10:20 系统短暂卡顿约 5 分钟",
        "questions": "发票抬头能否修改：开票当月可以",
        "remarks": "午间话务偏高",
    },
    {
        "system": "None",
        "questions": "Can an order be split? Before it is packed, yes.",
        "remarks": "A quiet afternoon",
    },
)
ITEMS = ("工单 77 未派出，客户要求上门", "Headset 12 is at the repair desk", "客户回访名单剩余 6 人")
PROBLEMS = ("交接时少一副耳机", "The list of call backs was not complete")


@transaction.atomic
def make(site: Site) -> int:
    """Make what is missing; how many rows. Nothing where there are handovers already."""
    leaders = list(
        Employee.objects.filter(
            site=site, user__isnull=False, postholdings__post__code=PostCode.SHIFT_LEADER.value
        )
        .select_related("user")
        .distinct()
        .order_by("number")
    )
    if Handover.objects.filter(site=site).exists() or len(leaders) < 2:
        return 0
    now, today = timezone.now(), site.today()
    teams = Team.objects.filter(department__site=site, is_active=True).select_related("department__site")
    first = today - DAYS * datetime.timedelta(days=1)
    shifts = team_shifts(list(teams.order_by("department__code", "code")), first, today)
    busy = list(dict.fromkeys(shift.team for shift in shifts))[:TEAMS]
    made = 0
    for number, shift in enumerate(each for each in shifts if each.team in busy):
        if shift.ends_at < now:
            made += _past(shift, leaders, number)
    for team in busy:
        slots, _left = spread_breaks(team, today, actor=None)
        made += len(slots)
    made += _items(site, busy, leaders[0], today)
    return made


def _past(shift: TeamShift, leaders: Sequence[Employee], number: int) -> int:
    """Breaks, log and handover of a shift that is over; of the last ones the incoming signature is still missing."""
    site = shift.team.department.site
    outgoing, incoming = leaders[number % len(leaders)], leaders[(number + 1) % len(leaders)]
    given = shift.ends_at - 5 * MINUTE
    taken = shift.ends_at + 4 * MINUTE
    is_open = number % 7 == 6
    made = _breaks(shift)
    log = DutyLog.objects.create(
        site=site,
        team=shift.team,
        on=shift.on,
        code=shift.code,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        sections=SECTIONS[number % 2],
        opened_by=outgoing.user,
    )
    if not is_open:
        log.facts, log.locked_at, log.locked_by = log_facts.gather(log, shift.ends_at), taken, outgoing
        log.save(update_fields=["facts", "locked_at", "locked_by"])
    row = Handover.objects.filter(team=shift.team, change_at=shift.ends_at).first()
    if row is None:
        row = Handover.objects.create(
            site=site,
            team=shift.team,
            on=shift.on,
            code=shift.code,
            change_at=shift.ends_at,
            topics=TOPICS[number % 2],
            outgoing=outgoing,
            outgoing_signed_at=given,
            incoming=None if is_open else incoming,
            incoming_signed_at=None if is_open else taken,
            begun_by=outgoing.user,
        )
        made += 1
        if number % 3 == 0:
            HandoverProblem.objects.create(
                handover=row,
                text=PROBLEMS[number % 2],
                found_at=given + 2 * MINUTE,
                side=Side.BOTH,
                noted_by=incoming.user,
            )
    return made + 1


def _breaks(shift: TeamShift) -> int:
    """The slots that everybody was entitled to, taken; every eleventh was too long."""
    site = shift.team.department.site
    book = policy(site, shift.on)
    around = break_facts.team_shifts(shift.team, shift.starts_at, shift.ends_at)
    rows = {row.pk: row for row in around if row.on == shift.on and row.code == shift.code}
    people: list[tuple[int, break_rules.Shift, list[break_rules.Wanted], list[break_rules.Stretch]]] = [
        (pk, break_facts.shift_of(row), break_rules.entitled(break_facts.shift_of(row), book), [])
        for pk, row in rows.items()
    ]
    others = break_facts.away(shift.team, shift.starts_at, shift.ends_at, shift.ends_at)
    found = break_rules.spread(people, others, break_facts.duty(around), book, after=shift.starts_at)
    for number, each in enumerate(found.placed):
        row, over = rows[each.key], (6 * MINUTE if number % 11 == 10 else 0 * MINUTE)
        slot = Break.objects.create(
            site=site,
            team=shift.team,
            assignment=row,
            employee=row.employee,
            on=row.on,
            kind=each.kind,
            starts_at=each.start,
            ends_at=each.end,
            state=BreakState.PLANNED,
            left_at=each.start,
            returned_at=each.end + over,
            overrun_seconds=int(over.total_seconds()),
        )
        if over:
            OffPost.objects.create(
                site=site,
                team=shift.team,
                assignment=row,
                employee=row.employee,
                on=row.on,
                left_at=each.end,
                returned_at=each.end + over,
                from_break=slot,
            )
    return len(found.placed)


def _items(site: Site, teams: Sequence[Team], leader: Employee, today: datetime.date) -> int:
    rows = [
        OpenItem(
            site=site,
            team=team,
            text=ITEMS[number % len(ITEMS)],
            raised_on=today - datetime.timedelta(days=number % 2),
            raised_by=leader.user,
        )
        for number, team in enumerate(teams)
    ]
    OpenItem.objects.bulk_create(rows)
    return len(rows)
