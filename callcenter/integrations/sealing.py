"""Secrets at rest: encrypted with a key made from SECRET_KEY for one purpose, never shown or logged again."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class UnreadableError(Exception):
    """The secret was encrypted with a SECRET_KEY that is known no more; a new one has to be made."""


def seal(secret: str, purpose: str) -> str:
    """The secret, encrypted."""
    return _box(purpose).encrypt(secret.encode()).decode()


def unseal(kept: str, purpose: str) -> str:
    """The secret in clear, for the moment of use."""
    try:
        return _box(purpose).decrypt(kept.encode()).decode()
    except InvalidToken as unreadable:
        raise UnreadableError from unreadable


def _box(purpose: str) -> MultiFernet:
    """The newest key encrypts; those of SECRET_KEY_FALLBACKS still open what they closed."""
    keys = []
    for secret in (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)):
        made = HKDF(SHA256(), length=32, salt=None, info=f"callcenter.{purpose}".encode())
        keys.append(Fernet(base64.urlsafe_b64encode(made.derive(secret.encode()))))
    return MultiFernet(keys)
