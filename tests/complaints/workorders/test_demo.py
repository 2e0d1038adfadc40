"""The demo's work orders: every way they can go, once."""

import pytest

from complaints.workorders import demo
from complaints.workorders.models import CoordinationRequest, WorkOrder
from complaints.workorders.states import State
from tests.complaints.workorders.factories import make_floor
from tests.factories import make_site

pytestmark = pytest.mark.django_db


def test_the_demo_has_orders_in_many_states_and_makes_them_once() -> None:
    floor = make_floor()
    assert demo.make(floor.site) == len(demo.ASKED)
    states = set(WorkOrder.objects.values_list("state", flat=True))
    assert states >= {
        State.NEW, State.TRANSFERRED, State.RECEIVED, State.IN_PROGRESS, State.FEEDBACK, State.INFORMED, State.UNSATISFIED,
        State.REPROCESSING, State.RETURNED, State.CLOSED,
    }  # fmt: skip
    assert CoordinationRequest.objects.count() == 1
    assert demo.make(floor.site) == 0


def test_a_site_without_agents_gets_none() -> None:
    assert demo.make(make_site()) == 0
