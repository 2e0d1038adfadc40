"""Log-ins in the trail: in, refused, out; passwords and second factors. Django and allauth tell of them by signal."""

from typing import Any

from allauth.account import signals as account
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from callcenter.accounts.models import User
from callcenter.audit.services import record

VERBS = {
    "accounts.session.started": _("logged in"),
    "accounts.session.refused": _("could not log in"),
    "accounts.session.ended": _("logged out"),
    "accounts.password.changed": _("changed their password"),
    "accounts.password.set": _("set a password"),
    "accounts.password.reset": _("reset their password by e-mail"),
    "accounts.factor.added": _("added a second factor"),
    "accounts.factor.removed": _("removed a second factor"),
    "accounts.factor.renewed": _("renewed their recovery codes"),
    "accounts.factor.refused": _("gave a wrong second factor"),
}


def address_of(request: HttpRequest | None) -> str:
    """Where the request came from, seen past our own proxies; "" where that cannot be said."""
    return (get_client_ip(request) or "") if request is not None else ""


def _note(
    verb: str,
    request: HttpRequest | None,
    user: models.Model | None,
    *,
    site_id: int | None = None,
    **facts: Any,
) -> None:
    if user is not None and not isinstance(user, User):
        return
    after = {"address": address_of(request)} | facts
    with transaction.atomic():
        shown = {name: fact for name, fact in after.items() if fact}
        record(user, verb, user, after=shown, site_id=_site_of(user) if site_id is None else site_id)


def _site_of(user: User | None) -> int | None:
    """The site that the user works at, so that its director reads of it; None for a log-in of nobody there."""
    employee = getattr(user, "employee", None)
    return employee.site_id if employee is not None else None


def _factor(authenticator: Any) -> str:
    return str(authenticator.get_type_display()) if authenticator is not None else ""


def logged_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    _note("accounts.session.started", request, user)


def logged_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        _note("accounts.session.ended", request, user)


def refused(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """The log-in that was tried; nobody is logged in, so nobody is the actor.
    Of a name that no log-in has nothing is kept: it may be a password in the wrong box, and the trail forgets nothing.
    """
    typed = str(credentials.get("username") or credentials.get("email") or "").strip()
    known = User.objects.filter(username__iexact=typed).select_related("employee").first()
    _note(
        "accounts.session.refused",
        request,
        None,
        site_id=_site_of(known),
        username=known.username if known else "",
    )


def password_changed(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    _note("accounts.password.changed", request, user)


def password_set(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    _note("accounts.password.set", request, user)


def password_reset(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    _note("accounts.password.reset", request, user)


def factor_added(sender: Any, request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    _note("accounts.factor.added", request, user, factor=_factor(authenticator))


def factor_removed(sender: Any, request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    _note("accounts.factor.removed", request, user, factor=_factor(authenticator))


def factor_renewed(sender: Any, request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    _note("accounts.factor.renewed", request, user, factor=_factor(authenticator))


def factor_refused(
    sender: Any, request: HttpRequest, user: User, authenticator: Any = None, **kwargs: Any
) -> None:
    _note("accounts.factor.refused", request, user, factor=_factor(authenticator))


def listen() -> None:
    """Connect; called once at start."""
    for signal, receiver in (
        (auth.user_logged_in, logged_in),
        (auth.user_logged_out, logged_out),
        (auth.user_login_failed, refused),
        (account.password_changed, password_changed),
        (account.password_set, password_set),
        (account.password_reset, password_reset),
        (mfa.authenticator_added, factor_added),
        (mfa.authenticator_removed, factor_removed),
        (mfa.authenticator_reset, factor_renewed),
        (mfa.authentication_failed, factor_refused),
    ):
        signal.connect(receiver, dispatch_uid=f"audit.{receiver.__name__}")
