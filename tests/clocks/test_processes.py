"""Two real workers sweep one set of clocks and drain one outbox while one of them is killed again and again.

Promised: each rung fires once and each message is in the bell once, by the database; a letter that was on its way when its worker
died may come again with the same Message-ID.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import Count
from django.utils import timezone

from callcenter.clocks.models import Clock, Rung, RungState
from callcenter.notifications.delivery.models import State
from callcenter.notifications.models import Delivery, Message
from callcenter.notifications.outbox import DRAIN_TASK
from tests.clocks.factories import make_clocks
from tests.embedded.runs import until
from tests.factories import make_site
from tests.notifications.factories import make_reader
from tests.notifications.sinks import MailSink, mail_sink
from tests.workers import SOAK, OwnRedis, Workers, kill, own_redis

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
KILLS = 20 if SOAK else 3
SHARE = (SOAK or 300) // KILLS // 2  # clocks between two kills, two rungs each
ENOUGH = 3600.0 if SOAK else 180.0  # seconds
SWEEP = "tests.clocks.sweep"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnRedis]:
    from celery import current_app

    with own_redis(tmp_path) as found:
        monkeypatch.setattr(current_app, "send_task", found.sender.send_task)
        yield found


@pytest.fixture
def sink() -> Iterator[tuple[MailSink, int]]:
    with mail_sink() as found:
        yield found


@pytest.fixture
def workers(server: OwnRedis, sink: tuple[MailSink, int], tmp_path: Path) -> Iterator[Workers]:
    found = Workers(
        "tests.clocks.worker_app",
        server,
        tmp_path,
        DJANGO_SETTINGS_MODULE="tests.notifications.worker_settings",
        CALLCENTER_TEST_MAIL_PORT=str(sink[1]),
        CALLCENTER_NOTIFICATION_LEASE_SECONDS="5",
    )
    yield found
    found.end()


def are_up(server: OwnRedis, count: int) -> bool:
    """So many workers answer."""
    return len(server.sender.control.ping(timeout=0.5) or []) >= count


def fired() -> int:
    return Rung.objects.filter(state=RungState.FIRED).count()


def tick(server: OwnRedis) -> None:
    """What beat does again and again: both workers find something to do. Not more than they get done."""
    if server.client.llen("celery") > 4:
        return
    for task in (SWEEP, SWEEP, DRAIN_TASK):
        server.sender.send_task(task, retry=False, ignore_result=True)


def test_rungs_and_messages_come_once_while_a_worker_is_killed_again_and_again(
    server: OwnRedis, workers: Workers, sink: tuple[MailSink, int]
) -> None:
    mail, _port = sink
    readers = [make_reader() for _n in range(5)]
    due_at = timezone.now().replace(microsecond=0) - datetime.timedelta(minutes=1)
    site, rungs = make_site(), 0
    workers.start()
    for number in range(KILLS):
        victim = workers.start()
        until(lambda: are_up(server, 2), "both workers are up")
        seen = fired()
        rungs += 2 * len(make_clocks(SHARE, site=site, owners=readers, due_at=due_at, first=number * SHARE))

        def is_in_the_middle(seen: int = seen) -> bool:
            tick(server)
            workers.check()
            return fired() >= seen + SHARE // 3

        until(is_in_the_middle, f"steps are taken before kill {number + 1}", ENOUGH)
        kill(victim)

    def is_all_done() -> bool:
        tick(server)
        if fired() < rungs or Message.objects.filter(planned_at=None).exists():
            return False
        return not Delivery.objects.exclude(state=State.SENT).exists()  # asked last: a plan makes new ones

    until(is_all_done, "every step is taken and every letter is out", ENOUGH)
    assert not Clock.objects.filter(next_alarm_at__isnull=False).exists()
    assert not Rung.objects.exclude(state=RungState.FIRED).exists()
    keys = Message.objects.values("key", "kind").annotate(count=Count("pk"))
    assert {row["count"] for row in keys} == {1}
    assert {row["key"] for row in keys} == {
        f"{rung.clock_id}:{rung.step}:{rung.epoch}" for rung in Rung.objects.all()
    }
    assert Message.objects.count() == rungs
    came = Counter(mail.numbers())
    assert len(came) == rungs
    assert sum(came.values()) - rungs <= KILLS
