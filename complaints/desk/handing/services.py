"""Several complaints are handed to one owner: all of them, or none."""

from collections.abc import Iterable
from hashlib import sha256

from django.db import transaction
from django.db.models import Model

from callcenter.access.matrix import Action, Scope
from callcenter.access.permissions import Actor, scope
from callcenter.audit import services as audit
from callcenter.notifications.services import notify
from callcenter.objections import Objection, RuleViolation
from callcenter.people.models import Employee
from complaints.cases import services as cases
from complaints.cases.models import SUBJECT, Case

MOST = 200  # at once: what a page can wait for


def may_hand_over(actor: Actor) -> bool:
    """Whoever serves complaints of a site: asked for the list's button; each complaint is asked about by `assign`."""
    return scope(actor, Action.EDIT, SUBJECT) >= Scope.SITE


@transaction.atomic
def hand_over(chosen: Iterable[Case], owner: Employee, *, actor: Actor, reason: str) -> list[Case]:
    """`owner` answers for all of these from now on. Refused with every reason, each with its complaint, when one cannot be."""
    chosen = sorted(
        chosen, key=lambda case: case.pk
    )  # locked in one order, so that two who do it never wait in a ring
    if not chosen or len(chosen) > MOST:
        raise RuleViolation(Objection("desk.how_many", {"most": MOST}))
    done, against = [], []
    for case in chosen:
        try:
            with transaction.atomic():
                done.append(cases.assign(case, owner, actor=actor, reason=reason, is_told=len(chosen) == 1))
        except RuleViolation as refusal:
            against += [
                Objection("desk.not_handed", {"reference": case.reference, "why": one.sentence})
                for one in refusal.objections
            ]
    if against:
        raise RuleViolation(against)
    audit.record(
        actor,
        "desk.cases.handed_over",
        owner,
        after={"cases": [case.reference for case in done]},
        reason=reason,
        site_id=owner.site_id,
    )
    if len(done) > 1:
        tell_owner(
            owner,
            len(done),
            actor=actor,
            subject=owner,
            key=":".join(f"{case.pk}.{case.version}" for case in done),
        )
    return done


def tell_owner(owner: Employee, count: int, *, actor: Actor, subject: Model, key: str) -> None:
    """One message for all of them, unless the owner did it."""
    if owner.user_id and owner.user_id != getattr(actor, "pk", None):
        notify(
            "desk.handed_over",
            recipients=[owner.user_id],
            subject=subject,
            figures={"count": count},
            key=sha256(key.encode()).hexdigest(),
        )
