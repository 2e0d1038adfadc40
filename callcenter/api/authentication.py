"""Who calls the API: today the browser's session, with its CSRF token on every writing request."""

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class BrowserSession(SessionAuthentication):
    """The log-in of the pages. Someone who is not logged in gets 401, not 403: logging in would help."""

    def authenticate_header(self, request: Request) -> str:
        return 'Session realm="api"'
