"""A certificate from drawing up to its voucher. Locks: complaint, paper, remedy, execution, in this order."""

import datetime
from decimal import Decimal

from django.core.files.base import File
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from callcenter.access.permissions import Actor, require
from callcenter.audit import services as audit
from callcenter.files.attachments.services import attach
from callcenter.objections import Objection, refuse
from complaints.cases import log
from complaints.cases.models import RemedyLine
from complaints.remedies import access, approved, rules, signing
from complaints.remedies.certificates.models import PREFIX, CertificateState, DiscountCertificate
from complaints.remedies.duties.models import Duty
from complaints.remedies.executions.following import refresh
from complaints.remedies.papers import WITH_CERTIFICATE, next_number

State = CertificateState


@transaction.atomic
def draw_up(remedy: RemedyLine, *, actor: Actor, amount: Decimal, reason: str) -> DiscountCertificate:
    """Draw a certificate up for an approved discount or compensation, at most for what is left of it (S2A-39)."""
    remedy = approved.locked(remedy)
    case, now = remedy.case, timezone.now()
    require(access.has_duty(actor, Duty.SALES, case.site_id))
    me = access.person(actor)
    found = rules.drawing(
        is_approved=approved.holds(case),
        fits=remedy.kind in WITH_CERTIFICATE,
        measure=amount,
        approved=remedy.amount,
        taken=taken(remedy),
        field="amount",
    )
    refuse(found + rules.texts(reason=reason))
    made = DiscountCertificate.objects.create(
        number=next_number(PREFIX, now.astimezone(case.site.zone).date()),
        site=case.site,
        case=case,
        remedy=remedy,
        amount=amount.quantize(rules.CENT),
        reason=reason.strip(),
        drawn_by=me,
        drawn_at=now,
    )
    log.note(case, "certificate_drawn", actor=actor, data={"number": made.number, "amount": str(made.amount)})
    refresh(remedy, actor=actor)
    audit.record(actor, "remedies.certificate.drawn_up", made, after=made.figures)
    return made


def taken(remedy: RemedyLine) -> Decimal:
    """The sum of the remedy's certificates that are not void."""
    found = remedy.certificates.live().aggregate(sum=Sum("amount"))["sum"]
    return found or Decimal(0)


@transaction.atomic
def sign(certificate: DiscountCertificate, *, actor: Actor) -> DiscountCertificate:
    """The sales deputy GM signs, or who stands in for them: nobody who drew it up."""
    certificate = signing.locked(certificate)
    signing.sign(certificate, actor=actor)
    return signing.told(certificate, "remedies.certificate.signed", actor=actor)


@transaction.atomic
def hand_out(certificate: DiscountCertificate, *, actor: Actor) -> DiscountCertificate:
    """Sales hands the signed certificate to the customer: from now on it counts as issued."""
    certificate = signing.locked(certificate)
    require(access.has_duty(actor, Duty.SALES, certificate.site_id))
    me = access.person(actor)
    refuse(signing.stands(certificate, State.SIGNED))
    signing.move(certificate, State.ISSUED, issued_by=me, issued_at=timezone.now())
    return signing.told(certificate, "remedies.certificate.handed_out", actor=actor)


@transaction.atomic
def confirm(
    certificate: DiscountCertificate,
    *,
    actor: Actor,
    signer: str,
    signed_on: datetime.date,
    file: File | None,
) -> DiscountCertificate:
    """Record the customer's stamp or signature: who, on which day, with the stamped paper as evidence."""
    certificate = signing.locked(certificate)
    require(access.has_duty(actor, Duty.SALES, certificate.site_id))
    me, now, zone = access.person(actor), timezone.now(), certificate.site.zone
    found = signing.stands(certificate, State.ISSUED) + rules.customer_signature(
        signed_on, drawn_on=certificate.drawn_at.astimezone(zone).date(), today=now.astimezone(zone).date()
    )
    if not signer.strip():
        found.append(Objection("remedies.text_needed", {}, "signer"))
    if file is None:
        found.append(Objection("remedies.evidence_needed", {}, "file"))
    refuse(found)
    assert file is not None
    evidence = attach(certificate, file, actor=actor, note=signed_on.isoformat())
    signing.move(
        certificate,
        State.CONFIRMED,
        customer_signer=signer.strip(),
        customer_signed_on=signed_on,
        evidence=evidence,
        confirmed_by=me,
        confirmed_at=now,
    )
    return signing.told(certificate, "remedies.certificate.confirmed", actor=actor)


@transaction.atomic
def file_copies(certificate: DiscountCertificate, *, actor: Actor) -> DiscountCertificate:
    """Copy 1 stays with marketing, copy 2 goes to finance, which sees it from now on."""
    certificate = signing.locked(certificate)
    require(access.has_duty(actor, Duty.SALES, certificate.site_id))
    me = access.person(actor)
    refuse(signing.stands(certificate, State.CONFIRMED))
    signing.move(certificate, State.FILED, filed_by=me, filed_at=timezone.now())
    return signing.told(certificate, "remedies.certificate.filed", actor=actor)


@transaction.atomic
def post(
    certificate: DiscountCertificate, *, actor: Actor, voucher_no: str, posting_on: datetime.date
) -> DiscountCertificate:
    """Finance posts a filed certificate: voucher number and posting date. Blocked until both signatures stand."""
    certificate = signing.locked(certificate)
    require(access.has_duty(actor, Duty.FINANCE, certificate.site_id))
    me = access.person(actor)
    found = signing.stands(certificate, State.FILED) + _still_open(certificate)
    found += rules.second_role(me.pk, certificate.drawn_by_id, certificate.signed_by_id)
    voucher = signing.Voucher(me, voucher_no, posting_on)
    signing.post(certificate, State.FILED, voucher, found)
    return signing.told(certificate, "remedies.certificate.posted", actor=actor)


@transaction.atomic
def void(certificate: DiscountCertificate, *, actor: Actor, reason: str) -> DiscountCertificate:
    """Make it void, with the reason: until finance has posted it. Its number stays taken."""
    certificate = signing.locked(certificate)
    found = _still_open(certificate) + signing.stands(certificate, *set(State) - {State.VOID})
    signing.void(certificate, actor=actor, reason=reason, found=found)
    return signing.told(certificate, "remedies.certificate.voided", actor=actor, reason=reason.strip())


def _still_open(certificate: DiscountCertificate) -> list[Objection]:
    """Why nothing of it is changed any more: finance has posted it."""
    return (
        [Objection("remedies.posted_already", {"number": certificate.number})]
        if certificate.is_posted
        else []
    )
