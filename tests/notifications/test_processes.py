"""Real workers on one outbox while one of them is killed again and again; Redis gone for a while. Nothing is lost.

What is promised (docs/notifications.md): in the bell once, by the database. By e-mail once, but that a letter which was
on its way when its worker died may come again with the same Message-ID: at most one letter for each kill.
"""

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from callcenter.accounts.models import User
from callcenter.notifications.delivery.models import State
from callcenter.notifications.models import Delivery, Message
from callcenter.notifications.outbox import DRAIN_TASK
from callcenter.notifications.services import Notice, notify, notify_many
from tests.embedded.runs import until
from tests.notifications.factories import make_reader
from tests.notifications.sinks import MailSink, mail_sink
from tests.workers import SOAK, OwnRedis, Workers, kill, own_redis

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
EVENTS = SOAK or 200
READERS = 5
KILLS = 20 if SOAK else 4
ENOUGH = 3600.0 if SOAK else 180.0  # seconds


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
        "tests.notifications.worker_app",
        server,
        tmp_path,
        DJANGO_SETTINGS_MODULE="tests.notifications.worker_settings",
        CALLCENTER_TEST_MAIL_PORT=str(sink[1]),
        CALLCENTER_NOTIFICATION_LEASE_SECONDS="5",
    )
    yield found
    found.end()


class Beat:
    """What beat does every ten seconds, a little quicker."""

    def __init__(self, server: OwnRedis) -> None:
        self._server, self._last = server, 0.0

    def tick(self) -> None:
        if time.monotonic() - self._last > 2:
            self._last = time.monotonic()
            self._server.sender.send_task(DRAIN_TASK, retry=False, ignore_result=True, expires=2)


def is_all_sent(beat: Beat) -> bool:
    beat.tick()
    if Message.objects.filter(planned_at=None).exists():
        return False
    return not Delivery.objects.exclude(state=State.SENT).exists()  # asked last: a plan makes new ones


def tell(readers: list[User], events: int) -> None:
    """One event after the other, for one reader each, and all of them told twice. Urgent ones: at night others wait for the
    morning, and the tests run at any hour.
    """
    notices = [
        Notice(
            "tests.urgent", f"event:{number}", [readers[number % len(readers)]], figures={"what": str(number)}
        )
        for number in range(events)
    ]
    for _n in range(2):
        with transaction.atomic():
            notify_many(notices)


def test_two_workers_of_which_one_is_killed_again_and_again_deliver_every_message_once(
    server: OwnRedis, workers: Workers, sink: tuple[MailSink, int]
) -> None:
    mail, _port = sink
    beat = Beat(server)
    mail.seconds_for_a_letter = 0.001 if SOAK else 0.02
    readers = [make_reader() for _n in range(READERS)]
    tell(readers, EVENTS)
    workers.start()
    share = EVENTS // (KILLS + 1)
    for number in range(KILLS):
        victim = workers.start()
        seen = len(mail.letters)

        def has_gone_on(seen: int = seen) -> bool:
            beat.tick()
            workers.check()
            return len(mail.letters) >= min(seen + share, EVENTS)

        until(has_gone_on, f"letters go out before kill {number + 1}", ENOUGH)
        kill(victim)
    until(lambda: is_all_sent(beat), "everything is sent", ENOUGH)

    assert Message.objects.count() == EVENTS
    assert Delivery.objects.filter(state=State.SENT).count() == EVENTS
    came = Counter(mail.numbers())
    assert len(came) == EVENTS
    assert sum(came.values()) - EVENTS <= KILLS
    told = {(letter["Message-ID"], letter["To"], letter["Subject"]) for letter in mail.letters}
    assert len(told) == EVENTS  # who came twice is the same letter
    expected = Counter(f"{number} is late" for number in range(EVENTS))
    assert Counter(subject for _id, _to, subject in told) == expected


def test_while_redis_is_gone_events_are_told_and_go_out_when_it_is_back(
    server: OwnRedis, workers: Workers, sink: tuple[MailSink, int]
) -> None:
    mail, _port = sink
    beat = Beat(server)
    reader = make_reader()
    workers.start()
    tell([reader], 5)
    until(lambda: is_all_sent(beat), "the first letters are out")
    server.stop()
    for number in range(5, 25):
        with transaction.atomic():
            notify("tests.urgent", recipients=[reader], key=f"event:{number}", figures={"what": str(number)})
    assert Message.objects.visible_to(reader).unread().count() == 25  # the bell needs no Redis
    server.start()
    until(lambda: is_all_sent(beat), "the others follow")
    assert sorted(Counter(mail.numbers()).values()) == [1] * 25
