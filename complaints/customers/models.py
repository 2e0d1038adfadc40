"""Customers: their records, who looks after them, what was agreed with them, and who looked."""

from complaints.customers.contacts.models import ContactReport, Direction, Means, OwedReport
from complaints.customers.dossier import (
    SUBJECT,
    Customer,
    CustomerClass,
    CustomerKind,
    CustomerPerson,
    CustomerPhone,
    SpecialClass,
    YearFigures,
)
from complaints.customers.looks.models import AccessRequest, AccessState, Look
from complaints.customers.merging.models import Merge
from complaints.customers.servants.models import Caretaking, Liaison

__all__ = [
    "SUBJECT",
    "AccessRequest",
    "AccessState",
    "Caretaking",
    "ContactReport",
    "Customer",
    "CustomerClass",
    "CustomerKind",
    "CustomerPerson",
    "CustomerPhone",
    "Direction",
    "Liaison",
    "Look",
    "Means",
    "Merge",
    "OwedReport",
    "SpecialClass",
    "YearFigures",
]
