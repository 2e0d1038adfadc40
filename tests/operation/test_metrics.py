"""/metrics: who may read it, what it counts, and that all processes of a host are summed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.test import Client
from pytest_django import Settings

from callcenter.operation.metrics import registry
from callcenter.operation.metrics.registry import Gauge
from tests.embedded.runs import inherited
from tests.factories import make_user

CHECKOUT = Path(__file__).resolve().parents[2]


def sample(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found is not None, name
    return float(found[1])


@pytest.mark.parametrize(
    ("token", "networks", "sent", "address", "status"),
    [
        ("", ["127.0.0.1/32"], "", "127.0.0.1", 200),
        ("", ["127.0.0.1/32"], "", "10.0.0.9", 403),
        ("", ["10.0.0.0/8"], "", "10.0.0.9", 200),
        ("", ["127.0.0.1/32"], "Bearer anything", "10.0.0.9", 403),
        ("secret", ["127.0.0.1/32"], "", "127.0.0.1", 403),
        ("secret", [], "Bearer wrong", "127.0.0.1", 403),
        ("secret", [], "Bearer secret", "10.0.0.9", 200),
    ],
)
@pytest.mark.django_db
def test_metrics_are_for_who_has_the_token_or_is_in_the_network(
    client: Client, settings: Settings, token: str, networks: list[str], sent: str, address: str, status: int
) -> None:
    settings.METRICS_TOKEN, settings.METRICS_NETWORKS = token, networks
    settings.ALLOWED_HOSTS = ["cc.example"]
    headers = {"authorization": sent, "host": "10.1.2.3:8000"}
    assert client.get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status


@pytest.mark.django_db
def test_a_proxy_that_we_were_not_told_of_opens_nothing(client: Client) -> None:
    assert client.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 403


@pytest.mark.django_db
def test_behind_a_known_proxy_the_callers_address_counts(client: Client, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.METRICS_NETWORKS = ["10.0.0.0/8"]
    assert client.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 403
    assert client.get("/metrics", headers={"x-forwarded-for": "1.1.1.1, 10.0.0.9"}).status_code == 200


@pytest.mark.django_db
def test_requests_are_counted_by_view_with_their_queries(client: Client) -> None:
    client.force_login(make_user())
    name = 'callcenter_requests_total{method="GET",status="200",view="web:today"}'
    client.get("/")
    timed = 'callcenter_request_seconds_count{view="web:today"}'  # with every status
    before = client.get("/metrics").content.decode()
    client.get("/")
    after = client.get("/metrics").content.decode()
    assert sample(after, name) == sample(before, name) + 1
    assert sample(after, 'callcenter_request_queries_sum{view="web:today"}') > 0
    assert sample(after, timed) == sample(before, timed) + 1


@pytest.mark.django_db
def test_one_figure_that_cannot_be_read_costs_no_other(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> float:
        raise DatabaseError("gone")

    found = {"callcenter_b": Gauge("callcenter_b", "B.", broken)}
    found["callcenter_a"] = Gauge("callcenter_a", "A.", lambda: {("x", "y"): 2}, ("one", "two"))
    monkeypatch.setattr(registry, "_gauges", found)
    text = client.get("/metrics").content.decode()
    assert sample(text, 'callcenter_a{one="x",two="y"}') == 2
    assert sample(text, "callcenter_unread_metrics") == 1
    assert "callcenter_b" not in text


COUNT = """
import sys
from pathlib import Path
from callcenter.operation.metrics import slots
slots.use(Path(sys.argv[1]))
from callcenter.operation.metrics import counts
counts.REQUESTS.labels("a", "GET", 200).inc(int(sys.argv[2]))
print(slots.slot(), flush=True)
sys.stdin.read()
"""


def counting(folder: Path, number: int) -> subprocess.Popen[str]:
    """A process that counts and stays until its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", COUNT, str(folder), str(number)],
        cwd=CHECKOUT,
        env=inherited(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def slot_of(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


@pytest.mark.processes
def test_processes_are_summed_and_a_new_one_goes_on_where_a_dead_one_stopped(tmp_path: Path) -> None:
    from prometheus_client import CollectorRegistry, generate_latest
    from prometheus_client.multiprocess import MultiProcessCollector

    def total() -> float:
        asked = CollectorRegistry()
        MultiProcessCollector(asked, str(tmp_path))
        return sample(
            generate_latest(asked).decode(), 'callcenter_requests_total{method="GET",status="200",view="a"}'
        )

    one, two = counting(tmp_path, 3), counting(tmp_path, 4)
    assert {slot_of(one), slot_of(two)} == {0, 1}
    assert total() == 7
    one.kill()
    one.wait()
    three = counting(tmp_path, 5)
    slot_of(three)
    assert total() == 12, "what the killed one counted stays counted"
    assert len(list(tmp_path.glob("counter_*.db"))) == 2, "one file for each process at a time"
    for process in (two, three):
        process.communicate()
