"""The whole life of an order as a state machine: whoever does whatever in any order, what must hold holds."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from callcenter.clocks.models import Clock
from callcenter.objections import RuleViolation
from complaints.workorders import moving, steps
from complaints.workorders.models import WorkOrder
from complaints.workorders.states import FINAL, State
from complaints.workorders.transitions import BY_KEY, TRANSITIONS, Who
from tests.complaints.workorders.factories import make_floor, make_order

KEYS = [one.key for one in TRANSITIONS if one.key != "record" and one.key != "upgrade"]
ROLES = ("agent", "leader", "manager", "coordinator", "handler", "second_handler", "carrier")
HOUR = datetime.timedelta(hours=1)


class LifeOfAnOrder(RuleBasedStateMachine):
    """Every step by everybody; refusals change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def take(self) -> None:
        self.floor = make_floor()
        self.order = make_order(self.floor)
        self.owner = self.order.owner_id

    def values(self, key: str, department: str) -> dict[str, Any]:
        soon = timezone.now() + HOUR
        ticket = moving.open_ticket(self.order)
        handler = self.floor.handler
        if ticket is not None and ticket.department_id == self.floor.delivery.pk:
            handler = self.floor.carrier
        if ticket is not None and ticket.department_id == self.floor.coordination.pk:
            handler = self.floor.coordinator
        given: dict[str, dict[str, Any]] = {
            "transfer": {
                "department": getattr(self.floor, department),
                "problem": "p",
                "reason": "r",
                "required_by": soon,
                "promised_reply_at": soon,
            },
            "receive": {"handler": handler},
            "feedback": {"handling": "h", "result": "r", "satisfaction": "unknown"},
            "answer": {"means": "phone", "words": "w"},
            "inform": {"means": "phone", "words": "w"},
            "reprocess": {"words": "w", "required_by": soon},
            "resume": {},
            "confirm": {},
            "close": {},
        }
        return given.get(key, {"words": "w"})

    @rule(
        key=st.sampled_from(KEYS),
        role=st.sampled_from(ROLES),
        department=st.sampled_from(["cards", "delivery"]),
    )
    def step(self, key: str, role: str, department: str) -> None:
        """Anything by anybody."""
        self.attempt(key, role, department)

    def attempt(self, key: str, role: str, department: str) -> None:
        before = WorkOrder.objects.get(pk=self.order.pk)
        logged = before.events.count()
        actor = getattr(self.floor, role)
        handled = before.tickets.filter(handler=actor).exists()
        try:
            with transaction.atomic():
                steps.take(
                    key,
                    before,
                    actor=type(actor.user).objects.get(pk=actor.user_id),
                    **self.values(key, department),
                )
        except (RuleViolation, PermissionDenied):
            self.order.refresh_from_db()
            assert self.order.state == before.state
            assert self.order.events.count() == logged
            return
        self.order.refresh_from_db()
        assert before.state in BY_KEY[key].sources
        is_redirected = key == "return" and self.order.state == State.TRANSFERRED
        assert self.order.state == BY_KEY[key].target or is_redirected
        assert self.order.events.count() == logged + 1
        if BY_KEY[key].who is Who.KEEPER:
            assert not handled

    @rule(department=st.sampled_from(["cards", "delivery"]))
    def go_on(self, department: str) -> None:
        """The next step by whoever's it is: so that long lives are seen as well."""
        ahead = {
            State.NEW: ("transfer", "agent"), State.RETURNED: ("transfer", "agent"), State.FEEDBACK: ("inform", "agent"),
            State.INFORMED: ("object", "agent"), State.UNSATISFIED: ("reprocess", "agent"),
            State.TRANSFERRED: ("receive", ""), State.RECEIVED: ("contact", ""), State.IN_PROGRESS: ("feedback", ""),
            State.REPROCESSING: ("feedback", ""), State.WAITING: ("resume", ""),
        }  # fmt: skip
        if self.order.state not in ahead:
            return
        key, role = ahead[State(self.order.state)]
        if not role:
            ticket = moving.open_ticket(self.order)
            assert ticket is not None
            people = {
                self.floor.cards.pk: "handler",
                self.floor.delivery.pk: "carrier",
                self.floor.coordination.pk: "coordinator",
            }
            role = people[ticket.department_id]
            if ticket.handler_id == self.floor.second_handler.pk:
                role = "second_handler"
        self.attempt(key, role, department)

    @invariant()
    def what_must_hold(self) -> None:
        if not hasattr(self, "order"):
            return
        order = WorkOrder.objects.get(pk=self.order.pk)
        assert order.owner_id == self.owner
        assert order.returns <= 2
        assert order.tickets.filter(ended_at=None).count() <= 1
        if order.state == State.CLOSED:
            told = order.events.filter(transition__in=["inform", "answer"]).order_by("-at", "-pk").first()
            said = order.events.filter(transition="confirm").order_by("-at", "-pk").first()
            assert told is not None
            assert said is not None
            assert said.pk > told.pk
            assert order.informed_at is not None
            assert order.is_satisfied
        if order.state in FINAL:
            assert not Clock.objects.of(order).running().exists()
            assert not order.tickets.filter(ended_at=None).exists()


@pytest.mark.django_db
def test_any_life_of_a_work_order_keeps_what_must_hold() -> None:
    run_state_machine_as_test(
        LifeOfAnOrder,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
