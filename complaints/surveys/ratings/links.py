"""The secret of an invitation: 256 bits that the server's key makes of a random number; the database keeps the hash alone."""

import hashlib
import hmac
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode

from complaints.surveys.ratings.models import Invitation

SALT = b"surveys.invitation:"


def fresh_nonce() -> bytes:
    """32 random bytes."""
    return secrets.token_bytes(32)


def token_of(nonce: bytes) -> str:
    """The secret in the link: 43 letters. Who reads the database alone cannot make it."""
    key = settings.SECRET_KEY.encode()
    return urlsafe_base64_encode(hmac.new(key, SALT + bytes(nonce), hashlib.sha256).digest())


def hash_of(token: str) -> str:
    """What is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()


def path(invitation: Invitation) -> str:
    """The address of the customer's page. After a change of the server's key the new secret takes the old one's place."""
    token = token_of(bytes(invitation.nonce))
    if hash_of(token) != invitation.token_hash:
        invitation.token_hash = hash_of(token)
        invitation.save(update_fields=["token_hash"])
    return reverse("surveys:answer", args=[token])


def found(token: str) -> Invitation | None:
    """The invitation of that secret."""
    rows = Invitation.objects.filter(token_hash=hash_of(token))
    return rows.select_related("site", "employee").first()
