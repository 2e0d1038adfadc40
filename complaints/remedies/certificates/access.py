"""Who sees the stamped paper of a certificate, and who attaches it."""

from callcenter.access.permissions import Actor
from complaints.remedies.access import has_duty
from complaints.remedies.certificates.models import CertificateState, DiscountCertificate
from complaints.remedies.duties.models import Duty


def may_see(actor: Actor, certificate: DiscountCertificate) -> bool:
    """Whoever sees the certificate."""
    return actor is None or DiscountCertificate.objects.visible_to(actor).filter(pk=certificate.pk).exists()


def may_add_evidence(actor: Actor, certificate: DiscountCertificate) -> bool:
    """Sales, while the customer has the paper: afterwards the evidence stays as it is."""
    return certificate.state == CertificateState.ISSUED and has_duty(actor, Duty.SALES, certificate.site_id)
