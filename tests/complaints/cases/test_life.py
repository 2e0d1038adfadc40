"""A complaint from receipt to close through the services, and what each act leaves behind."""

import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import translation

from callcenter.audit.models import Event
from callcenter.clocks.models import Clock
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from complaints.cases import log, services
from complaints.cases.models import CaseEvent, Outcome, State, Step, StepKind
from tests.complaints.factories import decide, make_center, make_intake, taken_to

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_a_complaint_goes_from_receipt_to_close() -> None:
    center = make_center()
    case = taken_to(center, State.CLOSED)
    assert case.state == State.CLOSED
    assert case.closed_at is not None
    assert case.overdue_at is None
    kinds = list(
        CaseEvent.objects.filter(case=case).exclude(from_state="", to_state="").values_list("kind", flat=True)
    )
    assert kinds == [
        "record", "submit", "accept", "finish_investigation", "submit_report", "decide", "convey", "accept_decision", "close",
    ]  # fmt: skip
    assert not Clock.objects.of(case).running().exists()
    assert not Step.objects.filter(case=case, done_at=None).exists()
    verbs = set(
        Event.objects.filter(subject_id=case.pk, verb__startswith="cases.case").values_list("verb", flat=True)
    )
    assert {"cases.case.recorded", "cases.case.accepted", "cases.case.decided", "cases.case.closed"} <= verbs


@time_machine.travel(datetime.datetime(2026, 3, 2, 9, 15, tzinfo=SHANGHAI), tick=False)
def test_six_days_end_with_the_sixth_day() -> None:
    """Worked example 1 of the manual: accepted 2026-03-02 09:15, due 2026-03-08 23:59:59."""
    case = taken_to(make_center(time_zone="Asia/Shanghai"), State.ACCEPTED)
    assert case.due_at == datetime.datetime(2026, 3, 8, 23, 59, 59, tzinfo=SHANGHAI)
    assert case.number == "KS-202603-0001"


def test_closed_after_the_deadline_it_was_overdue_for_ever() -> None:
    center = make_center(time_zone="Asia/Shanghai")
    with time_machine.travel(datetime.datetime(2026, 3, 2, 9, 15, tzinfo=SHANGHAI), tick=False):
        case = taken_to(center, State.EXECUTING)
    with time_machine.travel(datetime.datetime(2026, 3, 9, 0, 10, tzinfo=SHANGHAI), tick=False):
        with pytest.raises(RuleViolation) as refused:
            services.close(case, actor=center.user("officer"))
        assert [one.code for one in refused.value.objections] == ["cases.apology_missing"]
        services.explain_overdue(
            case, actor=center.user("officer"), reason="The laboratory was closed.",
            expected_close_on=datetime.date(2026, 3, 9), means="phone", apology="We are sorry.",
        )  # fmt: skip
        case = services.close(case, actor=center.user("officer"))
    assert case.overdue_at == datetime.datetime(2026, 3, 8, 23, 59, 59, tzinfo=SHANGHAI)


def test_who_does_not_accept_gets_a_new_form_with_its_own_six_days() -> None:
    center = make_center()
    case = taken_to(center, State.NOT_ACCEPTED)
    child = case.child
    assert (child.parent, child.root, child.chain_seq, child.state) == (case, case, 1, State.SUBMITTED)
    child = services.accept(child, actor=center.user("officer"))
    assert child.number != case.number
    assert child.due_at is not None


def test_a_complaint_that_is_not_upheld_is_told_and_closed() -> None:
    case = taken_to(make_center(), State.CLOSED, outcome=Outcome.NOT_SUBSTANTIATED)
    assert case.outcome == Outcome.NOT_SUBSTANTIATED
    kinds = set(case.events.values_list("kind", flat=True))
    assert "decide_not_upheld" in kinds


def test_intake_data_of_the_cause_are_asked_for_before_it_is_submitted() -> None:
    center = make_center()
    case = services.record_case(make_intake(center, lot_no="", demand=""), actor=center.user("agent"))
    with pytest.raises(RuleViolation) as refused:
        services.submit(case, actor=center.user("agent"))
    assert {(one.code, one.field) for one in refused.value.objections} == {
        ("cases.demand_missing", "demand"), ("cases.intake_data", "lot_no"),
    }  # fmt: skip
    services.change_case(case, {"not_applicable": ["lot_no", "demand"]}, actor=center.user("agent"))
    assert services.submit(case, actor=center.user("agent")).state == State.SUBMITTED


def test_a_refused_report_is_written_anew_and_decided_then() -> None:
    from callcenter.approvals import services as approvals
    from tests.complaints.factories import running_request

    center = make_center()
    case = taken_to(center, State.REPORTED)
    request = running_request(case)
    assert request is not None
    approvals.reject(request, actor=center.user("director"), comment="Too thin.")
    case.refresh_from_db()
    assert case.state == State.INVESTIGATED
    services.submit_report(case, actor=center.user("officer"), text="With the photographs.")
    assert decide(case).state == State.DECIDED
    assert [(r.round, r.is_approved) for r in case.reports.all()] == [(1, False), (2, True)]


def test_the_steps_are_done_in_their_order() -> None:
    center = make_center()
    case = taken_to(center, State.ACCEPTED)
    order = Step.objects.get(case=case, kind=StepKind.CHECK_ORDER)
    cause = Step.objects.get(case=case, kind=StepKind.INVESTIGATE)
    assert (order.state, cause.state) == ("running", "waiting")
    with pytest.raises(RuleViolation, match="step_waits"):
        services.finish_step(cause, actor=center.user("lab"), result="A bent lid.")
    services.finish_step(order, actor=center.user("marketing"), result="Order is right.")
    cause.refresh_from_db()
    assert cause.state == "running"
    services.finish_step(cause, actor=center.user("lab"), result="A bent lid.")


def test_what_is_told_is_in_the_words_of_whoever_reads_it_not_of_who_acts() -> None:
    """The deputy GM decides in Chinese, the owner reads in English."""
    center = make_center()
    case = taken_to(center, State.REPORTED)
    with translation.override("zh-hans"):
        decide(case)
    told = Message.objects.filter(kind="cases.decided", recipient=case.owner.user).get()
    with translation.override("en"):
        english = told.sentence
    with translation.override("zh-hans"):
        chinese = told.sentence
    assert english.endswith(": Substantiated")
    assert chinese.endswith("成立")


def test_the_log_writes_sums_with_separators() -> None:
    center = make_center()
    case = taken_to(center, State.INVESTIGATED)
    line = log.note(case, "remedies", actor=None, data={"total": "1800.00"})
    assert log.sentence(line) == "Remedies proposed: 1,800 in all"
