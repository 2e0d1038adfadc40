"""The floor of the demo center."""

import pytest
import time_machine

from staffing.floor import demo
from staffing.floor.breaks.models import Break
from staffing.floor.dutylogs.models import DutyLog
from staffing.floor.handovers.models import Handover
from tests.staffing.floor.conftest import Floor
from tests.staffing.floor.factories import at


@pytest.mark.usefixtures("db")
def test_the_demo_has_breaks_logs_and_handovers_once(
    floor: Floor, nine_in_the_morning: time_machine.Traveller
) -> None:
    nine_in_the_morning.move_to(at(floor.ann, "18:00"))
    assert demo.make(floor.site) > 0
    assert Break.objects.filter(returned_at__isnull=False).count() == 12
    assert DutyLog.objects.filter(locked_at__isnull=False).count() == 2
    assert Handover.objects.filter(incoming_signed_at__isnull=False).count() == 2
    assert demo.make(floor.site) == 0
