"""What the tests of leave share: Tuesday 10 March 2026, 9:00 in Shanghai, and a line of four with shifts from the 12th."""

import pytest
import time_machine

from tests.staffing.leave.factories import Line, at, make_line


@pytest.fixture
def clock():
    """The time of the tests; `clock.move_to(at("03-12 08:00"))`."""
    with time_machine.travel(at("03-10 09:00"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def line(db, clock) -> Line:
    return make_line()
