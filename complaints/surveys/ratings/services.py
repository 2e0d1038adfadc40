"""Asking a customer, taking the answer, withdrawing. An answer is one row, whole or not at all, and once (database)."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from callcenter.access.permissions import Actor, position, user_of
from callcenter.audit.services import record
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Site, TeamMembership
from callcenter.rulebook.values import value
from complaints.customers.models import Customer
from complaints.surveys import answers, permits, rules, sources
from complaints.surveys.campaigns.models import Campaign
from complaints.surveys.ratings import links, mailing
from complaints.surveys.ratings.models import (
    Invitation,
    InvitationState,
    MailState,
    Response,
    Way,
)
from complaints.surveys.rulebook_entries import POINTS
from complaints.surveys.sources import CALL, Facts


@dataclass(frozen=True)
class Ask:
    """How a customer is asked. `is_spared`: the quota counts; callbacks go to everybody."""

    way: Way
    language: str = ""
    campaign: Campaign | None = None
    is_spared: bool = True


@transaction.atomic
def invite(source: models.Model, ask: Ask, *, actor: Actor) -> Invitation:
    """Ask the customer of a finished thing about whoever served: by a letter with a secret link, a link handed over, or on the phone."""
    kind = sources.of(source)
    return _invite(kind.facts(source), kind.key, source, ask, actor=actor)


@transaction.atomic
def invite_after_call(facts: Facts, ask: Ask, *, actor: Actor) -> Invitation:
    """The same after a call, which is known by its reference alone."""
    return _invite(facts, CALL, None, ask, actor=actor)


def _invite(facts: Facts, kind: str, source: models.Model | None, ask: Ask, *, actor: Actor) -> Invitation:
    customer = _held(facts.customer)
    team = _team(facts.employee, facts.site)
    permits.require_ask(actor, facts.site.pk, team)
    now = timezone.now()
    found = _against(facts, ask, customer, now)
    if found:
        raise RuleViolation(found)
    assert facts.employee is not None
    nonce = links.fresh_nonce()
    days = datetime.timedelta(days=value("survey.link_days", facts.site))
    expires_at = now + days
    if ask.campaign is not None:
        last = datetime.datetime.combine(
            ask.campaign.answers_until, datetime.time(23, 59, 59), facts.site.zone
        )
        expires_at = max(last, now + datetime.timedelta(hours=1))
    made = Invitation(
        site=facts.site,
        team_id=team,
        employee=facts.employee,
        customer=customer,
        customer_name=facts.name,
        phone=facts.phone,
        email=facts.email,
        kind=kind,
        source_type=ContentType.objects.get_for_model(source) if source is not None else None,
        source_id=source.pk if source is not None else None,
        reference=facts.reference,
        campaign=ask.campaign,
        way=ask.way,
        language=ask.language or default_language(facts.site),
        nonce=nonce,
        token_hash=links.hash_of(links.token_of(nonce)),
        made_by=user_of(actor),
        made_at=now,
        expires_at=expires_at,
        mail_state=MailState.WAITING if ask.way == Way.EMAIL else MailState.NONE,
        mail_next_at=now if ask.way == Way.EMAIL else None,
    )
    _keep(made)
    record(actor, "surveys.invitation.made", made, after=_facts(made), site_id=facts.site.pk)
    return made


def _against(facts: Facts, ask: Ask, customer: Customer | None, now: datetime.datetime) -> list[Objection]:
    found = []
    if facts.employee is None:
        found.append(Objection("surveys.nobody_rated", {"reference": facts.reference}))
    if ask.way == Way.EMAIL and not facts.email:
        found.append(Objection("surveys.no_email", {}, "email"))
    if ask.way == Way.EMAIL and not mailing.is_set_up():
        found.append(Objection("surveys.no_mail_server", {}, "way"))
    if ask.is_spared:
        quota = value("survey.quota_days", facts.site)
        last = last_asked(customer, facts, now - datetime.timedelta(days=quota))
        if quota and last is not None:
            figures = {"days": quota, "on": timezone.localdate(last, facts.site.zone)}
            found.append(Objection("surveys.asked_lately", figures, rules=("survey.quota_days",)))
    return found


def last_asked(customer: Customer | None, facts: Facts, since: datetime.datetime) -> datetime.datetime | None:
    """When this customer, known by record, e-mail or phone, was last asked since; callbacks do not count."""
    if customer is not None:
        same = models.Q(customer=customer)
    elif facts.email:
        same = models.Q(email__iexact=facts.email)
    elif facts.phone:
        same = models.Q(phone=facts.phone)
    else:
        return None
    rows = Invitation.objects.filter(same, site=facts.site, made_at__gt=since).exclude(
        way=Way.PHONE, campaign=None
    )
    return rows.order_by("-made_at").values_list("made_at", flat=True).first()


@transaction.atomic
def answer(invitation: Invitation, given: Mapping[str, str], *, words: str = "") -> Response:
    """The customer answers by the link: nobody is logged in, the secret was enough. Refused once it is over."""
    invitation = _locked(invitation.pk)
    now = timezone.now()
    _require_open(invitation, now)
    made = _keep_answer(invitation, given, words, now, actor=None)
    record(None, "surveys.response.given", made, after=_outcome(made), site_id=made.site_id)
    answers.tell(made, None)
    return made


@transaction.atomic
def take_down(invitation: Invitation, given: Mapping[str, str], *, actor: Actor, words: str = "") -> Response:
    """Staff enter what the customer says on the phone, also when the link is out of date."""
    invitation = _locked(invitation.pk)
    permits.require_take_down(actor, invitation)
    return _taken_down(invitation, given, words, actor)


@transaction.atomic
def take_down_about(
    source: models.Model, given: Mapping[str, str], *, actor: Actor, words: str = ""
) -> Response:
    """The same about a thing that nobody was asked about yet: for callbacks, whose room has checked who calls."""
    kind = sources.of(source)
    held = ContentType.objects.get_for_model(source)
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("site", "employee")
    found = rows.filter(source_type=held, source_id=source.pk, state=InvitationState.OPEN).first()
    if found is None:
        made = _invite(kind.facts(source), kind.key, source, Ask(Way.PHONE, is_spared=False), actor=None)
        found = _locked(made.pk)
    return _taken_down(found, given, words, actor)


def _taken_down(invitation: Invitation, given: Mapping[str, str], words: str, actor: Actor) -> Response:
    now = timezone.now()
    if invitation.state != InvitationState.OPEN:
        raise RuleViolation(Objection("surveys.is_over", {"state": invitation.get_state_display()}))
    made = _keep_answer(invitation, given, words, now, actor=actor)
    record(actor, "surveys.response.taken_down", made, after=_outcome(made), site_id=made.site_id)
    answers.tell(made, actor)
    return made


@transaction.atomic
def decline(invitation: Invitation, *, actor: Actor) -> Invitation:
    """The customer does not want to answer."""
    return _end(invitation, InvitationState.DECLINED, "surveys.invitation.declined", actor)


@transaction.atomic
def withdraw(invitation: Invitation, *, actor: Actor) -> Invitation:
    """Take the invitation back: its link opens nothing any more."""
    return _end(invitation, InvitationState.WITHDRAWN, "surveys.invitation.withdrawn", actor)


def _end(invitation: Invitation, state: InvitationState, verb: str, actor: Actor) -> Invitation:
    invitation = _locked(invitation.pk)
    permits.require_take_down(actor, invitation)
    if invitation.state != InvitationState.OPEN:
        raise RuleViolation(Objection("surveys.is_over", {"state": invitation.get_state_display()}))
    _over(invitation, state, timezone.now())
    record(actor, verb, invitation, site_id=invitation.site_id)
    return invitation


@transaction.atomic
def show_link(invitation: Invitation, *, actor: Actor) -> str:
    """The link's address, to hand it over; the trail says who took it."""
    invitation = _locked(invitation.pk)
    permits.require_take_down(actor, invitation)
    _require_open(invitation, timezone.now())
    record(actor, "surveys.invitation.link_shown", invitation, site_id=invitation.site_id)
    return links.path(invitation)


def drop_open(source: models.Model, *, actor: Actor) -> None:
    """Withdraw what is still asked about a thing, in the caller's transaction."""
    held = ContentType.objects.get_for_model(source)
    rows = Invitation.objects.select_for_update(of=("self",)).filter(
        source_type=held, source_id=source.pk, state=InvitationState.OPEN
    )
    for one in rows:
        _over(one, InvitationState.DECLINED, timezone.now())
        record(actor, "surveys.invitation.declined", one, site_id=one.site_id)


def mark_opened(invitation: Invitation) -> None:
    """The first look of the customer, for the campaign's progress; not an act of anybody's."""
    Invitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=timezone.now())


def refusal_of(invitation: Invitation, now: datetime.datetime) -> Objection | None:
    """Why the link opens nothing, if so."""
    if invitation.state == InvitationState.ANSWERED:
        return Objection("surveys.answered_already")
    if invitation.state != InvitationState.OPEN or invitation.expires_at <= now:
        return Objection("surveys.link_is_over")
    return None


def default_language(site: Site) -> str:
    """Chinese where the site is in China."""
    return "zh-hans" if site.country in ("CN", "SG") else settings.LANGUAGE_CODE


def _require_open(invitation: Invitation, now: datetime.datetime) -> None:
    refused = refusal_of(invitation, now)
    if refused is not None:
        raise RuleViolation(refused)


def _keep_answer(
    invitation: Invitation, given: Mapping[str, str], words: str, now: datetime.datetime, *, actor: Actor
) -> Response:
    found = rules.objections(given)
    if found:
        raise RuleViolation(found)
    site = invitation.site
    worth = rules.worth(given, {grade: value(f"survey.points_{grade}", site) for grade in POINTS})
    is_own = actor is not None and position(actor).employee_id == invitation.employee_id
    made = Response(
        invitation=invitation,
        site=site,
        team_id=invitation.team_id,
        employee=invitation.employee,
        words=words.strip(),
        points=worth.points,
        items=worth.items,
        is_satisfied=rules.is_satisfied(given, value("survey.unsatisfied_from", site)),
        is_counted=not is_own or value("survey.own_entry_counts", site),
        entered_by=user_of(actor),
        answered_at=now,
        **{item: given[item] for item in rules.ITEMS},
    )
    made.save(force_insert=True)
    _over(invitation, InvitationState.ANSWERED, now)
    return made


def _over(invitation: Invitation, state: InvitationState, now: datetime.datetime) -> None:
    invitation.state, invitation.ended_at = state, now
    if invitation.mail_state == MailState.WAITING:
        invitation.mail_state, invitation.mail_next_at = MailState.NONE, None
    invitation.save(update_fields=["state", "ended_at", "mail_state", "mail_next_at"])


def _keep(invitation: Invitation) -> None:
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as error:
        if "one_open_invitation_about_a_thing" not in str(error):
            raise
        refused = Objection("surveys.asked_already", {"reference": invitation.reference})
        raise RuleViolation(refused) from error


def _held(customer: Customer | None) -> Customer | None:
    """Two campaigns at once wait here, so that the quota holds."""
    return None if customer is None else Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)


def _locked(pk: int) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",))
    return rows.select_related("site", "employee").get(pk=pk)


def _team(employee: Employee | None, site: Site) -> int | None:
    if employee is None:
        return None
    rows = TeamMembership.objects.filter(employee=employee, period__contains=site.today())
    return rows.values_list("team", flat=True).first()


def _facts(invitation: Invitation) -> dict[str, Any]:
    return {
        "about": invitation.reference,
        "employee": invitation.employee.number,
        "way": str(invitation.way),
        "campaign": invitation.campaign.number if invitation.campaign else "",
    }


def _outcome(response: Response) -> dict[str, Any]:
    return {
        "about": response.invitation.reference,
        "employee": response.employee.number,
        "score": round(response.score, 2),
        "is_satisfied": response.is_satisfied,
        **{item: getattr(response, item) for item in rules.ITEMS},
    }
