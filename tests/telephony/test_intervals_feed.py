"""Interval statistics per queue and per agent."""

from pathlib import Path

import pytest

from callcenter.files.imports.registry import get
from callcenter.telephony.facts.models import AgentInterval, DayLoad, QueueInterval
from tests.factories import make_site
from tests.telephony.factories import make_source, moment

QUEUES = "date,interval,queue,offered,answered,answered in target,abandoned,talk time\n"
AGENTS = "starts_at,agent,handled,talk,idle,pause,login\n"


@pytest.mark.django_db
def test_queue_statistics_are_stored_by_interval(tmp_path: Path) -> None:
    site = make_site()
    text = (
        QUEUES
        + "2026-03-02,09:00-09:30,sales,42,39,33,3,1:30:00\n2026-03-02,09:30-10:00,sales,10,10,9,0,600\n"
    )
    importer = get("telephony.queue_intervals")
    mapping = importer.guess_mapping(QUEUES.strip().split(","))
    importer.apply(make_source(tmp_path / "q.csv", text, site, mapping))
    first = QueueInterval.objects.order_by("starts_at").first()
    assert first is not None
    assert (first.starts_at, first.half_hour, first.minutes) == (moment("2026-03-02 01:00"), 18, 30)
    assert (first.offered, first.answered, first.answered_in_target, first.talk_seconds) == (42, 39, 33, 5400)
    assert DayLoad.objects.get().feed == "queue-intervals:generic"


@pytest.mark.django_db
def test_agent_statistics_are_stored_by_interval(tmp_path: Path) -> None:
    site = make_site()
    importer = get("telephony.agent_intervals")
    mapping = importer.guess_mapping(AGENTS.strip().split(","))
    text = AGENTS + "2026-03-02 09:00,1017,6,900,600,120,1800\n"
    importer.apply(make_source(tmp_path / "a.csv", text, site, mapping))
    row = AgentInterval.objects.select_related("agent").get()
    assert (row.agent.code, row.handled, row.pause_seconds, row.login_seconds) == ("1017", 6, 120, 1800)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("2026-03-02,09:00,sales,42,43,33,3,0", "answered", "more than “offered”"),
        ("2026-03-02,09:00,sales,42,39,40,3,0", "answered in target", "more than “answered”"),
        ("2026-03-02,09:00,sales,,39,33,3,-1", "talk time", "must not be negative"),
        ("2026-03-02,09:00,sales,,39,33,3,0", "offered", "figure is missing"),
        ("2026-03-02,25:00,sales,42,39,33,3,0", "interval", "cannot be read"),
    ],
)
def test_figures_that_cannot_be_are_named(tmp_path: Path, row: str, column: str, reason: str) -> None:
    importer = get("telephony.queue_intervals")
    mapping = importer.guess_mapping(QUEUES.strip().split(","))
    outcome = importer.check(make_source(tmp_path / "q.csv", QUEUES + row + "\n", make_site(), mapping))
    assert any(error.column == column and reason in error.reason for error in outcome.errors), outcome.errors


@pytest.mark.django_db
def test_an_interval_stands_once_per_queue(tmp_path: Path) -> None:
    importer = get("telephony.queue_intervals")
    mapping = importer.guess_mapping(QUEUES.strip().split(","))
    row = "2026-03-02,09:00,sales,42,39,33,3,0\n"
    outcome = importer.check(make_source(tmp_path / "q.csv", QUEUES + row + row, make_site(), mapping))
    assert [(error.row, error.reason) for error in outcome.errors] == [
        (3, "An earlier row has the same interval.")
    ]
