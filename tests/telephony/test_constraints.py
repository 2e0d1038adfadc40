"""The database refuses facts that can never be true, whoever writes them."""

from typing import Any

import pytest
from django.db import IntegrityError

from callcenter.telephony.facts.partitions import ensure_partitions
from callcenter.telephony.models import AgentInterval, Call, QueueInterval
from tests.factories import make_site
from tests.telephony.factories import DAY, moment

CALL: dict[str, Any] = {
    "feed": "calls:x",
    "day": DAY,
    "half_hour": 20,
    "outcome": 1,
    "started_at": moment("2026-03-02 02:00"),
    "ended_at": moment("2026-03-02 02:01"),
    "source_row": 2,
}
INTERVAL: dict[str, Any] = {
    "feed": "x",
    "day": DAY,
    "half_hour": 20,
    "starts_at": moment("2026-03-02 02:00"),
    "minutes": 30,
    "source_row": 2,
}
COUNTS: dict[str, Any] = {"offered": 5, "answered": 4, "abandoned": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "fields", "constraint"),
    [
        (Call, CALL | {"wait_seconds": -1}, "call_lengths_are_not_negative"),
        (Call, CALL | {"half_hour": 48}, "call_half_hour_is_0_to_47"),
        (Call, CALL | {"outcome": 4}, "call_outcome_is_a_known_one"),
        (Call, CALL | {"ended_at": moment("2026-03-02 01:59")}, "call_ends_after_it_started"),
        (QueueInterval, INTERVAL | COUNTS | {"answered": -1}, "queue_interval_figures_are_not_negative"),
        (QueueInterval, INTERVAL | COUNTS | {"half_hour": -1}, "queue_interval_half_hour_is_0_to_47"),
        (QueueInterval, INTERVAL | COUNTS | {"minutes": 0}, "queue_interval_lasts_1_minute_to_a_day"),
        (
            QueueInterval,
            INTERVAL | COUNTS | {"answered_in_target": 5},
            "queue_interval_parts_are_within_their_whole",
        ),
        (
            AgentInterval,
            INTERVAL | {"agent_id": 1, "login_seconds": -1},
            "agent_interval_figures_are_not_negative",
        ),
        (AgentInterval, INTERVAL | {"agent_id": 1, "half_hour": 48}, "agent_interval_half_hour_is_0_to_47"),
        (
            AgentInterval,
            INTERVAL | {"agent_id": 1, "minutes": 1441},
            "agent_interval_lasts_1_minute_to_a_day",
        ),
    ],
)
def test_a_row_that_can_never_be_true_is_refused(model: Any, fields: dict[str, Any], constraint: str) -> None:
    ensure_partitions(DAY, since=DAY)
    site = make_site()
    with pytest.raises(IntegrityError, match=constraint):
        model.objects.create(site=site, **fields)


@pytest.mark.django_db
def test_a_month_that_nobody_made_takes_no_rows() -> None:
    with pytest.raises(IntegrityError, match="no partition"):
        Call.objects.create(site=make_site(), **(CALL | {"day": "2077-01-01"}))
