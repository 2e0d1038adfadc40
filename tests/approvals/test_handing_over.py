"""Requests of a leaver: their decisions go to the successor, never to who asked; their own are withdrawn."""

import datetime

import pytest

from callcenter.access.posts import PostCode
from callcenter.approvals import services
from callcenter.approvals.escalations.services import Report, escalate
from callcenter.approvals.models import FollowUp
from callcenter.approvals.requests.models import State
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.people.employees import leaving
from callcenter.people.offboarding.registry import open_count
from tests.factories import make_employee
from tests.refusals import codes

pytestmark = pytest.mark.django_db


def ask(line, applicant=None):
    return services.start("tests.move", line.team, applicant=applicant or line.agent, actor=None)


def leave(employee, successor=None):
    return leaving.record_leave(employee, employee.site.today(), actor=None, successor=successor)


def steps(request):
    rows = request.steps.order_by("round", "place").select_related("approver")
    return [(step.approver.name, step.state) for step in rows]


def test_the_successor_decides_what_waits_for_the_leaver(line):
    request = ask(line)
    successor = make_employee(
        PostCode.SHIFT_LEADER, superior=line.director, site=line.agent.site, name="Sun Peng"
    )
    leave(line.leader, successor)
    assert steps(request) == [("Sun Peng", "open"), ("Wang Li", "waiting")]
    assert Message.objects.filter(kind="approvals.waiting", recipient=successor.user).exists()
    assert services.approve(request, actor=successor.user).state == State.OPEN


def test_a_level_falls_away_where_the_successor_decides_later_anyway(line):
    request = ask(line)
    leave(line.leader, line.director)
    assert steps(request) == [("Zhao Lei", "dropped"), ("Wang Li", "open")]
    assert services.approve(request, actor=line.director.user).state == State.APPROVED


def test_who_asked_never_gets_their_own_request(line):
    successor = make_employee(
        PostCode.SHIFT_LEADER, superior=line.leader, site=line.agent.site, name="Sun Peng"
    )
    request = ask(line, successor)
    leave(line.leader, successor)
    assert steps(request) == [("Zhao Lei", "dropped"), ("Wang Li", "open")]


def test_the_account_does_not_close_before_requests_are_handed_over(line):
    ask(line)
    other = make_employee(PostCode.SHIFT_LEADER, superior=line.director, site=line.agent.site)
    leaving.record_leave(
        line.leader, line.leader.site.today() + datetime.timedelta(days=9), actor=None, successor=other
    )
    assert open_count(line.leader.pk) == 1
    line.leader.user.refresh_from_db()
    assert line.leader.user.is_active


def test_what_the_leaver_asked_for_is_withdrawn_and_told_superiors_are_not_forgotten(line):
    successor = make_employee(team=line.team, superior=line.leader)
    request = ask(line)
    urgent = escalate(Report("Line down", "No calls", is_urgent=True), author=line.agent, actor=None)
    with pytest.raises(RuleViolation) as refusal:
        leave(line.agent)
    assert codes(refusal) == ["people.open_work_remains"]
    leave(line.agent, successor)
    request.refresh_from_db()
    urgent.refresh_from_db()
    assert (request.state, urgent.state) == (State.WITHDRAWN, State.WITHDRAWN)
    assert FollowUp.objects.get().assignee == successor
    assert open_count(line.agent.pk) == 0
