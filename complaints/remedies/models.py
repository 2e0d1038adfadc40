"""What Django and other rooms look for here."""

from complaints.remedies.certificates.models import CertificateState, DiscountCertificate
from complaints.remedies.duties.models import SUBJECT, Duty, DutyHolder
from complaints.remedies.executions.models import Execution, ExecutionState
from complaints.remedies.receivables.models import Receivable, ReceivableState
from complaints.remedies.slips.models import Delivery, ReturnSlip, SlipState

__all__ = [
    "SUBJECT",
    "CertificateState",
    "Delivery",
    "DiscountCertificate",
    "Duty",
    "DutyHolder",
    "Execution",
    "ExecutionState",
    "Receivable",
    "ReceivableState",
    "ReturnSlip",
    "SlipState",
]
