"""A provider of single sign-on that runs, and the product set up for it."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from callcenter.settings import form_targets, single_sign_on
from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider, running_provider


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    with running_provider() as running:
        settings.OIDC_SERVER = running.url
        settings.SOCIALACCOUNT_PROVIDERS = single_sign_on(
            running.url, CLIENT_ID, CLIENT_SECRET, "Head office"
        )
        directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        policy = directives | {"form-action": form_targets(running.url)}
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy}
        yield running
