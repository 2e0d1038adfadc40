"""How django-oauth-toolkit is held to client credentials, our scopes, and a secret that overlaps with the one before."""

from typing import Any

from django.utils import timezone
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import BaseScopes

from callcenter.api import scopes
from callcenter.integrations.clients.models import Client
from callcenter.integrations.clients.secrets import fits

BETWEEN = " "  # between the digests of two secrets that are valid


class ClientScopes(BaseScopes):
    """A client is given the scopes it was registered with, all of them unless it asks for fewer."""

    def get_all_scopes(self) -> dict[str, str]:
        return {scope: str(text) for scope, text in scopes.sentences().items()}

    def get_available_scopes(
        self, application: Client | None = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        return [one for one in application.scopes if one in scopes.sentences()] if application else []

    def get_default_scopes(
        self, application: Client | None = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        return self.get_available_scopes(application)


class ClientValidator(OAuth2Validator):
    """Takes the secret that stands, and for the hours of a rotation the one before."""

    def _load_application(self, client_id: str, request: Any) -> Client | None:
        client: Client | None = super()._load_application(client_id, request)
        if client and client.previous_secret_until and client.previous_secret_until > timezone.now():
            secrets = (client.client_secret, client.previous_secret)
            client.client_secret = BETWEEN.join(dict.fromkeys(secrets))  # this object alone; nothing saves it
        return client

    def _check_secret(self, provided_secret: str, stored_secret: str) -> bool:
        return any(fits(provided_secret, kept) for kept in stored_secret.split(BETWEEN))
