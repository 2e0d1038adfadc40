"""Where webhooks may go: refused at saving and at every sending, whatever the name server says in between."""

import ipaddress
import socket
from typing import Any

import pytest
from pytest_django import Settings

from callcenter.integrations.webhooks import addresses, posting
from callcenter.integrations.webhooks.addresses import AddressRefusedError, is_allowed, target_of
from tests.integrations.webhooks.receiver import Receiver, receiving


def code_of(address: str) -> str:
    found = addresses.objection_to(address)
    return found.code if found else ""


def resolves_to(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
    """Each look-up gets the next answer, the last one for ever."""
    left = list(answers)

    def getaddrinfo(host: str, port: int, **more: Any) -> list[Any]:
        found = left.pop(0) if len(left) > 1 else left[0]
        if not found:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in found]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "127.255.255.254",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "2001:db8::1",
    ],
)
def test_private_loopback_link_local_and_reserved_addresses_are_refused(ip: str) -> None:
    assert not is_allowed(ipaddress.ip_address(ip))


@pytest.mark.parametrize(
    "ip", ["8.8.8.8", "172.15.255.255", "172.32.0.1", "2606:4700:4700::1111", "2a00:1450::1"]
)
def test_public_addresses_are_allowed(ip: str) -> None:
    assert is_allowed(ipaddress.ip_address(ip))


def test_a_network_of_ones_own_is_reached_only_when_the_settings_allow_it(settings: Settings) -> None:
    ip = ipaddress.ip_address("10.1.2.3")
    assert not is_allowed(ip)
    settings.WEBHOOKS_ALLOWED_NETWORKS = ["10.1.0.0/16", "fd00::/8"]
    assert is_allowed(ip)
    assert not is_allowed(ipaddress.ip_address("10.2.0.1"))
    assert is_allowed(ipaddress.ip_address("fd00::1"))


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "webhooks.address_malformed"),
        ("example.com/hooks", "webhooks.address_malformed"),
        ("ftp://example.com/", "webhooks.address_malformed"),
        ("https://", "webhooks.address_malformed"),
        ("https://exa mple.com/", "webhooks.address_malformed"),
        ("https://example.com/\r\nX: 1", "webhooks.address_malformed"),
        ("https://example.com:99999/", "webhooks.address_malformed"),
        ("https://[::1", "webhooks.address_malformed"),
        ("https://example.com/路", "webhooks.address_malformed"),
        ("https://user:password@example.com/", "webhooks.address_with_login"),
        ("https://example.com/#part", "webhooks.address_with_login"),
        ("http://example.com/", "webhooks.address_not_https"),
        ("https://127.0.0.1/", "webhooks.address_private"),
        ("https://[::1]/", "webhooks.address_private"),
        ("https://2130706433/", "webhooks.address_private"),
        ("https://0x7f.1/", "webhooks.address_private"),
        ("https://localhost/", "webhooks.address_private"),
        ("https://169.254.169.254/latest/meta-data/", "webhooks.address_private"),
    ],
)
def test_addresses_that_no_webhook_may_have(address: str, code: str) -> None:
    assert code_of(address) == code


def test_one_private_address_among_public_ones_refuses_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves_to(monkeypatch, ["8.8.8.8", "192.168.0.1"])
    assert code_of("https://mixed.example/") == "webhooks.address_private"
    resolves_to(monkeypatch, [])
    assert code_of("https://nobody.example/") == "webhooks.address_unknown"
    resolves_to(monkeypatch, ["8.8.8.8"])
    assert code_of("https://fine.example/") == ""


def test_an_address_is_taken_apart_as_it_is_asked_for(settings: Settings) -> None:
    settings.WEBHOOKS_ALLOW_HTTP = True
    target = target_of("https://Bücher.example:8443/in?x=1")
    assert (target.host, target.port, target.path) == ("xn--bcher-kva.example", 8443, "/in?x=1")
    assert target.netloc == "xn--bcher-kva.example:8443"
    assert target_of("http://[2606:4700::1]/").netloc == "[2606:4700::1]"
    with pytest.raises(AddressRefusedError):
        target_of("gopher://example.com/")


@pytest.fixture
def receiver(settings: Settings) -> Any:
    settings.WEBHOOKS_ALLOW_HTTP = True
    with receiving() as found:
        yield found


def test_a_name_that_leads_elsewhere_by_now_reaches_nobody(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = receiver.address.split(":")[2].partition("/")[0]
    resolves_to(monkeypatch, ["8.8.8.8"], ["127.0.0.1"])
    address = f"http://rebinding.example:{port}/"
    assert code_of(address) == ""  # as it was saved
    answer = posting.post(address, "{}", {}, timeout=5)
    assert (answer.status, answer.error) == (None, "private")
    assert receiver.requests == []


def test_the_connection_goes_to_the_address_that_was_checked(
    receiver: Receiver, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One look-up a sending: a second one, with another answer, is never asked for."""
    settings.WEBHOOKS_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    port = receiver.address.split(":")[2].partition("/")[0]
    resolves_to(monkeypatch, ["127.0.0.1"], ["192.168.255.1"])
    answer = posting.post(f"http://checked.example:{port}/in", "{}", {}, timeout=5)
    assert answer.status == 200
    assert receiver.requests[0].headers["host"] == f"checked.example:{port}"
