"""Who calls the API with a bearer token: the client it was given to, standing on the token's scopes at the client's sites."""

import hashlib

from django.utils import timezone
from django.utils.translation import gettext as _
from oauth2_provider.models import get_access_token_model
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from callcenter.access.permissions import stand
from callcenter.accounts.models import User
from callcenter.api import scopes
from callcenter.integrations.clients.models import Client
from callcenter.integrations.clients.services import note_use

KEYWORD = "bearer"
TOKEN_ADDRESS = "/api/oauth/token/"  # noqa: S105  an address, no secret


class ClientBearer(BaseAuthentication):
    """`Authorization: Bearer …`. The scope that the address needs is asked here, once, so that no view can forget it."""

    def authenticate(self, request: Request) -> tuple[User, Client] | None:
        keyword, _space, raw = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if keyword.lower() != KEYWORD:
            return None
        now = timezone.now()
        token = (
            get_access_token_model()
            .objects.select_related("application__user")
            .filter(
                token_checksum=hashlib.sha256(raw.strip().encode()).hexdigest(),
                expires__gt=now,
                application__is_active=True,
            )
            .first()
        )
        if token is None:
            raise AuthenticationFailed(
                _("The token is not valid, or its time is over. Get a new one at %(address)s.")
                % {"address": TOKEN_ADDRESS}
            )
        client: Client = token.application
        held = set(token.scope.split())
        _require_scope(request, scopes.completed(held & set(client.scopes)))
        stand(client.user, client.position(held))
        note_use(client, now)
        return client.user, client

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


def _require_scope(request: Request, held: set[str]) -> None:
    needed = scopes.needed(request.path, request.method or "")
    if needed is None:
        raise PermissionDenied(_("This address is for people who are logged in, not for API clients."))
    if needed and needed not in held:
        raise PermissionDenied(_("The token needs the scope %(scope)s.") % {"scope": needed})
