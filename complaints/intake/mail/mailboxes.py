"""Setting mailboxes up: passwords and secrets are kept encrypted and never shown again."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.integrations.sealing import seal
from callcenter.integrations.webhooks.signing import new_secret
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Site
from complaints.intake.mail import access
from complaints.intake.mail.models import SEALED_FOR, Mailbox

WRITTEN = ("address", "host", "port", "security", "user", "folder", "language", "is_active")
PLACE = ("host", "port", "user", "folder")


@transaction.atomic
def add_mailbox(site: Site, given: Mapping[str, Any], *, actor: Actor) -> Mailbox:
    """A new mailbox of the site; `given` are its fields, `password` among them."""
    require(access.may_set_up(actor, site.pk))
    mailbox = Mailbox(site=site)
    _write(mailbox, given)
    _save(mailbox)
    audit.record(actor, "intake.mailbox.added", mailbox, after=_facts(mailbox))
    return mailbox


@transaction.atomic
def change_mailbox(mailbox: Mailbox, given: Mapping[str, Any], *, actor: Actor) -> Mailbox:
    """Other settings; an empty password leaves the one that is kept. Another place is read from now on."""
    mailbox = Mailbox.objects.select_for_update(of=("self",)).get(pk=mailbox.pk)
    require(access.may_set_up(actor, mailbox.site_id))
    before = _facts(mailbox)
    was = [getattr(mailbox, name) for name in PLACE]
    _write(mailbox, given)
    if was != [getattr(mailbox, name) for name in PLACE]:
        mailbox.uid_validity, mailbox.last_uid, mailbox.trouble, mailbox.failing_since = None, 0, "", None
    _save(mailbox)
    after = _facts(mailbox) | ({"password": "changed"} if given.get("password") else {})
    audit.record(actor, "intake.mailbox.changed", mailbox, before=before, after=after)
    return mailbox


@transaction.atomic
def renew_secret(mailbox: Mailbox, *, actor: Actor) -> str:
    """A new secret for the webhook, shown to the caller once; the one before stops working."""
    mailbox = Mailbox.objects.select_for_update(of=("self",)).get(pk=mailbox.pk)
    require(access.may_set_up(actor, mailbox.site_id))
    secret = new_secret()
    mailbox.webhook_secret = seal(secret, SEALED_FOR)
    mailbox.save(update_fields=["webhook_secret"])
    audit.record(actor, "intake.mailbox.secret_renewed", mailbox)
    return secret


@transaction.atomic
def close_webhook(mailbox: Mailbox, *, actor: Actor) -> Mailbox:
    """Nobody may post to it any more."""
    mailbox = Mailbox.objects.select_for_update(of=("self",)).get(pk=mailbox.pk)
    require(access.may_set_up(actor, mailbox.site_id))
    mailbox.webhook_secret = ""
    mailbox.save(update_fields=["webhook_secret"])
    audit.record(actor, "intake.mailbox.webhook_closed", mailbox)
    return mailbox


def _write(mailbox: Mailbox, given: Mapping[str, Any]) -> None:
    for name in WRITTEN:
        if name in given:
            setattr(mailbox, name, given[name])
    mailbox.address = mailbox.address.strip().lower()
    if given.get("password"):
        mailbox.password = seal(given["password"], SEALED_FOR)
    if mailbox.host and not (mailbox.user and mailbox.password):
        raise RuleViolation(Objection("intake.mailbox_without_login", {}, "password"))


def _save(mailbox: Mailbox) -> None:
    try:
        with transaction.atomic():
            mailbox.save()
    except IntegrityError as error:
        if "address" not in str(error):
            raise
        raise RuleViolation(
            Objection("intake.mailbox_twice", {"address": mailbox.address}, "address")
        ) from error


def _facts(mailbox: Mailbox) -> dict[str, Any]:
    return {name: getattr(mailbox, name) for name in WRITTEN}
