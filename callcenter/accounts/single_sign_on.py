"""Who a single sign-on identity is here: matched by employee number, else by an e-mail address its provider proved."""

from collections.abc import Callable
from typing import Any

from callcenter.accounts.models import User

_admits: Callable[[str], bool] = lambda number: True  # noqa: E731
_tie: Callable[[User, str], None] = lambda user, number: None  # noqa: E731


def provide_employees(*, admits: Callable[[str], bool], tie: Callable[[User, str], None]) -> None:
    """Called once by people at start: accounts sits below people and cannot import it.

    `admits(number)`: whether a log-in may be made for the claim's value; `tie(user, number)` gives the new log-in to
    the employee of that number.
    """
    global _admits, _tie
    _admits, _tie = admits, tie


def admits(found: dict[str, Any], user_claim: str) -> bool:
    """Whether somebody without a log-in may get one on the way in: not who has left, nor under a name that is taken."""
    return not is_taken(found, user_claim) and _admits(number_in(found, user_claim))


def tie(user: User, found: dict[str, Any], user_claim: str) -> None:
    """Give the log-in that was just made to the employee whose number the claim holds."""
    if number := number_in(found, user_claim):
        _tie(user, number)


def number_in(found: dict[str, Any], user_claim: str) -> str:
    """The claim's value: the employee number."""
    return str(found.get(user_claim) or "").strip()


def claims(extra_data: dict[str, Any]) -> dict[str, Any]:
    """The claims of userinfo, else of the ID token."""
    return extra_data.get("userinfo") or extra_data.get("id_token") or extra_data


def is_of_one_person(extra_data: dict[str, Any]) -> bool:
    """Whether userinfo and the ID token speak of the same subject, as far as both are there (OpenID Connect Core 5.3.2)."""
    subjects = {str(extra_data[part].get("sub")) for part in ("userinfo", "id_token") if extra_data.get(part)}
    return len(subjects) <= 1


def is_taken(found: dict[str, Any], user_claim: str) -> bool:
    """Whether some log-in has the claim's value as its user name, also a closed one: nobody else is made under it."""
    return User.objects.filter(username__iexact=number_in(found, user_claim)).exists()


def find_user(found: dict[str, Any], user_claim: str) -> User | None:
    """The active log-in whose user name is the claim's value; else the only one with the verified e-mail address."""
    number = number_in(found, user_claim)
    if number:
        user = User.objects.filter(username__iexact=number, is_active=True).first()
        if user is not None:
            return user
    email = str(found.get("email") or "").strip()
    if email and found.get("email_verified") is True:
        matching = list(User.objects.filter(email__iexact=email, is_active=True)[:2])
        if len(matching) == 1:
            return matching[0]
    return None
