"""Setting up chat channels. The address comes in, is encrypted, and comes out only to post."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, require
from callcenter.audit.services import record
from callcenter.integrations.sealing import seal
from callcenter.notifications import access, errors, kinds
from callcenter.notifications.chat import addresses, posting
from callcenter.notifications.chat.models import ChatChannel
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Site, Team


@transaction.atomic
def add_channel(
    site: Site,
    *,
    name: str,
    address: str,
    kinds: Iterable[str],
    language: str,
    actor: Actor,
    team: Team | None = None,
) -> ChatChannel:
    """A new channel of the site or one of its teams. Refused for an address that no service switched on has."""
    require(access.may_edit_channels(actor, site.pk, Action.CREATE))
    channel = ChatChannel(site=site)
    _fill(channel, name=name, address=address, kinds=kinds, language=language, team=team)
    channel.save()
    record(actor, "notifications.channel.added", channel, after=_facts(channel))
    return channel


@transaction.atomic
def change_channel(
    channel: ChatChannel,
    *,
    name: str,
    address: str,
    kinds: Iterable[str],
    language: str,
    is_active: bool,
    actor: Actor,
    team: Team | None = None,
) -> ChatChannel:
    """Change it; an empty address keeps the one it has."""
    channel = ChatChannel.objects.select_for_update(of=("self",)).get(pk=channel.pk)
    require(access.may_edit_channels(actor, channel.site_id))
    before = _facts(channel)
    _fill(channel, name=name, address=address, kinds=kinds, language=language, team=team)
    channel.is_active = is_active
    channel.save()
    after = _facts(channel) | ({"address": "changed"} if address else {})
    if before != after:
        record(actor, "notifications.channel.changed", channel, before=before, after=after)
    return channel


def try_channel(channel: ChatChannel, *, actor: Actor) -> None:
    """Post a sentence there now. Refused with the reason when the group does not get it; the try is on record."""
    require(access.may_edit_channels(actor, channel.site_id))
    why = ""
    with translation.override(channel.language), timezone.override(channel.site.zone):
        text = _("A test from Call center operations: “%(name)s” of %(site)s will be told of events here.")
        text %= {"name": channel.name, "site": channel.site}
    try:
        posting.post(channel, text)
    except posting.NotPosted as failure:
        why = errors.sentence(failure.kept)
    with transaction.atomic():
        record(actor, "notifications.channel.tested", channel, after={"worked": not why}, reason=why)
    if why:
        raise RuleViolation(Objection("notifications.not_posted", {"why": why}))


def _fill(channel: ChatChannel, *, name: str, address: str, team: Team | None, **fields: Any) -> None:
    found = []
    if team is not None and team.department.site_id != channel.site_id:
        found.append(Objection("notifications.team_elsewhere", {"team": team}, field="team"))
    same = ChatChannel.objects.filter(site=channel.site, name=name).exclude(pk=channel.pk)
    if same.exists():
        found.append(Objection("notifications.channel_name_taken", {"name": name}, field="name"))
    read = addresses.read(address) if address else None
    if (address and read is None) or (not address and not channel.address):
        found.append(Objection("notifications.address_unknown", field="address"))
    if found:
        raise RuleViolation(found)
    channel.name, channel.team, channel.language = name, team, fields["language"]
    channel.kinds = sorted(key for key in set(fields["kinds"]) if kinds.get(key).is_for_teams)
    if read is not None:
        channel.service, channel.hint, channel.address = (
            read.service,
            read.hint,
            seal(read.url, addresses.SEALED_FOR),
        )


def _facts(channel: ChatChannel) -> dict[str, Any]:
    """What the trail keeps: nothing of the address but its last letters."""
    return {
        "name": channel.name,
        "team": str(channel.team) if channel.team else "",
        "service": channel.service,
        "hint": channel.hint,
        "kinds": channel.kinds,
        "language": channel.language,
        "active": channel.is_active,
    }
