"""Keeping the catalogue: new items, new versions of items, items that hold no more. What was decided keeps its version."""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.objections import Objection, RuleViolation
from quality.conduct import access
from quality.conduct.catalogue.models import Item, ItemVersion, Per


@dataclass(frozen=True)
class ItemFacts:
    """What a version says and costs."""

    name: str
    name_zh: str
    least: int
    most: int
    per: str = Per.EACH
    is_breach: bool = False
    is_veto: bool = False
    source: str = ""


@transaction.atomic
def add_item(
    code: str, block: str, facts: ItemFacts, *, actor: Actor, since: datetime.date, today: datetime.date
) -> ItemVersion:
    """A new item that holds from `since` on."""
    require(access.may_keep_catalogue(actor))
    if found := _objections(facts, since, today):
        raise RuleViolation(found)
    try:
        with transaction.atomic():
            item = Item.objects.create(code=code.strip().upper(), block=block)
    except IntegrityError as error:
        raise RuleViolation(Objection("conduct.code_taken", {"code": code}, "code")) from error
    made = _version(item, facts, since)
    audit.record(actor, "conduct.item.added", item, after=_told(made))
    return made


@transaction.atomic
def change_item(
    item: Item, facts: ItemFacts, *, actor: Actor, since: datetime.date, today: datetime.date
) -> ItemVersion:
    """A new version from `since` on; the one before holds until the day before it."""
    item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    require(access.may_keep_catalogue(actor))
    last = item.versions.order_by("-period").first()
    found = _objections(facts, since, today)
    if last is not None and last.since >= since:
        found.append(Objection("conduct.version_ahead", {"on": last.since}, "since"))
    if found:
        raise RuleViolation(found)
    before = _told(last) if last is not None else {}
    if last is not None and (last.period.upper is None or last.period.upper > since):
        last.period = DateRange(last.since, since)
        last.save(update_fields=["period"])
    made = _version(item, facts, since)
    audit.record(actor, "conduct.item.changed", item, before=before, after=_told(made))
    return made


@transaction.atomic
def end_item(item: Item, *, actor: Actor, since: datetime.date, today: datetime.date) -> Item:
    """The item holds no more from `since` on."""
    item = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    require(access.may_keep_catalogue(actor))
    found = []
    last = item.versions.order_by("-period").first()
    if since <= today:
        found.append(Objection("conduct.from_tomorrow", field="since"))
    if last is None or last.since >= since:
        found.append(Objection("conduct.version_ahead", {"on": last.since if last else since}, "since"))
    if found or last is None:
        raise RuleViolation(found)
    last.period = DateRange(last.since, since)
    last.save(update_fields=["period"])
    audit.record(actor, "conduct.item.ended", item, after={"since": since.isoformat()})
    return item


def _objections(facts: ItemFacts, since: datetime.date, today: datetime.date) -> list[Objection]:
    found = []
    if not facts.name.strip():
        found.append(Objection("conduct.name_needed", field="name"))
    if facts.least > facts.most:
        found.append(Objection("conduct.range_inverted", field="most"))
    if since <= today:
        found.append(Objection("conduct.from_tomorrow", field="since"))
    return found


def _version(item: Item, facts: ItemFacts, since: datetime.date) -> ItemVersion:
    return ItemVersion.objects.create(
        item=item,
        period=DateRange(since, None),
        name=facts.name.strip(),
        name_zh=facts.name_zh.strip(),
        least=facts.least,
        most=facts.most,
        per=facts.per,
        is_breach=facts.is_breach,
        is_veto=facts.is_veto,
        source=facts.source.strip(),
    )


def _told(version: ItemVersion) -> dict[str, object]:
    return {
        "name": version.name,
        "points": version.points,
        "since": version.since.isoformat(),
        "is_breach": version.is_breach,
        "is_veto": version.is_veto,
    }
