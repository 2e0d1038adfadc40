"""Another system on loopback that takes webhooks: it notes each request, answers as told, and checks signatures."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook


@dataclass
class Request:
    path: str
    headers: dict[str, str]
    body: str

    @property
    def message_id(self) -> str:
        return self.headers["webhook-id"]

    def verified(self, secret: str) -> Any:
        """The message, checked by the scheme's own library; raises where the signature is not good."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Answer:
    status: int = 200
    body: bytes = b"ok"
    headers: dict[str, str] = field(default_factory=dict)
    drip: Callable[[Any], None] | None = None  # writes the body itself


@dataclass
class Receiver:
    """`requests` as they came; `answers` are given in order, the last one for ever. `gate` closed: nobody is answered."""

    address: str = ""
    requests: list[Request] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=lambda: [Answer()])
    gate: threading.Event = field(default_factory=threading.Event)

    def answer(self, *statuses: int, **headers: str) -> None:
        self.answers = [Answer(status, headers=dict(headers)) for status in statuses]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on a free port of 127.0.0.1."""
    receiver = Receiver()
    receiver.gate.set()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            with lock:
                receiver.requests.append(Request(self.path, headers, body))
                answers = receiver.answers
                answer = answers.pop(0) if len(answers) > 1 else answers[0]
            receiver.gate.wait(30)
            try:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name.replace("_", "-"), value)
                if answer.drip is None:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if answer.drip:
                    answer.drip(self.wfile)
                else:
                    self.wfile.write(answer.body)
            except OSError:
                pass  # the sender hung up

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    receiver.address = f"http://127.0.0.1:{server.server_port}/hooks?from=center"
    try:
        yield receiver
    finally:
        receiver.gate.set()
        server.shutdown()
        server.server_close()
