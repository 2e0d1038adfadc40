"""Secret addresses: made with the complaint, found by what the customer holds, withdrawn by the service department."""

import base64
import datetime
import hashlib
import hmac
import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from callcenter.rulebook.values import value
from complaints.cases.access import may_serve
from complaints.cases.models import Case
from complaints.intake.links.models import StatusLink

BYTES = 32


def new_form_key() -> str:
    """256 random bits: they name one form that was handed out, and are what its secret address is made of."""
    return secrets.token_urlsafe(BYTES)


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(form_key: str) -> str:
    """The secret of the address that belongs to a form: 256 bits that nobody can work out without SECRET_KEY and the form.

    Made anew rather than kept, so that a form that is sent twice leads to the same address.
    """
    digest = hmac.digest(
        settings.SECRET_KEY.encode(), b"complaints.intake.link:" + form_key.encode(), "sha256"
    )
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def make(case: Case, form_key: str, *, language: str, sender_hash: str = "", phone_key: str = "") -> str:
    """The link of a complaint that has just been recorded, in the same transaction; gives the secret."""
    token = token_of(form_key)
    StatusLink.objects.create(
        case=case,
        token_hash=hashed(token),
        form_hash=hashed(form_key),
        sender_hash=sender_hash,
        phone_key=phone_key,
        language=language,
        expires_at=timezone.now() + datetime.timedelta(days=value("intake.link_days", case.site)),
    )
    return token


def find(token: str) -> StatusLink | None:
    """The link with that secret while it is open; None for every other secret alike."""
    rows = StatusLink.objects.filter(token_hash=hashed(token), revoked_at=None, expires_at__gt=timezone.now())
    return rows.select_related("case__site", "case__merged_into").first()


@transaction.atomic
def revoke(link: StatusLink, *, actor: Actor) -> StatusLink:
    """Close the address: whoever has it sees nothing more."""
    link = StatusLink.objects.select_for_update(of=("self",)).select_related("case").get(pk=link.pk)
    require(may_serve(actor, link.case))
    if link.revoked_at is not None:
        raise RuleViolation(Objection("intake.link_revoked", {"reference": link.case.reference}))
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    audit.record(actor, "intake.link.revoked", link.case)
    return link
