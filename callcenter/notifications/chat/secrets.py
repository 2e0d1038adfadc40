"""Addresses of chat groups as they are kept: encrypted with a key made from SECRET_KEY, never shown or logged again."""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """The address was encrypted with a SECRET_KEY that is known no more; it has to be entered again."""


def _box() -> MultiFernet:
    """The newest key encrypts; those of SECRET_KEY_FALLBACKS still open what they closed."""
    keys = []
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        derived = HKDF(SHA256(), length=32, salt=None, info=b"callcenter.notifications.chat").derive(
            secret.encode()
        )
        keys.append(Fernet(base64.urlsafe_b64encode(derived)))
    return MultiFernet(keys)


def closed(address: str) -> str:
    """The address, encrypted."""
    return _box().encrypt(address.encode()).decode()


def opened(kept: str) -> str:
    """The address in clear, for the moment of posting."""
    try:
        return _box().decrypt(kept.encode()).decode()
    except InvalidToken as unreadable:
        raise Unreadable from unreadable
