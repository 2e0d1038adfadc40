"""How the API's schema names clients and their scopes."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from callcenter.api import scopes
from callcenter.integrations.clients.authentication import TOKEN_ADDRESS


class ClientBearerScheme(OpenApiAuthenticationExtension):
    """How the schema names it: OAuth2 client credentials with every scope."""

    target_class = "callcenter.integrations.clients.authentication.ClientBearer"
    name = "oauth2"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, object]:
        said = {scope: str(text) for scope, text in scopes.sentences().items()}
        return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": TOKEN_ADDRESS, "scopes": said}}}

    def get_security_requirement(
        self, auto_schema: AutoSchema
    ) -> dict[str, list[Any]] | list[dict[str, Any]]:
        needed = scopes.needed(auto_schema.path, auto_schema.method)
        if needed is None:
            return []  # for people alone
        return {self.name: [needed] if needed else []}
