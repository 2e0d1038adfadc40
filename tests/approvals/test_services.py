"""Asking and deciding: who is asked when, what a decision does, what is refused, what the trail says."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.approvals import services
from callcenter.approvals.models import Request, Step
from callcenter.approvals.requests.models import State, StepState
from callcenter.audit.models import Event
from callcenter.clocks.models import Clock
from callcenter.notifications.models import Message
from callcenter.objections import Objection, RuleViolation
from callcenter.people.delegations.services import name_deputy
from callcenter.people.employees import changes
from callcenter.people.models import Employee
from tests.approvals.conftest import CALLED, REFUSES, UNTIL
from tests.factories import make_employee, make_team, make_user
from tests.refusals import codes
from tests.together import outcomes

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def ask(line, applicant=None, **fields):
    applicant = applicant or line.agent
    return services.start(
        "tests.move", line.team, applicant=applicant, actor=applicant.user, reason="more light", **fields
    )


def steps(request):
    rows = Step.objects.filter(request=request).order_by("round", "place")
    return [(step.approver.name, step.state) for step in rows.select_related("approver")]


def again(user):
    """The user as the next request would know them: the position is read once for each object."""
    return type(user).objects.get(pk=user.pk)


def stand_in(absent, deputy):
    today = absent.site.today()
    return name_deputy(absent, deputy, start=today, end=today + DAY, actor=None)


def test_the_chain_follows_the_line_and_the_first_level_is_asked(line):
    request = ask(line)
    assert steps(request) == [("Zhao Lei", "open"), ("Wang Li", "waiting")]
    assert (request.team_id, request.site_id, request.line_on) == (
        line.team.pk,
        line.agent.site_id,
        line.agent.site.today(),
    )
    event = Event.objects.get(verb="approvals.request.started")
    assert (event.actor, event.reason) == (line.agent.user, "more light")
    assert Message.objects.filter(kind="approvals.waiting", recipient=line.leader.user).count() == 1
    clock = Clock.objects.get(kind="approvals.step")
    assert (clock.label, clock.is_running) == (str(request), True)


def test_each_yes_asks_the_next_level_and_the_last_does_what_was_asked(line):
    request = services.approve(ask(line), actor=line.leader.user, comment="fine with me")
    assert steps(request) == [("Zhao Lei", "approved"), ("Wang Li", "open")]
    assert CALLED == []
    request = services.approve(request, actor=line.director.user)
    assert steps(request)[-1] == ("Wang Li", "approved")
    assert (request.state, request.closed_at is None) == (State.APPROVED, False)
    assert [("approved", line.team.pk)] == CALLED
    assert Event.objects.filter(verb__startswith="approvals.request").count() == 3
    assert Message.objects.filter(kind="approvals.approved", recipient=line.agent.user).exists()
    assert not Clock.objects.running().exists()


def test_what_the_kind_refuses_undoes_the_decision(line):
    request = services.approve(ask(line), actor=line.leader.user)
    REFUSES.append(RuleViolation(Objection("approvals.is_a_party")))
    with pytest.raises(RuleViolation):
        services.approve(request, actor=line.director.user)
    request.refresh_from_db()
    assert request.state == State.OPEN
    assert steps(request)[-1] == ("Wang Li", "open")


def test_nobody_out_of_turn_decides(line):
    request = ask(line)
    for user in (line.director.user, line.manager.user):
        with pytest.raises(RuleViolation) as refusal:
            services.approve(request, actor=user)
        assert codes(refusal) == ["approvals.not_yours"]


def test_who_cannot_see_a_request_is_not_told_that_it_exists(line):
    with pytest.raises(PermissionDenied):
        services.approve(ask(line), actor=make_user(PostCode.SHIFT_LEADER))


def test_nobody_decides_their_own_request_not_even_as_a_deputy(line):
    request = ask(line)
    stand_in(line.leader, line.agent)
    with pytest.raises(RuleViolation) as refusal:
        services.approve(request, actor=again(line.agent.user))
    assert codes(refusal) == ["approvals.own_request"]


def test_a_deputy_decides_on_behalf_of_the_absent_approver(line):
    other = make_employee(PostCode.SHIFT_LEADER, team=make_team(line.team.department), superior=line.director)
    request = ask(line)
    with pytest.raises(PermissionDenied):
        services.approve(request, actor=other.user)
    stand_in(line.leader, other)
    services.approve(request, actor=again(other.user))
    step = request.steps.get(place=1)
    assert (step.acted_by, step.on_behalf_of, step.approver) == (other, line.leader, line.leader)
    event = Event.objects.get(verb="approvals.request.endorsed")
    assert event.after["on_behalf_of"] == "Zhao Lei"


def test_a_deputy_named_before_is_told_with_the_approver(line):
    other = make_employee(PostCode.SHIFT_LEADER, superior=line.director, site=line.agent.site)
    stand_in(line.leader, other)
    ask(line)
    told = Message.objects.filter(kind="approvals.waiting").values_list("recipient", flat=True)
    assert set(told) == {line.leader.user_id, other.user_id}


def test_a_no_ends_it_and_needs_a_reason(line):
    request = ask(line)
    with pytest.raises(RuleViolation) as refusal:
        services.reject(request, actor=line.leader.user, comment=" ")
    assert codes(refusal) == ["approvals.comment_needed"]
    request = services.reject(request, actor=line.leader.user, comment="not this month")
    assert steps(request) == [("Zhao Lei", "rejected"), ("Wang Li", "dropped")]
    assert [("rejected", line.team.pk)] == CALLED


def test_what_was_returned_is_sent_in_again_from_the_first_level_along_the_line_of_then(line):
    request = services.approve(ask(line), actor=line.leader.user)
    request = services.return_to_applicant(request, actor=line.director.user, comment="which day?")
    assert (request.state, request.closed_at) == (State.RETURNED, None)
    successor = make_employee(PostCode.SHIFT_LEADER, superior=line.director, name="New Leader")
    today = line.agent.site.today()
    changes.change_superior(line.agent, successor, start=today, actor=None)
    request = services.send_in_again(request, actor=line.agent.user, reason="on Friday")
    assert steps(request)[2:] == [("New Leader", "open"), ("Wang Li", "waiting")]
    assert (request.round, request.reason) == (2, "on Friday")


def test_the_applicant_withdraws_until_it_is_decided_and_nobody_else_does(line):
    request = ask(line)
    with pytest.raises(PermissionDenied):
        services.withdraw(request, actor=line.leader.user)
    request = services.withdraw(request, actor=line.agent.user)
    assert steps(request) == [("Zhao Lei", "dropped"), ("Wang Li", "dropped")]
    assert not Clock.objects.running().exists()
    for act in (
        lambda: services.approve(request, actor=line.leader.user),
        lambda: services.withdraw(request, actor=line.agent.user),
    ):
        with pytest.raises(RuleViolation) as refusal:
            act()
        assert codes(refusal) == ["approvals.not_open"]


def test_who_steps_aside_is_followed_by_the_next_level(line):
    request = services.recuse(ask(line), actor=line.leader.user, comment="my cousin")
    assert steps(request) == [("Zhao Lei", "recused"), ("Wang Li", "open")]
    request = services.recuse(request, actor=line.director.user, comment="mine too")
    assert steps(request) == [("Zhao Lei", "recused"), ("Wang Li", "recused"), ("Shen Wei", "open")]
    with pytest.raises(RuleViolation) as refusal:
        services.recuse(request, actor=line.manager.user, comment="and mine")
    assert codes(refusal) == ["approvals.nobody_above_recused"]
    assert services.approve(request, actor=line.manager.user).state == State.APPROVED


def test_a_party_in_the_line_is_passed_over(line):
    UNTIL["parties"] = (line.leader.pk,)
    assert steps(ask(line)) == [("Wang Li", "open")]


def test_a_gap_in_the_line_is_refused_before_anything_is_written(line):
    lonely = make_employee()
    with pytest.raises(RuleViolation) as refusal:
        ask(line, lonely)
    assert codes(refusal) == ["approvals.nobody_above"]
    assert not Request.objects.exists()


def test_the_same_is_not_asked_twice_at_a_time(line):
    first = ask(line)
    with pytest.raises(RuleViolation) as refusal:
        ask(line)
    assert codes(refusal) == ["approvals.asked_already"]
    services.withdraw(first, actor=line.agent.user)
    assert ask(line).pk != first.pk


def test_nobody_asks_for_another_unless_the_room_has_its_own_rule(line):
    with pytest.raises(PermissionDenied):
        services.start("tests.move", line.team, applicant=line.agent, actor=line.leader.user)
    assert services.start("tests.move", line.team, applicant=line.agent, actor=None).applicant == line.agent


def test_a_request_that_is_no_report_skips_no_level(line):
    with pytest.raises(RuleViolation) as refusal:
        ask(line, skip_level=True)
    assert codes(refusal) == ["approvals.reports_only"]


def test_who_decides_what_is_decided_already_hears_by_whom(line):
    request = ask(line)
    shown = request.steps.get(state=StepState.OPEN).pk
    services.approve(request, actor=line.leader.user, step=shown)
    with pytest.raises(RuleViolation) as refusal:
        services.approve(request, actor=line.director.user, step=shown)
    assert codes(refusal) == ["approvals.step_decided"]
    assert "Zhao Lei" in refusal.value.sentences[0]


def test_a_step_that_the_request_does_not_have_is_refused(line):
    with pytest.raises(RuleViolation) as refusal:
        services.approve(ask(line), actor=line.leader.user, step=1_000_000_000)
    assert codes(refusal) == ["approvals.no_such_step"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "open", "opened_at": timezone.now()},  # a second open step
        {"approver": "agent"},
        {"applicant": "manager"},  # not the request's
        {"place": 1},
        {"state": "approved"},  # by nobody
        {"state": "approved", "acted_by": "agent", "on_behalf_of": "leader", "decided_at": timezone.now()},
        {"state": "approved", "acted_by": "director", "decided_at": timezone.now()},  # for whom?
    ],
)
def test_database_refuses_steps_that_must_never_be(line, wrong):
    request = ask(line)
    fields = {
        name: getattr(line, value) if hasattr(line, str(value)) else value for name, value in wrong.items()
    }
    step = Step(
        request=request, round=1, place=9, applicant=line.agent, approver=line.leader, state="waiting"
    )
    for name, value in fields.items():
        setattr(step, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        step.save()


def test_database_lets_no_decided_step_change_or_go(line):
    request = services.approve(ask(line), actor=line.leader.user)
    step = Step.objects.filter(request=request, place=1)
    for write in (lambda: step.update(comment="other words"), lambda: step.delete()):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            write()


def test_database_refuses_a_second_running_request_for_the_same(line):
    request = ask(line)
    request.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        request.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_of_the_approver_and_the_deputy_one_decides(line):
    other = make_employee(PostCode.SHIFT_LEADER, superior=line.director, site=line.agent.site)
    stand_in(line.leader, other)
    request = ask(line)
    shown = request.steps.get(state=StepState.OPEN).pk
    ended = outcomes(
        lambda: services.approve(request, actor=line.leader.user, step=shown),
        lambda: services.reject(request, actor=again(other.user), comment="no", step=shown),
    )
    assert ended in (["approvals.step_decided", "done"], ["approvals.not_open", "done"])
    assert Step.objects.get(pk=shown).state in (StepState.APPROVED, StepState.REJECTED)


@pytest.mark.django_db(transaction=True)
def test_of_approving_and_withdrawing_one_happens(line):
    request = services.approve(ask(line), actor=line.leader.user)
    ended = outcomes(
        lambda: services.approve(request, actor=line.director.user),
        lambda: services.withdraw(request, actor=line.agent.user),
    )
    assert ended == ["approvals.not_open", "done"]
    assert len(CALLED) == 1
    assert Employee.objects.filter(pk=line.agent.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_the_same_one_asks(line):
    other = make_employee(PostCode.AGENT, team=line.team, superior=line.leader)
    ended = outcomes(lambda: ask(line), lambda: ask(line, other))
    assert ended == ["approvals.asked_already", "done"]
