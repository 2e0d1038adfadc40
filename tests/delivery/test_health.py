"""The health addresses: asked by address inside the network, without a known host name and without https."""

import pytest
from django.test import Client
from pytest_django import Settings


def test_live_answers_any_host_over_plain_http_without_touching_the_database(
    client: Client, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["callcenter.example"]
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/healthz", headers={"host": "10.1.2.3:8000"})
    assert answer.status_code == 200


@pytest.mark.django_db
def test_ready_says_that_postgresql_and_redis_answer(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"postgresql": True, "redis": True}


@pytest.mark.django_db
def test_ready_is_503_without_redis(client: Client, settings: Settings) -> None:
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "unix:///nonexistent/redis.sock"}}
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"postgresql": True, "redis": False}
