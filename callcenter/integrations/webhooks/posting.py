"""One POST to an address that was checked: no redirects, no proxy, a time limit for the whole of it, a bounded answer."""

import datetime
import email.utils
import http.client
import io
import socket
import ssl
import time
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.integrations.webhooks import addresses
from callcenter.integrations.webhooks.addresses import AddressRefusedError, Target
from callcenter.integrations.webhooks.models import MOST_ANSWER

USER_AGENT = "Call-center-webhooks/1"
MOST_BYTES = 16_384  # of an answer's body that are read; the rest is never asked for

# Why there was no answer, as codes that are stored, and in words.
ERRORS = {
    "timeout": _("No answer in time."),
    "connect": _("The connection could not be made."),
    "certificate": _("The certificate is not valid for this address."),
    "broken": _("The connection broke off, or the answer was no HTTP."),
    "private": _("The address leads into a private network, which is not allowed."),
    "unknown": _("The name server does not know the host."),
    "refused": _("The address is not one that webhooks may be sent to."),
    "secret": _("The secret can no longer be read; change it."),
    "interrupted": _("The program was interrupted while it was sending."),
    "redirect": _("Redirects are not followed: enter the new address."),
}


@dataclass(frozen=True)
class Answer:
    """What came back. `status` None: nothing, and `error` says why. `retry_after`: what the endpoint asks for."""

    seconds: float
    status: int | None = None
    text: str = ""
    error: str = ""
    retry_after: datetime.timedelta | None = None


def post(address: str, body: str, headers: dict[str, str], *, timeout: float) -> Answer:
    """Send the body as JSON; what came of it within `timeout` seconds, look-up and hand-shake included."""
    begun = time.monotonic()

    def took() -> float:
        return round(time.monotonic() - begun, 3)

    try:
        target = addresses.target_of(address)
        ips = addresses.allowed_ips(target)
    except AddressRefusedError as refused:
        code = refused.objection.code.rpartition("_")[2]
        return Answer(took(), error=code if code in ERRORS else "refused")
    try:
        return _exchange(target, ips, body.encode(), headers, begun, begun + timeout)
    except TimeoutError:
        return Answer(took(), error="timeout")
    except ssl.SSLCertVerificationError:
        return Answer(took(), error="certificate")
    except _NotConnectedError:
        return Answer(took(), error="connect")
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(took(), error="broken")


class _NotConnectedError(Exception):
    pass


def _exchange(
    target: Target, ips: list[str], body: bytes, headers: dict[str, str], begun: float, until: float
) -> Answer:
    plain = _connected(ips, target.port, until)
    try:
        stream = _secured(plain, target, until) if target.is_https else plain
        stream.settimeout(_left(until))
        stream.sendall(_head(target, headers, len(body)) + body)
        response = http.client.HTTPResponse(_Timed(stream, until), method="POST")  # type: ignore[arg-type]
        response.begin()
        text = response.read(MOST_BYTES).decode("utf-8", "replace").replace("\x00", "")
        error = "redirect" if 300 <= response.status < 400 else ""
        retry_after = _retry_after(response.getheader("Retry-After", ""))
        seconds = round(time.monotonic() - begun, 3)
        return Answer(seconds, response.status, text[:MOST_ANSWER], error, retry_after)
    finally:
        plain.close()


def _connected(ips: list[str], port: int, until: float) -> socket.socket:
    """A connection to the first address that takes one: those that were checked, without asking for the name again."""
    for ip in ips:
        family = socket.AF_INET6 if ":" in ip else socket.AF_INET
        found = socket.socket(family, socket.SOCK_STREAM)
        try:
            found.settimeout(_left(until))
            found.connect((ip, port))
        except OSError:
            found.close()
            _left(until)
        else:
            return found
    raise _NotConnectedError


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _secured(plain: socket.socket, target: Target, until: float) -> socket.socket:
    plain.settimeout(_left(until))
    return _context().wrap_socket(plain, server_hostname=target.host)


def _head(target: Target, headers: dict[str, str], length: int) -> bytes:
    lines = {
        "Host": target.netloc,
        "User-Agent": USER_AGENT,
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(length),
        "Accept": "*/*",
        "Connection": "close",
        **headers,
    }
    text = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST {target.path} HTTP/1.1\r\n{text}\r\n".encode("ascii")


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Timed:
    """The reading side of a socket that gives up at one moment, however slowly the bytes drip in."""

    def __init__(self, stream: socket.socket, until: float) -> None:
        self.stream, self.until = stream, until

    def makefile(self, mode: str) -> Any:
        return io.BufferedReader(_TimedReader(self.stream, self.until))


class _TimedReader(io.RawIOBase):
    def __init__(self, stream: socket.socket, until: float) -> None:
        self.stream, self.until = stream, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.stream.settimeout(_left(self.until))
        return self.stream.recv_into(buffer)


def _retry_after(text: str) -> datetime.timedelta | None:
    """Seconds or a date, as HTTP has it; None for anything else."""
    if text.strip().isdecimal():
        return datetime.timedelta(seconds=min(int(text), 86_400))
    try:
        at = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if at.tzinfo is None:
        return None
    return max(at - timezone.now(), datetime.timedelta())
