"""Who a single sign-on identity is here: matched by employee number, else by an e-mail address its provider proved."""

from typing import Any

from callcenter.accounts.models import User


def claims(extra_data: dict[str, Any]) -> dict[str, Any]:
    """The claims of userinfo, else of the ID token."""
    return extra_data.get("userinfo") or extra_data.get("id_token") or extra_data


def is_taken(found: dict[str, Any], user_claim: str) -> bool:
    """Whether some log-in has the claim's value as its user name, also a closed one: nobody else is made under it."""
    return User.objects.filter(username__iexact=str(found.get(user_claim) or "").strip()).exists()


def find_user(found: dict[str, Any], user_claim: str) -> User | None:
    """The active log-in whose user name is the claim's value; else the only one with the verified e-mail address."""
    number = str(found.get(user_claim) or "").strip()
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
