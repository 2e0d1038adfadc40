"""A real worker killed in the middle of a delivery: the next one sends it under the same id, and there is one row."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from celery import Celery

from callcenter.embedded import celery_broker_url
from callcenter.embedded.redis_server import find_program
from callcenter.integrations.webhooks import claims
from callcenter.integrations.webhooks.models import Attempt, Delivery, State
from tests.embedded.runs import inherited, until
from tests.files.test_processes import database_url, kill
from tests.integrations.webhooks.factories import SECRET, happen, make_endpoint
from tests.integrations.webhooks.receiver import Receiver, receiving

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
Worker = Callable[[], "subprocess.Popen[bytes]"]
SEND = "callcenter.integrations.webhooks.send"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[str]:
    """The address of a Redis of this test alone."""
    socket = tmp_path / "r.sock"
    program = [
        find_program(),
        "--port",
        "0",
        "--unixsocket",
        str(socket),
        "--save",
        "",
        "--dir",
        str(tmp_path),
    ]
    server = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = redis.Redis(unix_socket_path=str(socket))

    def answers() -> bool:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False

    until(answers, "Redis answers")
    yield f"unix://{socket}?db=0"
    client.close()
    server.kill()
    server.wait()


@pytest.fixture
def start_worker(tmp_path: Path, broker: str) -> Iterator[Worker]:
    """Starts a worker of the product itself; all are killed at the end."""
    environment = inherited() | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database_url(),
        "REDIS_URL": broker,
        "CALLCENTER_WEBHOOK_HTTP": "yes",
        "CALLCENTER_WEBHOOK_NETWORKS": "127.0.0.0/8",
        "CALLCENTER_WEBHOOK_LEASE_SECONDS": "1",
    }
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "celery", "-A", "callcenter", "worker", "--concurrency", "1"]
        command += ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
        log = (tmp_path / f"worker{len(started)}.log").open("wb")
        started.append(
            subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        )
        return started[-1]

    yield start
    for worker in started:
        kill(worker)


@pytest.fixture
def tell(broker: str) -> Iterator[Callable[[int], None]]:
    """Tells the workers of an endpoint, as the tick does."""
    sender = Celery(broker=celery_broker_url(broker))
    yield lambda endpoint: sender.send_task(SEND, args=[endpoint], ignore_result=True)
    sender.close()


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_no_row(
    receiver: Receiver, start_worker: Worker, tell: Callable[[int], None]
) -> None:
    endpoint = make_endpoint(address=receiver.address)
    for _ in range(5):
        happen(endpoint.site)
    first, *rest = Delivery.objects.order_by("pk").values_list("message_id", flat=True)
    killed = []
    receiver.gate.clear()
    for _ in range(2):
        before = len(receiver.requests)
        worker = start_worker()
        tell(endpoint.pk)
        until(
            lambda before=before: len(receiver.requests) > before,
            "the message is with the receiver, unanswered",
        )
        kill(worker)
        killed.append(worker.pid)
        until(lambda: claims.due_endpoints() == [endpoint.pk], "the lease of the killed worker has run out")
    receiver.gate.set()
    start_worker()
    tell(endpoint.pk)
    until(lambda: not Delivery.objects.exclude(state=State.DELIVERED).exists(), "everything is delivered")
    got = [request.message_id for request in receiver.requests]
    assert got[:3] == [first] * 3  # at least once, the same message each time
    assert sorted(got[3:]) == sorted(rest)
    assert {request.verified(SECRET)["type"] for request in receiver.requests} == {"people.site.changed"}
    assert Delivery.objects.count() == 5
    tries = Attempt.objects.filter(delivery__message_id=first).order_by("number")
    assert [(one.number, one.error, one.status) for one in tries] == [
        (1, "interrupted", None),
        (2, "interrupted", None),
        (3, "", 200),
    ]
    assert len(killed) == 2
