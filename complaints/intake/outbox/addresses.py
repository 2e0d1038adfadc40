"""Message-IDs of our own letters: signed, so that an answer to one is known to be an answer to it. Pure but for the key."""

import hmac
import re
import secrets
from email.utils import parseaddr

from django.conf import settings

SHAPE = re.compile(r"case\.(\d{1,18})\.([0-9a-f]{16})\.([0-9a-f]{32})@[^\s<>@]+")


def _signature(case_id: int, nonce: str) -> str:
    signed = f"complaints.intake.message-id:{case_id}:{nonce}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), signed, "sha256").hexdigest()[:32]


def domain() -> str:
    """What our Message-IDs end with: the domain that our letters come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def new_message_id(case_id: int) -> str:
    """<case.42.nonce.signature@domain>"""
    nonce = secrets.token_hex(8)
    return f"<case.{case_id}.{nonce}.{_signature(case_id, nonce)}@{domain()}>"


def case_ids(references: str) -> list[int]:
    """The complaints whose letters an In-Reply-To or References header names, the newest first; forged ones are left out."""
    found = []
    for case_id, nonce, signature in SHAPE.findall(references):
        if hmac.compare_digest(_signature(int(case_id), nonce), signature):
            found.append(int(case_id))
    return list(dict.fromkeys(reversed(found)))
