"""A real worker killed in the middle of a delivery: the next one sends it under the same id, and there is one row."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from callcenter.integrations.webhooks import claims
from callcenter.integrations.webhooks.models import Attempt, Delivery, State
from tests.embedded.runs import until
from tests.integrations.webhooks.factories import SECRET, happen, make_endpoint
from tests.integrations.webhooks.receiver import Receiver, receiving
from tests.workers import OwnRedis, Process, Workers, kill, own_redis

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
SEND = "callcenter.integrations.webhooks.send"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[OwnRedis]:
    with own_redis(tmp_path) as server:
        yield server


@pytest.fixture
def start_worker(tmp_path: Path, redis_server: OwnRedis) -> Iterator[Callable[[], Process]]:
    """Starts a worker of the product itself; all are killed at the end."""
    loopback = {
        "CALLCENTER_WEBHOOK_HTTP": "yes",
        "CALLCENTER_WEBHOOK_NETWORKS": "127.0.0.0/8",
        "CALLCENTER_WEBHOOK_LEASE_SECONDS": "1",
    }
    workers = Workers("callcenter", redis_server, tmp_path, **loopback)
    yield workers.start
    workers.end()


@pytest.fixture
def tell(redis_server: OwnRedis) -> Callable[[int], None]:
    """Tells the workers of an endpoint, as the tick does."""

    def send(endpoint: int) -> None:
        redis_server.sender.send_task(SEND, args=[endpoint], ignore_result=True)

    return send


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_no_row(
    receiver: Receiver, start_worker: Callable[[], Process], tell: Callable[[int], None]
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
