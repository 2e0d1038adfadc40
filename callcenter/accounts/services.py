"""Every write to a log-in. Callers above (people, the profile page) check who may, and record it in the trail."""

import secrets

from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callcenter.accounts.models import User
from callcenter.objections import Objection, RuleViolation, define

define(
    {
        "accounts.username_taken": _("There is already a log-in with the user name %(username)s."),
        "accounts.username_empty": _("A log-in needs a user name."),
    }
)

# Without letters and digits that are read for one another (0 O, 1 l I).
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def temporary_password() -> str:
    """A first password that can be read out on the phone: four groups of four, some 79 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


@transaction.atomic
def create_login(username: str, *, email: str = "", language: str = "") -> tuple[User, str]:
    """A new log-in and its temporary password, to be shown once; it must be changed at the first log-in.

    Refused when the user name is taken (in any letter case) or empty.
    """
    username = username.strip()
    if not username:
        raise RuleViolation(Objection("accounts.username_empty", field="username"))
    taken = Objection("accounts.username_taken", {"username": username}, field="username")
    if User.objects.filter(username__iexact=username).exists():
        raise RuleViolation(taken)
    password = temporary_password()
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username, password, email=email, language=language, must_change_password=True
            )
    except IntegrityError as twice:  # somebody else created it between the look and the write
        raise RuleViolation(taken) from twice
    return user, password


def create_machine_login(username: str) -> User:
    """A log-in of a program: no password opens it, and no address can have one mailed. It acts through tokens alone."""
    return User.objects.create_user(username)


def rename_machine_login(user: User, username: str) -> None:
    """The name by which the trail shows a program, from now on."""
    user.username = username
    user.save(update_fields=["username"])


@transaction.atomic
def reset_password(user: User) -> str:
    """Give the log-in a new temporary password, shown once, and end its sessions. It must be changed at once."""
    user = User.objects.select_for_update().get(pk=user.pk)
    password = temporary_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(user)
    return password


def set_emails(emails: dict[User, str]) -> None:
    """Keep the addresses that links for forgotten passwords go to and that single sign-on may match: always the newest.
    An old one may belong to somebody else by now.
    """
    for user, email in emails.items():
        user.email = email
    User.objects.bulk_update(emails, ["email"], batch_size=500)


@transaction.atomic
def deactivate(user: User) -> None:
    """Close the log-in: nobody gets in with it any more, running sessions end. Its history stays."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)


@transaction.atomic
def activate(user: User) -> None:
    """Open a closed log-in again, with its old password."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = True
    user.save(update_fields=["is_active"])


@transaction.atomic
def clear_second_factors(user: User) -> None:
    """Take away authenticator apps, passkeys and recovery codes of somebody who lost them."""
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)


def end_sessions(user: User, *, but: str = "") -> int:
    """End all sessions of the user except the one with the key `but`; how many ended."""
    from allauth.usersessions.models import UserSession

    listed = UserSession.objects.filter(user=user).exclude(session_key=but)
    keys = list(listed.values_list("session_key", flat=True))
    listed.delete()
    return Session.objects.filter(session_key__in=keys).delete()[0]


def drop_ended_sessions() -> int:
    """Delete sessions past their end, and what was noted of them (address, browser); how many. Safe to run twice."""
    from allauth.usersessions.models import UserSession

    ended = Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return ended


def set_preference(user: User, *, language: str | None = None, theme: str | None = None) -> None:
    """Keep the language ("en", "zh-hans") or the theme ("light", "dark", "" for like the device)."""
    fields = []
    if language is not None:
        user.language = language
        fields.append("language")
    if theme is not None:
        user.theme = theme
        fields.append("theme")
    if fields:
        user.save(update_fields=fields)
