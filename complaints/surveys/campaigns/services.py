"""Drawing up a campaign, drawing its sample, ending it, and the next round of a regular one (S2A-11)."""

import datetime
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, user_of
from callcenter.audit.services import record
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Site
from callcenter.rulebook.values import value
from callcenter.workcalendar.periods import Kind, period_of
from complaints.cases.models import CauseClass
from complaints.surveys import permits, rules, sources
from complaints.surveys.campaigns.models import Campaign, CampaignState, Repeats
from complaints.surveys.ratings import mailing
from complaints.surveys.ratings.models import Invitation, InvitationState, MailState, Way
from complaints.surveys.ratings.services import Ask, default_language, invite, last_asked

LARGEST = 2_000  # letters of one round, drawn in one transaction


@dataclass(frozen=True)
class Plan:
    """A campaign as it is drawn up. `quota_days` None: the rulebook's."""

    name: str
    sources: Sequence[str]
    first: datetime.date
    last: datetime.date
    sample_size: int
    answers_until: datetime.date
    repeats: Repeats = Repeats.ONCE
    cause: CauseClass | None = None
    quota_days: int | None = None
    language: str = ""


@transaction.atomic
def draw_up(site: Site, plan: Plan, *, actor: Actor) -> Campaign:
    """Prepare a campaign: nobody is asked before it is started."""
    permits.require_campaigns(actor, site.pk)
    found = _against(site, plan)
    if found:
        raise RuleViolation(found)
    least = value("survey.quota_days", site)
    made = Campaign.objects.create(
        site=site,
        name=plan.name.strip(),
        repeats=plan.repeats,
        sources=list(plan.sources),
        cause=plan.cause,
        first=plan.first,
        last=plan.last,
        sample_size=plan.sample_size,
        quota_days=max(least, plan.quota_days or 0),
        seed=secrets.randbelow(2**62),
        answers_until=plan.answers_until,
        language=plan.language or default_language(site),
        made_by=user_of(actor),
    )
    record(actor, "surveys.campaign.drawn_up", made, after=_facts(made), site_id=site.pk)
    return made


def _against(site: Site, plan: Plan) -> list[Objection]:
    found = []
    known = {kind.key for kind in sources.all_kinds()}
    if not plan.name.strip():
        found.append(Objection("campaigns.name_needed", {}, "name"))
    if not plan.sources or set(plan.sources) - known:
        found.append(Objection("campaigns.about_needed", {}, "sources"))
    if plan.last < plan.first:
        found.append(Objection("campaigns.inverted", {}, "last"))
    if plan.last > site.today():
        found.append(Objection("campaigns.not_over_yet", {}, "last"))
    if plan.answers_until < site.today():
        found.append(Objection("campaigns.over_already", {}, "answers_until"))
    if not 1 <= plan.sample_size <= LARGEST:
        found.append(Objection("campaigns.sample_size", {"most": LARGEST}, "sample_size"))
    return found


@transaction.atomic
def start(campaign: Campaign, *, actor: Actor) -> Campaign:
    """Draw the sample with the kept seed and ask everybody in it: by letter where there is an e-mail address, else on the phone."""
    campaign = _locked(campaign.pk)
    permits.require_campaigns(actor, campaign.site_id)
    if campaign.state != CampaignState.DRAFT:
        raise _not_so(campaign)
    now = timezone.now()
    found = candidates(campaign)
    spared = 0
    asked: set[tuple[Any, ...]] = set()
    campaign.audience = len(found)
    rows = {(key, row.pk): row for key, row in found}
    open_ones: set[tuple[str, int]] = set()
    since = now - datetime.timedelta(days=campaign.quota_days)
    for key in sorted(rows):
        facts = sources.of(rows[key]).facts(rows[key])
        who = (facts.customer.pk if facts.customer else None, facts.email.casefold(), facts.phone)
        is_lately = campaign.quota_days and last_asked(facts.customer, facts, since) is not None
        if facts.employee is None or not any(who) or is_lately or who in asked:
            spared += 1
            continue
        asked.add(who)
        open_ones.add(key)
    campaign.spared, campaign.state, campaign.started_at = spared, CampaignState.RUNNING, now
    campaign.save(update_fields=["audience", "spared", "state", "started_at"])
    for key in rules.drawn(open_ones, campaign.sample_size, campaign.seed):
        facts = sources.of(rows[key]).facts(rows[key])
        way = Way.EMAIL if facts.email and mailing.is_set_up() else Way.PHONE
        invite(rows[key], Ask(way, campaign.language, campaign, is_spared=False), actor=actor)
    record(
        actor, "surveys.campaign.started", campaign,
        after={"audience": campaign.audience, "spared": spared, "asked": campaign.invitations.count()},
    )  # fmt: skip
    return campaign


def candidates(campaign: Campaign) -> list[tuple[str, models.Model]]:
    """What ended in the period about which nobody is asked, or was asked, yet: with its kind's key, in a fixed order."""
    zone = campaign.site.zone
    begin = datetime.datetime.combine(campaign.first, datetime.time(), zone)
    end = datetime.datetime.combine(campaign.last + datetime.timedelta(days=1), datetime.time(), zone)
    found: list[tuple[str, models.Model]] = []
    for key in sorted(campaign.sources):
        kind = sources.get(key)
        if kind is None:
            continue
        known = Invitation.objects.filter(kind=key, source_id__isnull=False).values("source_id")
        rows = kind.closed(campaign.site, begin, end, campaign.cause).exclude(pk__in=known)
        found += [(key, row) for row in rows.order_by("pk")]
    return found


@transaction.atomic
def end(campaign: Campaign, *, actor: Actor) -> Campaign:
    """No more answers: open invitations are withdrawn."""
    campaign = _locked(campaign.pk)
    permits.require_campaigns(actor, campaign.site_id)
    if campaign.state != CampaignState.RUNNING:
        raise _not_so(campaign)
    now = timezone.now()
    open_ones = campaign.invitations.filter(state=InvitationState.OPEN)
    open_ones.filter(mail_state=MailState.WAITING).update(mail_state=MailState.NONE, mail_next_at=None)
    closed = open_ones.update(state=InvitationState.WITHDRAWN, ended_at=now)
    campaign.state, campaign.ended_at = CampaignState.ENDED, now
    campaign.save(update_fields=["state", "ended_at"])
    record(actor, "surveys.campaign.ended", campaign, after={"left_open": closed})
    return campaign


def look_after() -> int:
    """End what is over and start the next round of regular ones; how many. May run twice: a round follows another once."""
    done = 0
    for campaign in Campaign.objects.filter(state=CampaignState.RUNNING).select_related("site"):
        if campaign.answers_until < campaign.site.today():
            end(campaign, actor=None)
            done += 1
    regular = Campaign.objects.exclude(repeats=Repeats.ONCE).exclude(state=CampaignState.DRAFT)
    for campaign in regular.filter(later=None).select_related("site"):
        done += _next_round(campaign)
    return done


def _next_round(campaign: Campaign) -> int:
    """Once the period after it is over: the same questions about it, with a seed of its own."""
    first = campaign.last + datetime.timedelta(days=1)
    if campaign.repeats == Repeats.MONTHLY:
        last = period_of(Kind.MONTH, first).last
    else:
        last = first + datetime.timedelta(days=6)
    if last >= campaign.site.today():
        return 0
    with transaction.atomic():
        held = _locked(campaign.pk)
        if Campaign.objects.filter(earlier=held).exists():
            return 0
        open_for = held.answers_until - held.last
        plan = Plan(
            name=held.name,
            sources=held.sources,
            first=first,
            last=last,
            sample_size=held.sample_size,
            answers_until=max(last + open_for, held.site.today() + datetime.timedelta(days=7)),
            repeats=Repeats(held.repeats),
            cause=held.cause,
            quota_days=held.quota_days,
            language=held.language,
        )
        made = draw_up(held.site, plan, actor=None)
        made.earlier = held
        made.save(update_fields=["earlier"])
        start(made, actor=None)
    return 1


@transaction.atomic
def stop_repeating(campaign: Campaign, *, actor: Actor) -> Campaign:
    """This round is the last one."""
    campaign = _locked(campaign.pk)
    permits.require_campaigns(actor, campaign.site_id)
    if not campaign.is_regular:
        raise RuleViolation(Objection("campaigns.not_regular"))
    before = str(campaign.repeats)
    campaign.repeats = Repeats.ONCE
    campaign.save(update_fields=["repeats"])
    record(actor, "surveys.campaign.stopped_repeating", campaign, before={"repeats": before})
    return campaign


def _not_so(campaign: Campaign) -> RuleViolation:
    return RuleViolation(Objection("campaigns.not_from_here", {"state": campaign.get_state_display()}))


def _locked(pk: int) -> Campaign:
    rows = Campaign.objects.select_for_update(of=("self",))
    return rows.select_related("site", "cause").get(pk=pk)


def _facts(campaign: Campaign) -> dict[str, Any]:
    return {
        "name": campaign.name,
        "about": list(campaign.sources),
        "period": f"{campaign.first}–{campaign.last}",
        "sample": campaign.sample_size,
        "quota_days": campaign.quota_days,
        "seed": campaign.seed,
    }
