"""One POST: what is sent, and every way in which no answer comes, each within its time."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import Settings

from callcenter.integrations.webhooks import posting
from callcenter.integrations.webhooks.models import MOST_ANSWER
from tests.integrations.webhooks.receiver import Answer, Receiver, receiving


@pytest.fixture(autouse=True)
def _loopback(settings: Settings) -> None:
    settings.WEBHOOKS_ALLOW_HTTP = True
    settings.WEBHOOKS_ALLOWED_NETWORKS = ["127.0.0.0/8"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found


def post(address: str, timeout: float = 5) -> posting.Answer:
    return posting.post(address, '{"名":"王丽"}', {"webhook-id": "msg_1"}, timeout=timeout)


def test_body_and_headers_arrive_as_they_are(receiver: Receiver) -> None:
    answer = post(receiver.address)
    assert (answer.status, answer.text, answer.error) == (200, "ok", "")
    (request,) = receiver.requests
    assert (request.path, request.body) == ("/hooks?from=center", '{"名":"王丽"}')
    assert request.headers["content-type"] == "application/json; charset=utf-8"
    assert request.message_id == "msg_1"


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    with receiving() as elsewhere:
        receiver.answer(302, Location=elsewhere.address)
        answer = post(receiver.address)
        assert (answer.status, answer.error) == (302, "redirect")
        assert elsewhere.requests == []


def test_an_answer_is_kept_up_to_its_bound(receiver: Receiver) -> None:
    receiver.answers = [Answer(500, b"x" * 5_000_000)]
    answer = post(receiver.address)
    assert (answer.status, len(answer.text)) == (500, MOST_ANSWER)
    receiver.answers = [Answer(200, b"\x00\xff ok")]
    assert post(receiver.address).text == "\ufffd ok"


def test_no_answer_in_time(receiver: Receiver) -> None:
    receiver.gate.clear()
    begun = time.monotonic()
    answer = post(receiver.address, timeout=0.3)
    assert (answer.status, answer.error) == (None, "timeout")
    assert time.monotonic() - begun < 3


def test_an_answer_that_drips_for_ever_ends_in_time(receiver: Receiver) -> None:
    def drip(out: Any) -> None:
        stop = time.monotonic() + 20
        while time.monotonic() < stop:
            out.write(b"x")
            out.flush()
            threading.Event().wait(0.02)

    receiver.answers = [Answer(200, headers={"Content-Length": "100000"}, drip=drip)]
    begun = time.monotonic()
    assert post(receiver.address, timeout=0.5).error == "timeout"
    assert time.monotonic() - begun < 3


def test_nobody_listens_and_nonsense_is_answered() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    assert post(f"http://127.0.0.1:{port}/").error == "connect"
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def talk() -> None:
            for words in (b"SSH-2.0-OpenSSH\r\n", b""):
                found, _ = server.accept()
                found.recv(65536)
                found.sendall(words)
                found.close()

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        assert [post(address).error, post(address).error] == ["broken", "broken"]
        thread.join(5)
        assert post(address.replace("http:", "https:"), timeout=0.5).error in ("broken", "timeout")


def test_what_the_endpoint_asks_to_wait_is_read(receiver: Receiver) -> None:
    receiver.answer(429, Retry_After="120")
    asked = post(receiver.address).retry_after
    assert asked is not None
    assert asked.total_seconds() == 120
    receiver.answer(503, Retry_After="nonsense")
    assert post(receiver.address).retry_after is None
    receiver.answer(503, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT")
    past = post(receiver.address).retry_after
    assert past is not None
    assert past.total_seconds() == 0
