"""Two real workers take the steps of complaints while one is killed again and again: each rung tells each person once."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import Count
from django.utils import timezone

from callcenter.clocks.models import Rung, RungState
from callcenter.clocks.services import Start, start_clocks
from callcenter.notifications.models import Message
from complaints.cases.models import Case, CaseEvent, State
from complaints.customers.models import Customer
from tests.complaints.factories import make_case, make_center
from tests.embedded.runs import until
from tests.factories import zone_at_noon
from tests.workers import SOAK, OwnRedis, Workers, kill, own_redis

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
KILLS = 10 if SOAK else 2
SHARE = (SOAK or 160) // KILLS
ENOUGH = 1800.0 if SOAK else 180.0  # seconds
TASKS = ("tests.clocks.sweep", "tests.clocks.sweep", "complaints.mark_overdue", "complaints.mark_overdue")


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnRedis]:
    from celery import current_app

    with own_redis(tmp_path) as found:
        monkeypatch.setattr(current_app, "send_task", found.sender.send_task)
        yield found


@pytest.fixture
def workers(server: OwnRedis, tmp_path: Path) -> Iterator[Workers]:
    found = Workers("tests.clocks.worker_app", server, tmp_path)
    yield found
    found.end()


def test_rungs_of_complaints_come_once_while_a_worker_is_killed_again_and_again(
    server: OwnRedis, workers: Workers
) -> None:
    center = make_center(time_zone=zone_at_noon())
    customer = Customer.objects.create(site=center.site, name="One")
    # six days end with a day: at noon it is overdue for half a day, so that the rung of the first day is not due
    accepted_at = timezone.now() - datetime.timedelta(days=7)
    workers.start()
    expected = 0
    for number in range(KILLS):
        victim = workers.start()
        until(lambda: len(server.sender.control.ping(timeout=0.5) or []) >= 2, "both workers are up")
        cases = [
            make_case(
                center.site, State.ACCEPTED, owner=center.officer, customer=customer, received_at=accepted_at,
                due_at=accepted_at + datetime.timedelta(days=6),
            )
            for _case in range(SHARE)
        ]  # fmt: skip
        before = Rung.objects.filter(state=RungState.FIRED).count()
        start_clocks(
            "cases.close",
            [Start(case, at=accepted_at, owner=center.user("officer")) for case in cases],
            site=center.site,
            actor=None,
        )
        expected += SHARE

        def is_in_the_middle(before: int = before) -> bool:
            for task in TASKS:
                server.sender.send_task(task, retry=False, ignore_result=True)
            workers.check()
            return Rung.objects.filter(state=RungState.FIRED).count() > before + SHARE // 4

        until(is_in_the_middle, f"steps are taken before kill {number + 1}", ENOUGH)
        kill(victim)

    def is_all_done() -> bool:
        for task in TASKS:
            server.sender.send_task(task, retry=False, ignore_result=True)
        due = Rung.objects.filter(state=RungState.PLANNED, fire_at__lte=timezone.now()).exists()
        return not due and not Case.objects.filter(overdue_at=None).exists()

    until(is_all_done, "every step is taken, every complaint is marked", ENOUGH)
    assert Case.objects.count() == expected
    once = Message.objects.values("kind", "key", "recipient").annotate(count=Count("pk"))
    assert {row["count"] for row in once} == {1}
    overdue = Rung.objects.filter(step="overdue", state=RungState.FIRED)
    assert overdue.count() == expected
    assert (
        Message.objects.filter(
            kind="cases.overdue", recipient=center.user("deputy_gm"), key__contains=":overdue:"
        ).count()
        == expected
    )
    assert CaseEvent.objects.filter(kind="overdue").count() == expected
