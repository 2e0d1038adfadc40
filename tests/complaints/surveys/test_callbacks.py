"""Every closed complaint is called back; who is unsatisfied is worked for again (S1-17, S1-18, S1-36, S2A-29)."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.clocks.services import running_clock, sweep
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from complaints.cases.models import Case, State
from complaints.surveys.callbacks import follow_up, rules, services
from complaints.surveys.callbacks.deadlines import CALLBACK
from complaints.surveys.callbacks.models import Callback, CallbackState, Reach
from complaints.surveys.callbacks.work_again import call_again
from complaints.surveys.ratings import services as ratings
from complaints.surveys.ratings.services import Ask, Way
from complaints.workorders.orders import services as orders
from complaints.workorders.orders.categories import make_first_categories
from tests.complaints.factories import Center, make_center, taken_to
from tests.complaints.surveys.factories import BAD, GOOD, make_callback, make_closed_case
from tests.factories import make_employee, make_team
from tests.rulebook.factories import set_value
from tests.together import together

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def center() -> Center:
    return make_center()


def codes(refused: pytest.ExceptionInfo[RuleViolation]) -> list[str]:
    return [one.code for one in refused.value.objections]


def test_every_closed_complaint_is_called_back_within_24_hours(center: Center) -> None:
    case = taken_to(center, State.CLOSED)
    callback = Callback.objects.get(case=case)
    assert (callback.owner, callback.state, callback.loop) == (center.officer, CallbackState.WAITING, 1)
    assert callback.due_at - case.closed_at < 24 * HOUR + datetime.timedelta(minutes=1)
    clock = running_clock(CALLBACK, callback)
    assert clock is not None
    assert (clock.due_at, clock.owner) == (callback.due_at, center.officer.user)


def test_a_complaint_that_ends_not_accepted_is_called_back_as_well(center: Center) -> None:
    case = taken_to(center, State.NOT_ACCEPTED)
    assert Callback.objects.get().case == case


def test_nobody_is_called_back_about_a_complaint_that_is_withdrawn(center: Center) -> None:
    from complaints.cases.services import withdraw

    case = taken_to(center, State.ACCEPTED)
    withdraw(case, actor=center.user("officer"), words="Found the receipt.")
    assert not Callback.objects.exists()


def test_the_team_of_the_rulebook_calls_and_never_whom_it_is_about(center: Center) -> None:
    team = make_team(center.department, code="callers")
    about, other = make_employee(team=team), make_employee(team=team)
    case = make_closed_case(site=center.site, owner=center.officer, about=about)
    set_value("survey.callback_team", "callers", center.site)
    assert services.caller(case) == other
    assert services.begin(case, actor=None).owner == other


def test_a_call_not_answered_is_counted_and_given_up_after_the_attempts_of_the_rulebook() -> None:
    callback = make_callback()
    caller = callback.owner.user
    for missed in (1, 2):
        services.log_attempt(callback, Reach.NOT_REACHED, actor=caller)
        with pytest.raises(RuleViolation) as refused:
            services.give_up(callback, actor=caller)
        assert codes(refused) == ["callbacks.try_again"]
        assert refused.value.objections[0].figures == {"missed": missed, "attempts": 3}
    services.log_attempt(callback, Reach.NOT_REACHED, actor=caller)
    done = services.give_up(callback, actor=caller)
    assert done.state == CallbackState.UNREACHABLE
    assert running_clock(CALLBACK, done) is None
    assert callback.attempts.count() == 3


def test_the_customer_says_when_to_be_called_again() -> None:
    callback = make_callback()
    caller, wish = callback.owner.user, timezone.now() + 3 * HOUR
    with pytest.raises(RuleViolation) as refused:
        services.log_attempt(callback, Reach.LATER, actor=caller)
    assert codes(refused) == ["callbacks.moment_needed"]
    with pytest.raises(RuleViolation) as refused:
        services.log_attempt(callback, Reach.LATER, actor=caller, next_at=timezone.now() - HOUR)
    assert codes(refused) == ["callbacks.moment_out_of_reach"]
    assert services.log_attempt(callback, Reach.LATER, actor=caller, next_at=wish).next_at == wish


def test_a_satisfied_customer_ends_it() -> None:
    callback = make_callback()
    done = services.fill(callback, GOOD, actor=callback.owner.user, words="Fine.")
    assert (done.state, done.response is not None) == (CallbackState.SATISFIED, True)
    assert done.done_at is not None
    assert running_clock(CALLBACK, done) is None
    assert Event.objects.filter(verb="surveys.callback.satisfied").exists()


def test_an_answer_by_the_link_is_the_answer_of_the_call() -> None:
    case = make_closed_case()
    invitation = ratings.invite(case, Ask(Way.LINK), actor=None)
    callback = make_callback(case)
    ratings.answer(invitation, GOOD)
    callback.refresh_from_db()
    assert callback.state == CallbackState.SATISFIED


def test_an_unsatisfied_customer_cannot_be_finished_but_by_work_or_the_manager(center: Center) -> None:
    case = make_closed_case(site=center.site, owner=center.officer)
    callback = make_callback(case)
    officer, director = center.user("officer"), center.user("director")
    done = services.fill(callback, BAD, actor=officer)
    assert (done.state, done.done_at) == (CallbackState.UNSATISFIED, None)
    for act in (
        lambda: services.decline(callback, actor=officer, words="No."),
        lambda: services.give_up(callback, actor=officer),
        lambda: services.fill(callback, GOOD, actor=officer),
    ):
        with pytest.raises(RuleViolation) as refused:
            act()
        assert codes(refused) == ["callbacks.not_from_here"]
    with pytest.raises(PermissionDenied):
        follow_up.let_rest(callback, actor=officer, reason="Enough.")
    with pytest.raises(RuleViolation) as refused:
        follow_up.let_rest(callback, actor=director, reason=" ")
    assert codes(refused) == ["callbacks.reason_needed"]
    rest = follow_up.let_rest(callback, actor=director, reason="Asks for what the law does not give.")
    assert (rest.state, rest.decided_by) == (CallbackState.LET_REST, director)


def test_the_database_refuses_to_leave_it_so_without_somebody_and_a_reason() -> None:
    callback = make_callback()
    services.fill(callback, BAD, actor=callback.owner.user)
    with pytest.raises(IntegrityError, match="left_so_by_somebody"), transaction.atomic():
        Callback.objects.filter(pk=callback.pk).update(state="let_rest", done_at=timezone.now())
    with pytest.raises(IntegrityError, match="with_a_verdict_has_an_answer"), transaction.atomic():
        Callback.objects.filter(pk=make_callback().pk).update(state="satisfied", done_at=timezone.now())


def test_a_disputed_decision_becomes_a_new_form_with_the_old_one_attached(center: Center) -> None:
    case = taken_to(center, State.CLOSED)
    callback = Callback.objects.get(case=case)
    services.fill(callback, BAD, actor=center.user("officer"))
    child = follow_up.open_new_form(callback, actor=center.user("officer"), words="The amount is too small.")
    assert (child.parent, child.root, child.state) == (case, case, State.SUBMITTED)
    callback.refresh_from_db()
    assert (callback.state, callback.follow_up) == (CallbackState.REOPENED, child)


def test_where_the_customer_did_not_accept_the_new_form_that_is_there_is_taken(center: Center) -> None:
    case = taken_to(center, State.NOT_ACCEPTED)
    callback = Callback.objects.get(case=case)
    services.fill(callback, BAD, actor=center.user("officer"))
    child = follow_up.open_new_form(callback, actor=center.user("officer"), words="Still not right.")
    assert child == Case.objects.get(parent=case)


def test_a_smaller_matter_becomes_a_work_order_and_is_called_back_once_more_when_it_is_over(
    center: Center,
) -> None:
    make_first_categories(center.site)
    case = make_closed_case(site=center.site, owner=center.officer)
    callback = make_callback(case)
    services.fill(callback, BAD, actor=center.user("officer"))
    done = follow_up.work_again(callback, actor=center.user("officer"), words="Send the seal again.")
    order = done.follow_up
    assert (done.state, order.owner) == (CallbackState.REPROCESSING, center.officer)
    assert order.promised_reply_at is not None
    assert call_again() == 0
    orders.answer(order, actor=center.user("officer"), means="phone", words="Sent.")
    orders.confirm(order, actor=center.user("officer"))
    orders.close(order, actor=center.user("officer"))
    assert call_again() == 1
    assert call_again() == 0
    following = Callback.objects.get(case=case, state=CallbackState.WAITING)
    assert following.loop == 2


def test_after_three_rounds_the_center_manager_alone_decides(center: Center) -> None:
    case = make_closed_case(site=center.site, owner=center.officer)
    officer = center.user("officer")
    for loop in (1, 2, 3):
        callback = make_callback(case)
        assert callback.loop == loop
        services.fill(callback, BAD, actor=officer)
        if loop < 3:
            Callback.objects.filter(pk=callback.pk).update(
                state="let_rest", done_at=timezone.now(), decided_by=officer, decision="Again."
            )
    assert services.is_last(callback)
    with pytest.raises(PermissionDenied):
        follow_up.open_new_form(callback, actor=officer, words="Once more.")
    with pytest.raises(PermissionDenied):
        follow_up.let_rest(callback, actor=center.user("director"), reason="Enough.")
    told = Message.objects.filter(kind="surveys.customer_unsatisfied", subject_id=callback.pk)
    assert center.manager.user_id in set(told.values_list("recipient", flat=True))
    assert follow_up.let_rest(callback, actor=center.user("manager"), reason="Enough.").state == "let_rest"


def test_the_last_round_is_the_third() -> None:
    assert [rules.is_last_round(loop, 3) for loop in (2, 3, 4)] == [False, True, True]


def test_nobody_calls_about_a_complaint_against_themselves(center: Center) -> None:
    case = make_closed_case(site=center.site, owner=center.officer, about=center.director)
    callback = make_callback(case)
    assert not Callback.objects.visible_to(center.user("director")).exists()
    with pytest.raises(PermissionDenied):
        services.fill(callback, GOOD, actor=center.user("director"))
    with pytest.raises(RuleViolation) as refused:
        services.reassign(callback, center.director, actor=center.user("manager"))
    assert codes(refused) == ["callbacks.about_themselves"]


def test_the_clock_reminds_and_tells_the_managers_of_a_late_call(center: Center) -> None:
    callback = make_callback(make_closed_case(site=center.site, owner=center.officer))
    with time_machine.travel(callback.due_at + 25 * HOUR, tick=False):
        while sweep():
            pass
    told = Message.objects.filter(subject_id=running_clock(CALLBACK, callback).pk) | Message.objects.filter(
        kind__startswith="clocks"
    )
    assert center.manager.user_id in set(told.values_list("recipient", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_once_make_one_call_back() -> None:
    case = make_closed_case()
    together(lambda: services.begin(case, actor=None), lambda: services.begin(case, actor=None))
    assert Callback.objects.filter(case=case).count() == 1


def test_posts_without_a_grant_do_not_see_calls_of_the_site(center: Center) -> None:
    make_callback(make_closed_case(site=center.site, owner=center.officer))
    seen = {
        post: Callback.objects.visible_to(make_employee(post, site=center.site).user).count()
        for post in (PostCode.AGENT, PostCode.COMPLAINT_OFFICER, PostCode.HR)
    }
    assert seen == {PostCode.AGENT: 0, PostCode.COMPLAINT_OFFICER: 1, PostCode.HR: 0}
