"""A decision in the moment in which time settles the leave: one of them wins, and it is decided once."""

import pytest

from callcenter.approvals import services as approvals
from callcenter.audit.models import Event
from staffing.leave import undecided
from staffing.leave.cancelling import request_of
from staffing.leave.states import State
from tests.staffing.leave.factories import approve, ask, at, make_line, set_rule
from tests.staffing.swaps.test_races import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_approving_while_the_shift_ends_undecided(transactional_db, clock):
    line = make_line()
    set_rule("leave.undecided_at_end", "absence")
    leave = approve(ask(line), line.leader)
    clock.move_to(at("03-12 16:30"))
    ((late, shift),) = undecided.undecided(at("03-12 16:30"))
    settled = []
    results = together(
        lambda: approvals.approve(request_of(leave), actor=line.director.user),
        lambda: settled.append(undecided.settle(late, shift)),
    )
    leave.refresh_from_db()
    assert Event.objects.filter(verb="leave.decided").count() == 1
    if settled == [True]:
        assert leave.state == State.ABSENCE
        assert results[0] == ""
        assert results[1].startswith("approvals.")
    else:
        assert (leave.state, leave.was_undecided, results) == (State.APPROVED, False, ["", ""])
