"""Medical certificates: handed in with the days that they cover, without a gap (S2E-25, 26); what an overdue one comes to."""

import datetime
from dataclasses import dataclass

from django.core.files.base import File
from django.db import transaction

from callcenter.access.permissions import Actor, require, user_of
from callcenter.audit import services as audit
from callcenter.files.attachments.services import attach
from callcenter.objections import Objection, RuleViolation
from staffing.leave import access, booking, changes, rules, telling
from staffing.leave.asking import facts_of
from staffing.leave.decisions import locked, not_in_that_state
from staffing.leave.models import Certificate, LeaveRequest
from staffing.leave.states import State

OPEN = (State.CERTIFICATE_PENDING, State.CERTIFICATE_OVERDUE)
Gap = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class Paper:
    """A certificate as it is handed in: the days that it covers, who issued it."""

    starts_on: datetime.date
    ends_on: datetime.date
    issuer: str = ""


def gaps_of(leave: LeaveRequest) -> list[Gap]:
    """The days of the leave that no certificate covers yet."""
    papers = leave.certificates.exclude(attachment=None).values_list("starts_on", "ends_on")
    return rules.gaps(leave.first_on, leave.last_on, list(papers))


@transaction.atomic
def hand_in(leave: LeaveRequest, paper: Paper, file: File, *, actor: Actor) -> LeaveRequest:
    """Hand a certificate in. The leave is certified as soon as its certificates cover every day without a gap.

    Also when it is overdue already. Refused where none is asked for, and when it covers no day of the leave.
    """
    leave = locked(leave)
    require(access.may_see(actor, leave) and access.may_hand_in(actor, leave))
    if leave.state not in OPEN:
        raise RuleViolation(Objection("leave.no_certificate_needed", {"number": leave.number}))
    if paper.ends_on < paper.starts_on:
        raise RuleViolation(Objection("leave.certificate_order", field="ends_on"))
    if paper.starts_on > leave.last_on or paper.ends_on < leave.first_on:
        figures = {"first": leave.first_on, "last": leave.last_on}
        raise RuleViolation(Objection("leave.certificate_outside", figures, "starts_on"))
    attached = attach(leave, file, actor=actor, note=f"{paper.starts_on} – {paper.ends_on}")
    Certificate.objects.create(
        request=leave,
        starts_on=paper.starts_on,
        ends_on=paper.ends_on,
        issuer=paper.issuer.strip(),
        attachment=attached,
        handed_in_by=user_of(actor),
    )
    missing = gaps_of(leave)
    before = {"state": str(leave.state)}
    if not missing:
        leave.state = State.CERTIFIED
        leave.save(update_fields=["state"])
        telling.certificate_wanted_no_more(leave, actor=actor, is_done=True)
        changes.tell(booking.days_of(leave))
    audit.record(
        actor,
        "leave.certificate.handed_in",
        leave,
        before=before,
        after=facts_of(leave) | {"missing": [[str(a), str(b)] for a, b in missing]},
    )
    return leave


@transaction.atomic
def confirm_absence(leave: LeaveRequest, *, actor: Actor, reason: str) -> LeaveRequest:
    """The certificate did not come: the director or the center manager makes an absence of the leave, with a reason."""
    leave = locked(leave)
    require(access.may_see(actor, leave) and access.keeps(actor, leave.site_id))
    require(not access.is_own(actor, leave.employee_id))
    if leave.state != State.CERTIFICATE_OVERDUE:
        raise not_in_that_state(leave)
    if not reason.strip():
        raise RuleViolation(Objection("leave.words_needed", field="reason"))
    before = {"state": str(leave.state)}
    leave.state = State.ABSENCE
    leave.save(update_fields=["state"])
    booking.give_back(leave, actor=actor)
    telling.certificate_wanted_no_more(leave, actor=actor)
    telling.made_absence(leave)
    after = facts_of(leave) | {"decision": "absence"}
    audit.record(actor, "leave.decided", leave, before=before, after=after, reason=reason)
    changes.tell(booking.days_of(leave))
    return leave
