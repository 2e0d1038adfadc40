"""Publishing, changing, withdrawing and confirming bulletins."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit.services import record
from callcenter.files.attachments.services import attach_all
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Department, Site, Team
from staffing.records.access import me
from staffing.records.bulletins import access, rules
from staffing.records.bulletins.models import Bulletin, BulletinVersion, Receipt
from staffing.records.bulletins.rules import Audience
from staffing.records.bulletins.selectors import addressed


@dataclass(frozen=True)
class BulletinFacts:
    """What a bulletin says, to whom, and for how long. `valid_from` None: at once."""

    title: str
    text: str
    departments: Sequence[Department] = ()
    teams: Sequence[Team] = ()
    posts: Sequence[str] = ()
    must_read: bool = True
    valid_from: datetime.datetime | None = None
    valid_until: datetime.datetime | None = None

    @property
    def audience(self) -> Audience:
        return Audience(
            frozenset(one.pk for one in self.departments),
            frozenset(one.pk for one in self.teams),
            frozenset(self.posts),
        )


@transaction.atomic
def publish_bulletin(
    site: Site, facts: BulletinFacts, *, actor: Actor, files: Sequence[File] = ()
) -> Bulletin:
    """Publish a bulletin; everybody it is for hears of it when it holds."""
    now = timezone.now()
    require(access.may_publish(actor, site, facts.audience))
    start = facts.valid_from or now
    _check(site, facts, start)
    made = Bulletin.objects.create(
        site=site,
        title=facts.title.strip(),
        text=facts.text.strip(),
        posts=list(facts.posts),
        must_read=facts.must_read,
        valid_from=start,
        valid_until=facts.valid_until,
        published_by=user_of(actor),
        published_at=now,
        changed_at=now,
    )
    made.departments.set(facts.departments)
    made.teams.set(facts.teams)
    _keep_version(made, "", True, actor, now)
    if files:
        attach_all(made, files, actor=actor)
    record(actor, "records.bulletin.published", made, after=_told(made, facts))
    if start <= now:
        tell_of(made)
    return made


@transaction.atomic
def change_bulletin(
    bulletin: Bulletin,
    facts: BulletinFacts,
    *,
    actor: Actor,
    note: str,
    asks_again: bool = True,
    expected: int | None = None,
) -> Bulletin:
    """Say something else. `asks_again`: everybody has to confirm anew; else receipts stand. `expected`: the version that was seen."""
    bulletin = Bulletin.objects.select_for_update(of=("self",)).select_related("site").get(pk=bulletin.pk)
    now = timezone.now()
    require(access.may_change(actor, bulletin) and access.may_publish(actor, bulletin.site, facts.audience))
    if bulletin.withdrawn_at is not None:
        raise RuleViolation(Objection("bulletins.is_withdrawn"))
    if expected is not None and expected != bulletin.number:
        raise RuleViolation(Objection("bulletins.moved_on", {"number": bulletin.number}))
    start = facts.valid_from or bulletin.valid_from
    _check(bulletin.site, facts, start)
    if not note.strip():
        raise RuleViolation(Objection("bulletins.note_needed", field="note"))
    before = {"title": bulletin.title, "text": bulletin.text, "version": bulletin.number}
    bulletin.title, bulletin.text = facts.title.strip(), facts.text.strip()
    bulletin.posts, bulletin.must_read = list(facts.posts), facts.must_read
    bulletin.valid_from, bulletin.valid_until = start, facts.valid_until
    bulletin.number += 1
    bulletin.changed_at = now
    if asks_again:
        bulletin.read_from = bulletin.number
    bulletin.save()
    bulletin.departments.set(facts.departments)
    bulletin.teams.set(facts.teams)
    _keep_version(bulletin, note.strip(), asks_again, actor, now)
    record(
        actor,
        "records.bulletin.changed",
        bulletin,
        before=before,
        after=_told(bulletin, facts),
        reason=note.strip(),
    )
    if asks_again and bulletin.holds(now):
        tell_of(bulletin)
    return bulletin


@transaction.atomic
def withdraw_bulletin(bulletin: Bulletin, *, actor: Actor, reason: str) -> Bulletin:
    """Take a bulletin back: it asks nobody any more and stays readable."""
    bulletin = Bulletin.objects.select_for_update(of=("self",)).select_related("site").get(pk=bulletin.pk)
    require(access.may_change(actor, bulletin))
    if bulletin.withdrawn_at is not None:
        raise RuleViolation(Objection("bulletins.is_withdrawn"))
    if not reason.strip():
        raise RuleViolation(Objection("bulletins.note_needed", field="reason"))
    bulletin.withdrawn_at = timezone.now()
    bulletin.save(update_fields=["withdrawn_at"])
    record(actor, "records.bulletin.withdrawn", bulletin, reason=reason.strip())
    return bulletin


@transaction.atomic
def confirm_bulletin(bulletin: Bulletin, *, actor: Actor, number: int | None = None) -> Receipt:
    """Confirm having read it. `number`: the version that was on the screen; a later one has to be read itself.

    Twice is once. Only who it is addressed to confirms, and nobody for another.
    """
    bulletin = Bulletin.objects.select_for_update(of=("self",)).select_related("site").get(pk=bulletin.pk)
    employee_id = me(actor)
    require(employee_id is not None and Bulletin.objects.addressed_to(actor).filter(pk=bulletin.pk).exists())
    if bulletin.withdrawn_at is not None:
        raise RuleViolation(Objection("bulletins.is_withdrawn"))
    if number is not None and number != bulletin.number:
        raise RuleViolation(Objection("bulletins.moved_on", {"number": bulletin.number}))
    receipt, is_new = Receipt.objects.get_or_create(
        bulletin=bulletin, employee_id=employee_id or 0, number=bulletin.number
    )
    if is_new:
        record(actor, "records.bulletin.confirmed", bulletin, after={"version": bulletin.number})
    return receipt


def tell_of(bulletin: Bulletin) -> int:
    """Tell everybody it is for; each hears of each version that asks to be read once."""
    people = addressed(bulletin, bulletin.site.today()).exclude(user=None)
    kind = "records.bulletin_to_read" if bulletin.must_read else "records.bulletin_new"
    return notify(
        kind,
        recipients=list(people.values_list("user_id", flat=True)),
        subject=bulletin,
        figures={"title": bulletin.title},
        key=f"{bulletin.pk}:{bulletin.read_from}",
        site_id=bulletin.site_id,
    )


def _check(site: Site, facts: BulletinFacts, start: datetime.datetime) -> None:
    found = rules.objections(
        title=facts.title, text=facts.text, valid_from=start, valid_until=facts.valid_until
    )
    elsewhere = [one for one in facts.departments if one.site_id != site.pk]
    elsewhere_teams = [one for one in facts.teams if one.department.site_id != site.pk]
    if elsewhere or elsewhere_teams:
        found.append(Objection("bulletins.other_site", field="teams"))
    if found:
        raise RuleViolation(found)


def _keep_version(
    bulletin: Bulletin, note: str, asks_again: bool, actor: Actor, now: datetime.datetime
) -> None:
    BulletinVersion.objects.create(
        bulletin=bulletin,
        number=bulletin.number,
        title=bulletin.title,
        text=bulletin.text,
        note=note,
        asks_again=asks_again,
        published_by=user_of(actor),
        published_at=now,
    )


def _told(bulletin: Bulletin, facts: BulletinFacts) -> dict[str, Any]:
    return {
        "title": bulletin.title,
        "text": bulletin.text,
        "version": bulletin.number,
        "departments": [one.code for one in facts.departments],
        "teams": [one.code for one in facts.teams],
        "posts": list(facts.posts),
        "must_read": bulletin.must_read,
        "valid_from": bulletin.valid_from.isoformat(),
        "valid_until": bulletin.valid_until.isoformat() if bulletin.valid_until else None,
    }
