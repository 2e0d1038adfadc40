"""Reports up the line: answered where somebody can, passed up where not, past the direct superior in an emergency."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from callcenter.access.posts import PostCode
from callcenter.approvals import services
from callcenter.approvals.escalations.models import Escalation
from callcenter.approvals.escalations.services import Report, escalate, put_right
from callcenter.approvals.models import FollowUp
from callcenter.approvals.requests.models import State
from callcenter.audit.models import Event
from callcenter.clocks.models import Clock
from callcenter.clocks.services import sweep
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.rulebook import services as rulebook
from tests.factories import make_employee, make_user
from tests.refusals import codes

pytestmark = pytest.mark.django_db
EVENING = datetime.datetime(2026, 11, 18, 12, tzinfo=datetime.UTC)  # 20:00 in Shanghai
MIDNIGHT = datetime.datetime(2026, 11, 18, 16, tzinfo=datetime.UTC)  # the day ends in Shanghai


def report(line, author=None, **fields):
    author = author or line.agent
    words = {"topic": "Line down", "situation": "No calls since 9:40", "question": "Route to Sydney?"}
    return escalate(Report(**(words | fields)), author=author, actor=author.user)


def states(request):
    return list(request.steps.order_by("place").values_list("state", flat=True))


def test_the_direct_superior_answers_and_the_instruction_is_kept(line):
    request = report(line)
    assert states(request) == ["open", "waiting"]
    services.approve(request, actor=line.leader.user, comment="Route to Sydney until noon", is_final=True)
    request.refresh_from_db()
    assert (request.state, states(request)) == (State.APPROVED, ["approved", "dropped"])
    escalation = Escalation.objects.get()
    assert (escalation.instruction, escalation.instructed_by) == ("Route to Sydney until noon", line.leader)


def test_an_answer_without_an_instruction_is_refused(line):
    request = report(line)
    with pytest.raises(RuleViolation) as refusal:
        services.approve(request, actor=line.leader.user, is_final=True)
    assert codes(refusal) == ["approvals.instruction_needed"]
    services.approve(request, actor=line.leader.user)  # passed up without one
    with pytest.raises(RuleViolation) as refusal:
        services.approve(request, actor=line.director.user)
    assert codes(refusal) == ["approvals.instruction_needed"]


def test_how_far_up_a_report_goes_is_a_rule_of_the_site(line):
    rulebook.set_value(
        "approvals.escalation_until",
        site=line.agent.site,
        value="center_manager",
        effective_on=line.agent.site.today(),
        reason="the manager wants to know",
        actor=line.director.user,
    )
    assert states(report(line)) == ["open", "waiting", "waiting"]


def test_an_emergency_goes_past_the_direct_superior_who_is_told_the_same_day(line):
    with time_machine.travel(EVENING, tick=False):
        request = report(line, is_urgent=True)
    assert request.skipped_level
    assert states(request) == ["skipped", "open"]
    follow_up = FollowUp.objects.get()
    assert (follow_up.assignee, follow_up.informs, follow_up.due_at) == (line.agent, line.leader, MIDNIGHT)
    told = set(Message.objects.values_list("kind", "recipient"))
    assert told == {
        ("approvals.waiting", line.director.user_id),
        ("approvals.passed_over", line.leader.user_id),
        ("approvals.to_be_told", line.agent.user_id),
    }
    with time_machine.travel(MIDNIGHT - datetime.timedelta(hours=1), tick=False):
        services.report_back(follow_up, actor=line.agent.user, note="Told her on the phone")
    follow_up.refresh_from_db()
    assert follow_up.note == "Told her on the phone"
    assert not Clock.objects.running().filter(kind="approvals.follow_up").exists()
    assert Event.objects.get(verb="approvals.follow_up.told").reason == "Told her on the phone"


def test_the_direct_superior_hears_when_the_day_ended_and_nobody_told_them(line):
    with time_machine.travel(EVENING, tick=False):
        report(line, is_urgent=True)
    with time_machine.travel(MIDNIGHT + datetime.timedelta(minutes=1), tick=False):
        sweep()
    overdue = Message.objects.filter(kind="clocks.overdue").values_list("recipient", flat=True)
    assert set(overdue) == {line.agent.user_id, line.leader.user_id}


def test_only_who_reported_says_that_the_superior_is_told_and_only_once(line):
    report(line, is_urgent=True)
    follow_up = FollowUp.objects.get()
    with pytest.raises(RuleViolation) as refusal:
        services.report_back(follow_up, actor=line.agent.user, note=" ")
    assert codes(refusal) == ["approvals.note_needed"]
    services.report_back(follow_up, actor=line.agent.user, note="told")
    with pytest.raises(RuleViolation) as refusal:
        services.report_back(follow_up, actor=line.agent.user, note="told again")
    assert codes(refusal) == ["approvals.told_already"]


def test_nobody_skips_who_has_nobody_further_up(line):
    line_top = make_employee(PostCode.DIRECTOR, superior=line.manager, site=line.agent.site)
    with pytest.raises(RuleViolation) as refusal:
        report(line, line_top, is_urgent=True)
    assert codes(refusal) in (["approvals.nothing_to_skip"], ["approvals.line_ends"])
    assert not Escalation.objects.exists()


def test_a_returned_report_is_put_right_and_goes_up_again(line):
    request = services.return_to_applicant(report(line), actor=line.leader.user, comment="Which queue?")
    escalation = Escalation.objects.get()
    again = put_right(
        escalation,
        Report("Line down", "Queue Premier: no calls since 9:40", "Route to Sydney?"),
        actor=line.agent.user,
    )
    assert (again.pk, again.state, again.round) == (request.pk, State.OPEN, 2)
    escalation.refresh_from_db()
    assert "Premier" in escalation.situation


def test_nobody_reports_in_the_name_of_another(line):
    with pytest.raises(PermissionDenied):
        escalate(Report("x", "y"), author=line.agent, actor=make_user(PostCode.AGENT))


def test_database_keeps_instruction_and_instructor_together(line):
    report(line)
    with pytest.raises(IntegrityError), transaction.atomic():
        Escalation.objects.update(instruction="words of nobody")
