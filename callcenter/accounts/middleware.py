"""What a log-in carries into every request: the user's language, and the hold while the first password is in use."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponse]


class PreferredLanguageMiddleware:
    """The language kept on the user wins over the cookie and the browser's."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.user.language if request.user.is_authenticated else ""
        if chosen and chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        response = self.get_response(request)
        if chosen:
            response.headers["Content-Language"] = chosen
        return response


class FirstPasswordMiddleware:
    """Holds a user at the change-password page while the first password is still in use."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.must_change_password:
            names = ("account_change_password", "account_logout", "set_language", "web:set_preference")
            allowed = {reverse(name) for name in names}
            open_ways = ("/static/", "/api/v1/")  # the API says it itself, to programs
            if request.path not in allowed and not request.path.startswith(open_ways):
                return redirect("account_change_password")
        return self.get_response(request)
