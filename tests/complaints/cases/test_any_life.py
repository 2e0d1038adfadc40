"""Any life of a complaint: people of every post try every act in any order while time passes, and what must hold holds."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from callcenter.approvals import services as approvals
from callcenter.clocks.models import Clock
from callcenter.clocks.services import sweep
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from complaints.cases import services
from complaints.cases.models import About, Case, CaseEvent, Means, NumberSeries, Outcome, Remedy, State, Step
from complaints.cases.transitions import TRANSITIONS
from complaints.liability.judging.services import LiabilityFacts, judge
from tests.complaints.factories import Center, make_center, make_intake, running_request
from tests.workers import SOAK

EXAMPLES = 300 if SOAK else 10
START = datetime.datetime(2026, 3, 2, 1, 15, tzinfo=datetime.UTC)
WHO = st.sampled_from(
    ["agent", "leader", "officer", "director", "manager", "deputy_gm", "gm", "marketing", "lab"]
)
MOSTLY_OFFICER = st.sampled_from(["officer"] * 6 + ["agent", "director", "lab", "leader"])
WORDS = st.sampled_from(["Because.", "", "因为如此。"])
DEPARTMENT_STEPS = ("check_order", "investigate", "other")
PATH = set(TRANSITIONS)


class AnyLife(RuleBasedStateMachine):
    """At most three forms of one chain or of one customer."""

    center: Center

    def __init__(self) -> None:
        super().__init__()
        self.time = time_machine.travel(START, tick=False)
        self.clock = self.time.start()
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        self.time.stop()

    def cases(self) -> list[Case]:
        return list(Case.objects.select_related("site", "owner__user", "customer", "cause").order_by("pk"))

    def one(self, pick: int) -> Case:
        found = self.cases()
        return found[pick % len(found)]

    def attempt(self, act: Callable[[], Any]) -> None:
        """Refused acts leave nothing behind: each runs in a transaction of its own."""
        try:
            with transaction.atomic():
                act()
        except (RuleViolation, PermissionDenied):
            pass

    @initialize(serious=st.booleans())
    def record(self, serious: bool) -> None:
        intake = make_intake(self.center, triggers=("injury",) if serious else ())
        services.record_case(intake, actor=self.center.user("agent"))

    def further(self, case: Case) -> None:
        """What the officer would do next, with everything it needs."""
        officer = self.center.user("officer")
        match case.state:
            case State.RECEIVED:
                services.submit(case, actor=self.center.user("agent"))
            case State.SUBMITTED:
                services.accept(case, actor=officer, owner=self.center.officer)
            case State.ACCEPTED:
                services.log_contact(
                    case, actor=officer, means=Means.PHONE, about=About.ACKNOWLEDGEMENT, words="Yes."
                )
                for step in Step.objects.filter(case=case, kind__in=DEPARTMENT_STEPS, done_at=None).order_by(
                    "position"
                ):
                    services.explain_late_step(step, actor=officer, reason="A busy week.")
                    services.finish_step(step, actor=officer, result="Looked at.")
                for step in Step.objects.filter(case=case, kind__in=DEPARTMENT_STEPS, overdue_reason=""):
                    services.explain_late_step(step, actor=officer, reason="A busy week.")
                services.write_findings(
                    case, actor=officer, text="Bent.", fault="own", outcome=Outcome.PARTLY
                )
                services.finish_investigation(case, actor=officer)
            case State.INVESTIGATED:
                services.give_verdict(
                    case,
                    actor=officer,
                    is_own_quality_problem=True,
                    is_human_negligence=True,
                    is_improvement_tracked=False,
                )
                services.propose_remedies(case, [services.RemedyFacts(Remedy.EXPLANATION)], actor=officer)
                judge(case, LiabilityFacts(self.center.department, "Bent."), actor=officer)
                services.submit_report(case, actor=officer, text="As it was.")
            case State.REPORTED:
                while request := running_request(case):
                    step = request.steps.get(state="open")
                    approvals.approve(request, actor=step.approver.user, comment="Yes.")
            case State.DECIDED | State.NOT_UPHELD:
                services.convey(case, actor=officer, means=Means.LETTER, words="This is our decision.")
            case State.CONVEYED:
                services.record_answer(case, actor=officer, accepts=True, words="Fine.")
            case State.EXECUTING:
                services.close(case, actor=officer)

    @rule(pick=st.integers(0, 5))
    def go_on(self, pick: int) -> None:
        case = self.one(pick)
        self.attempt(lambda: self.further(case))

    @rule(pick=st.integers(0, 5))
    def go_on_at_once(self, pick: int) -> None:
        """The same again: half of all acts lead on, or nobody would ever come far."""
        self.go_on(pick)

    @rule(pick=st.integers(0, 5))
    def go_on_twice(self, pick: int) -> None:
        for _turn in range(2):
            self.go_on(pick)

    @rule()
    def record_another(self) -> None:
        if len(self.cases()) < 3:
            customer = self.cases()[0].customer
            services.record_case(make_intake(self.center, customer=customer), actor=self.center.user("agent"))

    @rule(hours=st.sampled_from([1, 5, 20, 26, 80]))
    def time_passes(self, hours: int) -> None:
        self.clock.shift(datetime.timedelta(hours=hours))
        sweep()
        services.mark_overdue()

    @rule(who=WHO, pick=st.integers(0, 5), words=WORDS)
    def send_on(self, who: str, pick: int, words: str) -> None:
        case, actor = self.one(pick), self.center.user(who)
        self.attempt(lambda: services.submit(case, actor=actor))
        self.attempt(lambda: services.accept(case, actor=actor, owner=self.center.officer))

    @rule(who=MOSTLY_OFFICER, pick=st.integers(0, 5), words=WORDS, act=st.sampled_from(["send_back", "redirect", "resume_investigation", "take_back_report"]))  # fmt: skip
    def send_back(self, who: str, pick: int, words: str, act: str) -> None:
        case = self.one(pick)
        self.attempt(lambda: getattr(services, act)(case, actor=self.center.user(who), reason=words))

    @rule(
        who=MOSTLY_OFFICER,
        pick=st.integers(0, 5),
        about=st.sampled_from(list(About)),
        is_promise=st.booleans(),
        words=WORDS,
    )
    def talk(self, who: str, pick: int, about: About, is_promise: bool, words: str) -> None:
        case = self.one(pick)
        self.attempt(
            lambda: services.log_contact(
                case,
                actor=self.center.user(who),
                means=Means.PHONE,
                about=about,
                words=words,
                is_promise=is_promise,
            )
        )

    @rule(who=WHO, pick=st.integers(0, 9), words=WORDS, skip=st.booleans(), explain=st.booleans())
    def do_a_step(self, who: str, pick: int, words: str, skip: bool, explain: bool) -> None:
        found = list(Step.objects.select_related("case").order_by("pk"))
        if not found:
            return
        step, actor = found[pick % len(found)], self.center.user(who)
        if explain:
            self.attempt(lambda: services.explain_late_step(step, actor=actor, reason=words))
        if skip:
            self.attempt(lambda: services.skip_step(step, actor=actor, reason=words))
        else:
            self.attempt(lambda: services.finish_step(step, actor=actor, result=words))

    @rule(
        who=MOSTLY_OFFICER,
        pick=st.integers(0, 5),
        outcome=st.sampled_from(list(Outcome)),
        fault=st.sampled_from(["own", "customer", "third_party", ""]),
    )
    def find(self, who: str, pick: int, outcome: Outcome, fault: str) -> None:
        case, actor = self.one(pick), self.center.user(who)
        self.attempt(
            lambda: services.write_findings(
                case, actor=actor, text="So it was.", fault=fault, outcome=outcome
            )
        )
        self.attempt(lambda: services.finish_investigation(case, actor=actor))

    @rule(
        who=MOSTLY_OFFICER,
        pick=st.integers(0, 5),
        negligent=st.booleans(),
        tracked=st.booleans(),
        amount=st.sampled_from([0, 300, 501, 6000]),
    )
    def propose(self, who: str, pick: int, negligent: bool, tracked: bool, amount: int) -> None:
        case, actor = self.one(pick), self.center.user(who)
        self.attempt(
            lambda: services.give_verdict(
                case,
                actor=actor,
                is_own_quality_problem=True,
                is_human_negligence=negligent,
                is_improvement_tracked=tracked,
            )
        )
        line = services.RemedyFacts(Remedy.COMPENSATION if amount else Remedy.APOLOGY, Decimal(amount))
        self.attempt(lambda: services.propose_remedies(case, [line], actor=actor))
        self.attempt(lambda: services.submit_report(case, actor=actor, text="We propose this."))

    @rule(
        pick=st.integers(0, 5),
        act=st.sampled_from(["approve", "approve", "approve", "reject", "return_to_applicant"]),
        words=WORDS,
    )
    def decide(self, pick: int, act: str, words: str) -> None:
        request = running_request(self.one(pick))
        if request is None:
            return
        approver = request.steps.get(state="open").approver
        self.attempt(lambda: getattr(approvals, act)(request, actor=approver.user, comment=words))

    @rule(
        who=MOSTLY_OFFICER,
        pick=st.integers(0, 5),
        means=st.sampled_from([Means.PHONE, Means.LETTER]),
        accepts=st.booleans(),
        words=WORDS,
    )
    def tell(self, who: str, pick: int, means: Means, accepts: bool, words: str) -> None:
        case, actor = self.one(pick), self.center.user(who)
        self.attempt(lambda: services.convey(case, actor=actor, means=means, words="This is our decision."))
        if len(self.cases()) < 3 or accepts:
            self.attempt(lambda: services.record_answer(case, actor=actor, accepts=accepts, words=words))

    @rule(who=MOSTLY_OFFICER, pick=st.integers(0, 5), words=WORDS)
    def end(self, who: str, pick: int, words: str) -> None:
        case, actor = self.one(pick), self.center.user(who)
        self.attempt(
            lambda: services.explain_overdue(
                case,
                actor=actor,
                reason=words,
                expected_close_on=case.site.today(),
                means=Means.PHONE,
                apology="Sorry.",
            )
        )
        self.attempt(lambda: services.close(case, actor=actor))

    @rule(who=MOSTLY_OFFICER, pick=st.integers(0, 5), words=WORDS, really=st.integers(0, 3))
    def withdraw(self, who: str, pick: int, words: str, really: int) -> None:
        case = self.one(pick)
        if really == 0:
            self.attempt(lambda: services.withdraw(case, actor=self.center.user(who), words=words))

    @invariant()
    def closed_only_with_what_closing_needs(self) -> None:
        for case in self.cases():
            if case.state not in (State.CLOSED, State.NOT_ACCEPTED):
                continue
            about = list(case.contacts.values_list("about", "means", "is_ours"))
            means = {m for a, m, ours in about if a == About.DECISION and ours}
            assert case.number
            assert case.reports.filter(is_approved=True).exists()
            assert means
            assert not case.is_serious or Means.LETTER in means
            assert any(a == About.ANSWER and not ours for a, _m, ours in about)
            assert any(a == About.ACKNOWLEDGEMENT and ours for a, _m, ours in about)
            findings = case.findings
            assert None not in (
                findings.is_own_quality_problem,
                findings.is_human_negligence,
                findings.is_improvement_tracked,
            )
            assert (
                not Step.objects.filter(case=case, kind__in=DEPARTMENT_STEPS)
                .exclude(state__in=["done", "skipped"])
                .exists()
            )
            if case.state == State.CLOSED and case.overdue_at is not None:
                assert any(a == About.APOLOGY for a, _m, _o in about)

    @invariant()
    def every_move_is_a_row_of_the_table(self) -> None:
        for case in self.cases():
            at = ""
            for event in CaseEvent.objects.filter(case=case, kind__in=PATH).order_by("pk"):
                row = TRANSITIONS[event.kind]
                assert event.from_state == at
                assert (not row.sources and at == "") or State(at) in row.sources
                assert event.to_state == row.target
                at = event.to_state
            assert case.state == at

    @invariant()
    def nothing_is_promised_before_the_decision(self) -> None:
        for case in self.cases():
            for contact in case.contacts.filter(is_promise=True):
                assert case.decided_at is not None
                assert contact.recorded_at is not None

    @invariant()
    def numbers_have_no_gap(self) -> None:
        for series in NumberSeries.objects.all():
            given = Case.objects.filter(number_series=series.series).values_list("number_seq", flat=True)
            assert sorted(given) == list(range(1, series.last + 1))

    @invariant()
    def clocks_run_only_for_what_is_open_and_agree_with_it(self) -> None:
        for case in self.cases():
            running = Clock.objects.of(case).running()
            closing = running.filter(kind__startswith="cases.close")
            assert closing.count() == (1 if case.is_running else 0)
            if case.is_running:
                assert closing.get().due_at == case.due_at
            else:
                assert not running.exists()
            assert (case.state == State.INVESTIGATED) == running.filter(kind="cases.report").exists()
            was_late = case.due_at is not None and (case.closed_at or timezone.now()) > case.due_at
            assert was_late or case.overdue_at is None

    @invariant()
    def a_rung_tells_each_person_once(self) -> None:
        keys = list(Message.objects.filter(kind__startswith="cases.").values_list("kind", "key", "recipient"))
        assert len(keys) == len(set(keys))


@pytest.mark.django_db
def test_any_life_of_a_complaint_keeps_what_must_hold() -> None:
    AnyLife.center = make_center(time_zone="Asia/Shanghai")
    run_state_machine_as_test(
        AnyLife,
        settings=settings(
            max_examples=25,
            stateful_step_count=45,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
