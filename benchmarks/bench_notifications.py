"""Telling people of 10,000 events, the bell of somebody with 100,000 messages, planning, and letters a second on loopback."""

import socket
import time
from typing import Any

from benchmarks import Result, at_least, at_most, note

PEOPLE = 2_000
EVENTS = 10_000
OLD = 100_000
LETTERS = 2_000
ROUNDS = 100
KIND = "bench.happened"
FILL = """
    INSERT INTO notifications_message (kind, key, recipient_id, figures, url, planned_at, read_at)
    SELECT %s, 'old:' || n, %s, '{"what": "x"}', '', now(), CASE WHEN n %% 100 = 0 THEN NULL ELSE now() END
    FROM generate_series(1, %s) AS n
"""


def run() -> list[Result]:
    from callcenter.accounts.models import User
    from callcenter.notifications import kinds

    kinds.define(kinds.Kind(KIND, "Happened", "%(what)s", email=kinds.Email.AT_ONCE, is_urgent=True))
    people = User.objects.bulk_create(
        [User(username=f"bench{number}", email=f"bench{number}@example.com") for number in range(PEOPLE)]
    )
    many, one_by_one = telling(people)
    with_many, with_none = ringing(people[1]), ringing(people[2], old=0)
    planned, letters = sending()
    return [
        at_least("messages told in bulk, per second", many, 2_000, "/s"),
        note("messages told one by one, each in its transaction, per second", one_by_one, "/s"),
        at_most("the bell of somebody with 100,000 messages / with hardly any", with_many / with_none, 3),
        note("the bell of somebody with 100,000 messages", with_many, "ms"),
        note("messages planned, per second", planned, "/s"),
        note("letters sent on loopback by one worker, per second", letters, "/s"),
    ]


def telling(people: list[Any]) -> tuple[float, float]:
    """Messages a second: all events in one call, and one event a transaction."""
    from django.db import transaction

    from callcenter.notifications.services import Notice, notify, notify_many

    notices = [
        Notice(KIND, f"event:{number}", [people[number % PEOPLE]], figures={"what": str(number)})
        for number in range(EVENTS)
    ]
    started = time.perf_counter()
    with transaction.atomic():
        assert notify_many(notices) == EVENTS
    many = EVENTS / (time.perf_counter() - started)
    started = time.perf_counter()
    for number in range(500):
        with transaction.atomic():
            notify(KIND, recipients=[people[0]], key=f"one:{number}", figures={"what": "x"})
    return many, 500 / (time.perf_counter() - started)


def ringing(user: Any, old: int = OLD) -> float:
    """Milliseconds of what every page asks."""
    from django.db import connection

    from callcenter.notifications.messages.bell import bell

    with connection.cursor() as cursor:
        cursor.execute(FILL, [KIND, user.pk, old])
        cursor.execute("ANALYZE notifications_message")
    request: Any = type("Request", (), {"user": user})()
    times = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        assert bell(request).unread == (100 if old else 5)
        times.append((time.perf_counter() - started) * 1000)
    return min(times)


def sending() -> tuple[float, float]:
    """Messages planned and letters sent a second, through a mail server that only counts them."""
    from aiosmtpd.controller import Controller
    from django.conf import settings
    from django.utils import timezone

    from callcenter.notifications.delivery import planning
    from callcenter.notifications.delivery import sending as lanes
    from callcenter.notifications.models import Message

    came = []

    class Sink:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            came.append(envelope.rcpt_tos)
            return "250 OK"

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    newest = Message.objects.filter(planned_at=None).order_by("-pk").values("pk")[:LETTERS]
    Message.objects.filter(planned_at=None).exclude(pk__in=newest).update(planned_at=timezone.now())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", port, False
    controller = Controller(Sink(), hostname="127.0.0.1", port=port)
    controller.start()
    started = time.perf_counter()
    planned = planning.plan() / (time.perf_counter() - started)
    started = time.perf_counter()
    while lanes.drain("email"):
        pass
    letters = len(came) / (time.perf_counter() - started)
    controller.stop()
    assert len(came) == LETTERS
    return planned, letters
