"""What every act on a paper has in common: it is held, stands where the act takes it from, moves on, and is told."""

import datetime
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils import timezone

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.objections import Objection, refuse
from callcenter.people.models import Employee
from complaints.cases import log
from complaints.remedies import access, rules
from complaints.remedies.certificates.models import DiscountCertificate
from complaints.remedies.executions.following import refresh
from complaints.remedies.papers import DRAFT, SIGNED, VOID, signs_for
from complaints.remedies.slips.models import ReturnSlip

Paper = DiscountCertificate | ReturnSlip
AnyPaper = TypeVar("AnyPaper", DiscountCertificate, ReturnSlip)


def locked(paper: AnyPaper) -> AnyPaper:
    """The paper as it stands now, held until the transaction ends."""
    rows = type(paper).objects.select_for_update(of=("self",))
    return rows.select_related("site", "case", "remedy").get(pk=paper.pk)


def stands(paper: Paper, *allowed: str) -> list[Objection]:
    """Why the act is not its next step: it stands elsewhere."""
    return rules.state(paper.number, paper.state, paper.get_state_display(), allowed)


def move(paper: Paper, state: str, **facts: Any) -> None:
    """Write where it stands now, with what that act is known by."""
    paper.state = state
    for name, fact in facts.items():
        setattr(paper, name, fact)
    paper.save(update_fields=["state", *facts])


def told(paper: AnyPaper, verb: str, *, actor: Actor, reason: str = "") -> AnyPaper:
    """Tell the complaint, the execution and the trail what was done with it: `remedies.slip.sent` is `slip_sent` there."""
    kind = verb.removeprefix("remedies.").replace(".", "_")
    log.note(paper.case, kind, actor=actor, comment=reason, data={"number": paper.number})
    refresh(paper.line, actor=actor)
    audit.record(actor, verb, paper, after=paper.figures, reason=reason)
    return paper


def sign(paper: Paper, *, actor: Actor) -> None:
    """The signature of the sales deputy GM on a held paper, or of who stands in for them: nobody who drew it up."""
    signer = signs_for(actor)
    require(signer is not None)
    me = access.person(actor)
    assert signer is not None
    refuse(stands(paper, DRAFT) + rules.second_role(paper.drawn_by_id, me.pk, signer.pk))
    acted_for = signer if signer.pk != me.pk else None
    move(paper, SIGNED, signed_by=me, signed_for=acted_for, signed_at=timezone.now())


def void(paper: Paper, *, actor: Actor, reason: str, found: list[Objection]) -> None:
    """Make a held paper void, with the reason. `found`: what speaks against it where it stands."""
    require(access.may_void(actor, paper.site_id))
    me = access.person(actor)
    refuse(rules.texts(reason=reason) + found)
    move(paper, VOID, voided_by=me, voided_at=timezone.now(), void_reason=reason.strip())


@dataclass(frozen=True)
class Voucher:
    """What finance posts a paper with."""

    by: Employee
    number: str
    posting_on: datetime.date


def post(paper: Paper, state: str, voucher: Voucher, found: list[Objection]) -> None:
    """Post a held paper, which is in that state from now on. `found`: what speaks against it so far."""
    now, zone = timezone.now(), paper.site.zone
    drawn_on, today = (moment.astimezone(zone).date() for moment in (paper.drawn_at, now))
    refuse(found + rules.posting(voucher.number, voucher.posting_on, drawn_on=drawn_on, today=today))
    facts = {"voucher_no": voucher.number.strip(), "posting_on": voucher.posting_on}
    move(paper, state, posted_by=voucher.by, posted_at=now, **facts)
