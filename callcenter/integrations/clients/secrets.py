"""Secrets of API clients: made at random, kept as a digest."""

import hashlib
import secrets

from django.utils.crypto import constant_time_compare


def new_secret() -> str:
    """288 random bits, to be shown once."""
    return secrets.token_urlsafe(36)


def digest(secret: str) -> str:
    """What is kept. Nobody guesses 288 random bits, so a quick hash is enough and the token endpoint stays quick."""
    return "sha256$" + hashlib.sha256(secret.encode()).hexdigest()


def fits(secret: str, kept: str) -> bool:
    """Whether this is the secret that was kept; never for an empty one."""
    return bool(secret and kept) and constant_time_compare(digest(secret), kept)
