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
    cookie = {
        "max_age": YEAR,
        "secure": settings.SESSION_COOKIE_SECURE,
        "httponly": True,
        "samesite": "Lax",
    }
    changes: dict[str, str] = {}
    if theme in THEMES:
        changes["theme"] = THEMES[theme]
        response.set_cookie(THEME_COOKIE, THEMES[theme], **cookie)
    if language in dict(settings.LANGUAGES):
        changes["language"] = language
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, **cookie)
    if changes and request.user.is_authenticated:
        set_preference(request.user, **changes)
