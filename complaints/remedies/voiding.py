"""Papers of a complaint whose remedies are no longer carried out: they become void, those that finance has posted stay."""

from django.utils import timezone

from callcenter.access.permissions import Actor, position
from callcenter.audit.services import record
from callcenter.people.models import Employee
from complaints.cases.models import Case
from complaints.remedies.certificates.models import CertificateState, DiscountCertificate
from complaints.remedies.signing import move
from complaints.remedies.slips.models import ReturnSlip, SlipState


def void_all(case: Case, *, actor: Actor, words: str) -> None:
    """Make the case's papers void that nobody has posted; by the person who acts, else by whoever owns the complaint."""
    me = Employee.objects.filter(pk=position(actor).employee_id or case.owner_id).get()
    facts = {"voided_by": me, "voided_at": timezone.now(), "void_reason": words}
    certificates = DiscountCertificate.objects.select_for_update().filter(case=case, posted_at=None)
    for certificate in certificates.exclude(state=CertificateState.VOID).order_by("pk"):
        move(certificate, CertificateState.VOID, **facts)
        record(actor, "remedies.certificate.voided", certificate, reason=words)
    slips = ReturnSlip.objects.select_for_update().filter(case=case, posted_at=None)
    for slip in slips.exclude(state=SlipState.VOID).order_by("pk"):
        move(slip, SlipState.VOID, **facts)
        record(actor, "remedies.slip.voided", slip, reason=words)
