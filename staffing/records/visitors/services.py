"""Asking for a visit, deciding, letting in and out."""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.matrix import Action
from callcenter.access.permissions import Actor, may, position, require, user_of
from callcenter.audit.services import record
from callcenter.notifications.figures import choice
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee, Site
from staffing.records.access import SUBJECT, keeps_site, me
from staffing.records.visitors import rules
from staffing.records.visitors.models import Visit
from staffing.records.visitors.rules import VisitState


def may_ask(actor: Actor, site: Site) -> bool:
    """Everybody on the floor asks for their own visitors."""
    if actor is None:
        return True
    asks = may(actor, Action.CREATE, SUBJECT) or may(actor, Action.EDIT, SUBJECT)
    return asks and site.pk in position(actor).site_ids


def may_decide(actor: Actor, visit: Visit) -> bool:
    """Shift leaders and the director; never about one's own visitor."""
    return keeps_site(actor, visit.site_id) and (actor is None or me(actor) != visit.host_id)


def may_register(actor: Actor, visit: Visit) -> bool:
    """Shift leaders and the director let visitors in and out."""
    return keeps_site(actor, visit.site_id)


@transaction.atomic
def ask_visit(
    site: Site,
    *,
    actor: Actor,
    host: Employee,
    name: str,
    reason: str,
    on: datetime.date,
    organisation: str = "",
) -> Visit:
    """Ask for a visit on a day. Agents are hosts themselves; leaders of the site also name others."""
    require(may_ask(actor, site) and (keeps_site(actor, site.pk) or me(actor) == host.pk))
    found = rules.asking_objections(name=name, reason=reason, on=on, today=site.today())
    if host.site_id != site.pk:
        found.append(Objection("visitors.other_site", field="host"))
    if found:
        raise RuleViolation(found)
    visit = Visit.objects.create(
        site=site,
        host=host,
        name=name.strip(),
        organisation=organisation.strip(),
        reason=reason.strip(),
        on=on,
    )
    record(actor, "records.visit.asked", visit, after={"host": host.number, "reason": visit.reason})
    return visit


@transaction.atomic
def decide_visit(visit: Visit, *, actor: Actor, approve: bool) -> Visit:
    """Approve or reject a visit; the host hears of it."""
    visit = _locked(visit)
    require(may_decide(actor, visit))
    if visit.state != VisitState.ASKED:
        raise RuleViolation(Objection("visitors.decided_already"))
    visit.state = VisitState.APPROVED if approve else VisitState.REJECTED
    visit.decided_by = user_of(actor)
    visit.save(update_fields=["state", "decided_by"])
    record(actor, f"records.visit.{'approved' if approve else 'rejected'}", visit)
    if visit.host.user_id:
        notify(
            "records.visit_decided",
            recipients=[visit.host.user_id],
            subject=visit,
            figures={"name": visit.name, "on": visit.on, "state": choice(visit, "state")},
            key=f"{visit.pk}",
            site_id=visit.site_id,
        )
    return visit


@transaction.atomic
def let_in(visit: Visit, *, actor: Actor, badge: str) -> Visit:
    """Register that the visitor has come in, with the badge that they wear."""
    visit = _locked(visit)
    require(may_register(actor, visit))
    out = Visit.objects.filter(site=visit.site, badge=badge.strip(), in_at__isnull=False, out_at=None)
    found = rules.entering_objections(
        state=VisitState(visit.state),
        on=visit.on,
        today=visit.site.today(),
        badge=badge,
        is_badge_out=bool(badge.strip()) and out.exists(),
    )
    if found:
        raise RuleViolation(found)
    visit.state, visit.badge, visit.in_at = VisitState.INSIDE, badge.strip(), timezone.now()
    try:
        with transaction.atomic():
            visit.save(update_fields=["state", "badge", "in_at"])
    except IntegrityError:
        raise RuleViolation(Objection("visitors.badge_is_out", {"badge": badge}, field="badge")) from None
    record(actor, "records.visit.entered", visit, after={"badge": visit.badge})
    return visit


@transaction.atomic
def let_out(visit: Visit, *, actor: Actor) -> Visit:
    """Register that the visitor has left and the badge is back."""
    visit = _locked(visit)
    require(may_register(actor, visit))
    if visit.state != VisitState.INSIDE:
        raise RuleViolation(Objection("visitors.not_inside"))
    visit.state, visit.out_at = VisitState.LEFT, timezone.now()
    visit.save(update_fields=["state", "out_at"])
    record(actor, "records.visit.left", visit, after={"badge": visit.badge})
    return visit


def _locked(visit: Visit) -> Visit:
    return Visit.objects.select_for_update(of=("self",)).select_related("site", "host").get(pk=visit.pk)
