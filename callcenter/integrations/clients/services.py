"""Registering, changing, rotating and disabling API clients. A secret is handed back once and kept only as its hash."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from oauth2_provider.models import get_access_token_model

from callcenter import rulebook
from callcenter.access.permissions import Actor, require
from callcenter.accounts import services as accounts
from callcenter.api import scopes as offered
from callcenter.audit import services as audit
from callcenter.integrations.clients import access
from callcenter.integrations.clients.models import Client
from callcenter.integrations.clients.secrets import digest, new_secret
from callcenter.integrations.webhooks import services as webhooks
from callcenter.objections import Objection, RuleViolation, refuse
from callcenter.people.models import Site

LOGIN = "API · "  # how the trail names a client's log-in; no employee number begins so
OVERLAP = "integrations.secret_overlap"


@dataclass(frozen=True)
class ClientFacts:
    """What a client may do, and where. `is_everywhere`: at every site, also those that come later."""

    name: str
    scopes: tuple[str, ...]
    sites: tuple[Site, ...] = ()
    is_everywhere: bool = False

    def as_data(self) -> dict[str, Any]:
        """For the trail: codes, not keys."""
        sites = "*" if self.is_everywhere else sorted(site.code for site in self.sites)
        return {"name": self.name, "scopes": sorted(self.scopes), "sites": sites}


def facts_of(client: Client) -> ClientFacts:
    """The client's facts as they stand."""
    return ClientFacts(client.name, tuple(client.scopes), tuple(client.sites.all()), client.is_everywhere)


@transaction.atomic
def register_client(facts: ClientFacts, *, actor: Actor) -> tuple[Client, str]:
    """A new client and its secret, to be shown once."""
    require(actor is None or access.may_manage(actor))
    refuse(_objections(facts))
    secret = new_secret()
    client = Client(
        name=facts.name,
        scopes=sorted(facts.scopes),
        is_everywhere=facts.is_everywhere,
        client_type=Client.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Client.GRANT_CLIENT_CREDENTIALS,
        client_secret=digest(secret),
        hash_client_secret=False,  # it is hashed already, by `digest`
        user=accounts.create_machine_login(LOGIN + facts.name),
    )
    client.save(force_insert=True)
    client.sites.set(() if facts.is_everywhere else facts.sites)
    audit.record(actor, "integrations.client.registered", client, after=facts.as_data())
    return client, secret


@transaction.atomic
def change_client(
    client: Client, facts: ClientFacts, *, actor: Actor, expected: ClientFacts | None = None
) -> Client:
    """Other name, scopes or sites, at once: tokens that are out keep no scope that the client has lost.

    `expected` is what the editor saw; refused when somebody else has changed it since.
    """
    client = _locked(client)
    require(actor is None or access.may_manage(actor))
    before = facts_of(client)
    if expected is not None and expected.as_data() != before.as_data():
        raise RuleViolation(stale())
    refuse(_objections(facts, but=client))
    if facts.as_data() == before.as_data():
        return client
    client.name, client.scopes, client.is_everywhere = facts.name, sorted(facts.scopes), facts.is_everywhere
    client.save(update_fields=["name", "scopes", "is_everywhere", "updated"])
    client.sites.set(() if facts.is_everywhere else facts.sites)
    if before.name != facts.name:
        accounts.rename_machine_login(client.user, LOGIN + facts.name)
    audit.record(actor, "integrations.client.changed", client, before=before.as_data(), after=facts.as_data())
    webhooks.switch_off_lost(client.user, actor=actor)
    return client


@transaction.atomic
def rotate_secret(client: Client, *, keep_old: bool, actor: Actor) -> str:
    """A new secret, to be shown once. `keep_old`: the one before stays valid for the rulebook's hours, so that the other
    system can change over; else it, and every token that is out, ends now. A third one is never valid.
    """
    client = _locked(client)
    require(actor is None or access.may_manage(actor))
    now = timezone.now()
    until = now + rulebook.value(OVERLAP) if keep_old else None
    secret = new_secret()
    client.previous_secret = client.client_secret if until else ""
    client.previous_secret_until = until
    client.client_secret, client.secret_made_at = digest(secret), now
    client.save(
        update_fields=[
            "client_secret",
            "previous_secret",
            "previous_secret_until",
            "secret_made_at",
            "updated",
        ]
    )
    if until is None:
        _end_tokens(client)
    audit.record(
        actor,
        "integrations.client.secret_rotated",
        client,
        after={"old_secret_until": client.previous_secret_until},
    )
    return secret


@transaction.atomic
def disable_client(client: Client, *, reason: str, actor: Actor) -> Client:
    """Out of use at once: its tokens end, its log-in closes, its jobs are refused, its webhooks are switched off. Its history stays."""
    client = _locked(client)
    require(actor is None or access.may_manage(actor))
    if not client.is_active:
        raise RuleViolation(Objection("integrations.client_is_disabled", {"name": client.name}))
    client.is_active = False
    client.save(update_fields=["is_active", "updated"])
    accounts.deactivate(client.user)
    _end_tokens(client)
    audit.record(actor, "integrations.client.disabled", client, reason=reason)
    webhooks.switch_off_lost(client.user, actor=actor)
    return client


@transaction.atomic
def enable_client(client: Client, *, actor: Actor) -> Client:
    """In use again, with the secret it had."""
    client = _locked(client)
    require(actor is None or access.may_manage(actor))
    if client.is_active:
        raise RuleViolation(Objection("integrations.client_is_enabled", {"name": client.name}))
    client.is_active = True
    client.save(update_fields=["is_active", "updated"])
    accounts.activate(client.user)
    audit.record(actor, "integrations.client.enabled", client)
    return client


def stale() -> Objection:
    """Somebody else has changed the client since its form was opened."""
    return Objection("people.stale")


def note_use(client: Client, now: datetime.datetime) -> None:
    """Remember that it called, at most once a minute: not every request should cost a write."""
    minute = now.replace(second=0, microsecond=0)
    if client.last_used_at is None or client.last_used_at < minute:
        Client.objects.filter(pk=client.pk).update(last_used_at=now)


def drop_ended_tokens() -> int:
    """Delete tokens past their end; how many. Safe to run twice."""
    return get_access_token_model().objects.filter(expires__lt=timezone.now()).delete()[0]


def _locked(client: Client) -> Client:
    return Client.objects.select_for_update(of=("self",)).select_related("user").get(pk=client.pk)


def _objections(facts: ClientFacts, *, but: Client | None = None) -> Iterable[Objection]:
    others = Client.objects.exclude(pk=but.pk) if but else Client.objects.all()
    if others.filter(name__iexact=facts.name).exists():
        yield Objection("integrations.client_name_taken", {"name": facts.name}, field="name")
    if not facts.scopes:
        yield Objection("integrations.client_needs_scope", field="scopes")
    if unknown := sorted(set(facts.scopes) - offered.sentences().keys()):
        yield Objection("integrations.client_unknown_scope", {"scopes": ", ".join(unknown)}, field="scopes")
    if not facts.is_everywhere and not facts.sites:
        yield Objection("integrations.client_needs_site", field="sites")


def _end_tokens(client: Client) -> None:
    get_access_token_model().objects.filter(application=client).delete()
