"""Plain makers of leave, and a small center to ask for it: an agent with everybody above."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile

from callcenter.access.posts import PostCode
from callcenter.approvals import services as approvals
from callcenter.people.models import Employee, Site, Team
from callcenter.rulebook.models import RuleValue
from staffing.leave import asking, cancelling
from staffing.leave.amounts import Part, Wish
from staffing.leave.kinds import USUAL, KindFacts
from staffing.leave.models import LeaveKind, LeaveRequest, LedgerEntry
from staffing.leave.outlook import Wanted
from tests.factories import make_employee, make_team
from tests.staffing.factories import make_assignment, make_roster

SHANGHAI = ZoneInfo("Asia/Shanghai")
D12 = datetime.date(2026, 3, 12)  # a Thursday


def at(text: str) -> datetime.datetime:
    """A moment of 2026 in Shanghai: at("03-12 08:00")."""
    return datetime.datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


def day(number: int) -> datetime.date:
    """A day of March 2026."""
    return datetime.date(2026, 3, number)


@dataclass
class Line:
    """An agent and everybody above, in one team of one site, with shifts from 12 to 14 March 2026."""

    agent: Employee
    leader: Employee
    director: Employee
    manager: Employee
    team: Team

    @property
    def site(self) -> Site:
        return self.agent.site


def make_line() -> Line:
    team = make_team()
    manager = make_employee(PostCode.CENTER_MANAGER, site=team.department.site, name="Shen Wei")
    director = make_employee(PostCode.DIRECTOR, team=team, superior=manager, name="Wang Li")
    leader = make_employee(PostCode.SHIFT_LEADER, team=team, superior=director, name="Zhao Lei")
    agent = make_employee(PostCode.AGENT, team=team, superior=leader, name="Li Na")
    roster = make_roster(team.department)
    for number in (12, 13, 14):
        make_assignment(agent, day(number), roster=roster)
    return Line(agent, leader, director, manager, team)


def make_colleague(line: Line, *numbers: int) -> Employee:
    """Another agent of the team, with day shifts on these days of March 2026."""
    agent = make_employee(PostCode.AGENT, team=line.team, superior=line.leader)
    for number in numbers or (12, 13, 14):
        make_assignment(agent, day(number))
    return agent


def make_kind(site: Site, code: str = "personal", **fields: Any) -> LeaveKind:
    """One of the usual kinds of leave of a site, with fields of one's own."""
    found = LeaveKind.objects.filter(site=site, code=code).first()
    if found is not None:
        return found
    facts = USUAL.get(code, KindFacts(code)).__dict__ | fields
    return LeaveKind.objects.create(site=site, code=code, **facts)


def make_grant(
    employee: Employee, kind: LeaveKind, amount: str = "5", expires_on: datetime.date | None = None
) -> LedgerEntry:
    return LedgerEntry.objects.create(
        employee=employee, kind=kind, entry="grant", amount=Decimal(amount), on=day(1), expires_on=expires_on
    )


def wanted(
    kind: LeaveKind,
    first: datetime.date = D12,
    last: datetime.date | None = None,
    part: Part = Part.WHOLE,
    times: tuple[int, int] | None = None,
    **fields: Any,
) -> Wanted:
    """What is asked for; `times` in minutes of the day."""
    start, end = times or (None, None)
    return Wanted(kind, Wish(first, last or first, part, start, end), **({"reason": "moving house"} | fields))


def ask(line: Line, code: str = "personal", *dates: datetime.date, **fields: Any) -> LeaveRequest:
    """The line's agent asks for leave."""
    kind = make_kind(line.site, code)
    return asking.ask(line.agent, wanted(kind, *dates, **fields), actor=line.agent.user)


def approve(leave: LeaveRequest, *people: Employee) -> LeaveRequest:
    """These people say yes, one after the other."""
    for person in people:
        request = cancelling.request_of(leave)
        assert request is not None
        approvals.approve(request, actor=person.user)
    leave.refresh_from_db()
    return leave


def picture(content: str = "certificate", name: str = "slip.pdf") -> ContentFile:
    """A file that passes for a scan."""
    return ContentFile(b"%PDF-1.4 " + content.encode(), name=name)


def set_rule(key: str, value: Any) -> None:
    """A value of the rulebook from the beginning of 2026, for the company."""
    RuleValue.objects.create(key=key, value=value, effective_on=datetime.date(2026, 1, 1), reason="test")
