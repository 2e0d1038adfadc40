"""Who calls the API from a browser: the session of the pages, with its CSRF token on every writing request."""

from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from callcenter.accounts.models import User


class BrowserSession(SessionAuthentication):
    """The log-in of the pages. Someone who is not logged in gets 401, not 403: logging in would help."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        found = super().authenticate(request)
        if found and found[0].must_change_password:
            raise PermissionDenied(_("Change your first password before you go on."))
        return found

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="api"'
