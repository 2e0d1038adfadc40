"""Where webhooks may be sent: https, and no address of our own network. Checked when it is saved and at every sending.

A name is looked up once for each sending, every address that it has is checked, and the connection goes to a checked
address itself: a name that answers differently a moment later (DNS rebinding) changes nothing.
"""

import ipaddress
import socket
import threading
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from callcenter.objections import Objection

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")
LOOKUP_SECONDS = 5.0


@dataclass(frozen=True)
class Target:
    """An address taken apart. `path` with its query, as it goes into the request line; `host` in ASCII."""

    is_https: bool
    host: str
    port: int
    path: str

    @property
    def netloc(self) -> str:
        """The Host header: with the port where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.is_https else 80) else f"{host}:{self.port}"


class AddressRefusedError(Exception):
    """Nothing is sent there; the objection says why."""

    def __init__(self, objection: Objection) -> None:
        super().__init__(objection.code)
        self.objection = objection


def target_of(address: str) -> Target:
    """The address as it will be asked for. AddressRefusedError for one that no webhook may have."""
    try:
        parts = urlsplit(address)
        host = (
            (parts.hostname or "").rstrip(".").encode("idna").decode()
            if ":" not in (parts.hostname or "")
            else parts.hostname
        )
        port = parts.port
    except (ValueError, UnicodeError):
        raise _refused("webhooks.address_malformed") from None
    is_printable = address.isprintable() and " " not in address
    if parts.scheme not in ("http", "https") or not host or not is_printable:
        raise _refused("webhooks.address_malformed")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise _refused("webhooks.address_with_login")
    if parts.scheme == "http" and not settings.WEBHOOKS_ALLOW_HTTP:
        raise _refused("webhooks.address_not_https")
    is_https = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise _refused("webhooks.address_malformed")
    return Target(is_https, host, port or (443 if is_https else 80), path)


def allowed_ips(target: Target) -> list[str]:
    """The IP addresses of the host, all of them allowed. AddressRefusedError when one is not, or none is found."""
    found = _looked_up(target.host, target.port)
    if not found:
        raise _refused("webhooks.address_unknown", host=target.host)
    for ip in found:
        if not is_allowed(ipaddress.ip_address(ip)):
            raise _refused("webhooks.address_private", host=target.host)
    return found


def objection_to(address: str) -> Objection | None:
    """Why webhooks may not be sent to the address; None when they may. Asks the name server."""
    try:
        allowed_ips(target_of(address))
    except AddressRefusedError as refused:
        return refused.objection
    return None


def is_allowed(ip: Ip) -> bool:
    """Whether the address is of the public internet, or of a network that the settings allow.

    What an IPv6 address stands for (mapped, 6to4, NAT64) is looked at as well.
    """
    if any(ip in network for network in _own_networks()):
        return True
    return _is_public(ip) and all(_is_public(inner) for inner in _embedded(ip))


def _is_public(ip: Ip) -> bool:
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


def _embedded(ip: Ip) -> list[Ip]:
    """The IPv4 addresses inside an IPv6 one."""
    if isinstance(ip, ipaddress.IPv4Address):
        return []
    found: list[Any] = [ip.ipv4_mapped, ip.sixtofour]
    if ip in NAT64:
        found.append(ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF))
    if ip.teredo:
        found += ip.teredo
    return [inner for inner in found if inner is not None]


def _own_networks() -> list[Any]:
    return [ipaddress.ip_network(text, strict=False) for text in settings.WEBHOOKS_ALLOWED_NETWORKS]


def _looked_up(host: str, port: int) -> list[str]:
    """Every address of the host, in the resolver's order; none when it does not answer in LOOKUP_SECONDS."""
    found: list[str] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(str(answer[4][0]).partition("%")[0] for answer in answers))

    asking = threading.Thread(target=ask, daemon=True)  # getaddrinfo knows no time limit of its own
    asking.start()
    asking.join(LOOKUP_SECONDS)
    return [] if asking.is_alive() else found


def _refused(code: str, **figures: object) -> AddressRefusedError:
    return AddressRefusedError(Objection(code, figures, field="address"))
