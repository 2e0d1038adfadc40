"""Secrets and signatures under the Standard Webhooks scheme; checked by any of its libraries."""

import base64
import datetime
import secrets

from standardwebhooks.webhooks import Webhook

PURPOSE = "integrations.webhooks"  # of the key that secrets are kept with
BYTES = 32  # the scheme asks for 24 to 64


def new_secret() -> str:
    """A fresh secret in the scheme's form: whsec_ and base64."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def headers(message_id: str, body: str, *, at: datetime.datetime, with_secrets: list[str]) -> dict[str, str]:
    """The scheme's three headers. While a secret is being changed there are two, and a signature by each."""
    # the library reads the wall clock of the moment as UTC
    moment = at.astimezone(datetime.UTC)
    signatures = [Webhook(secret).sign(message_id, moment, body) for secret in with_secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
