"""Language and theme: kept on the user, for visitors in cookies."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from callcenter.accounts.services import set_preference

THEME_COOKIE = "theme"
THEMES = {"auto": "", "light": "light", "dark": "dark"}
YEAR = 365 * 24 * 3600  # seconds


def theme_of(request: HttpRequest) -> str:
    """ "light", "dark", or "" for like the device."""
    user = getattr(request, "user", None)
    chosen = (
        user.theme if user is not None and user.is_authenticated else request.COOKIES.get(THEME_COOKIE, "")
    )
    return chosen if chosen in {"light", "dark"} else ""


def keep(request: HttpRequest, response: HttpResponse, *, theme: str | None, language: str | None) -> None:
    """Store the choice for this user and this browser. Unknown values are dropped."""
    changes: dict[str, str] = {}
    if theme in THEMES:
        changes["theme"] = THEMES[theme]
        _set_cookie(response, THEME_COOKIE, THEMES[theme])
    if language in dict(settings.LANGUAGES):
        changes["language"] = language
        _set_cookie(response, settings.LANGUAGE_COOKIE_NAME, language)
    if changes and request.user.is_authenticated:
        set_preference(request.user, **changes)


def _set_cookie(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
