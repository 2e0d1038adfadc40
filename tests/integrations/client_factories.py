"""Makers of API clients and their tokens."""

import base64
from typing import Any

from django.test import Client as Browser

from callcenter.integrations.clients.models import Client
from callcenter.integrations.clients.services import ClientFacts, register_client
from callcenter.people.models import Site
from tests.factories import make_site

TOKEN = "/api/oauth/token/"


def make_client(
    *scopes: str, site: Site | None = None, name: str = "", is_everywhere: bool = False
) -> tuple[Client, str]:
    """A registered client with its secret; at one site unless it is everywhere."""
    sites = () if is_everywhere else (site or make_site(),)
    number = Client.objects.count() + 1
    facts = ClientFacts(name or f"Client {number}", scopes or ("people:read",), sites, is_everywhere)
    return register_client(facts, actor=None)


def ask_token(client: Client, secret: str, **more: Any) -> Any:
    """The token endpoint's answer."""
    basic = base64.b64encode(f"{client.client_id}:{secret}".encode()).decode()
    return Browser().post(
        TOKEN,
        {"grant_type": "client_credentials"} | more,
        headers={"Authorization": f"Basic {basic}"},
    )


def token_of(client: Client, secret: str, **more: Any) -> str:
    """A token that the client was given."""
    answer = ask_token(client, secret, **more)
    assert answer.status_code == 200, answer.content
    token: str = answer.json()["access_token"]
    return token


def caller(*scopes: str, site: Site | None = None, is_everywhere: bool = False) -> Browser:
    """An HTTP client that calls as a fresh API client with these scopes."""
    client, secret = make_client(*scopes, site=site, is_everywhere=is_everywhere)
    return calling(token_of(client, secret))


def calling(token: str) -> Browser:
    """An HTTP client that sends the token."""
    return Browser(headers={"Authorization": f"Bearer {token}"})
