"""Day sums and their revisions; documents with their figures, signatures and receipts."""

from reports.documents.models import Document, FigureVersion, Receipt, Signature
from reports.rollups.models import DayRevision, DaySum, Dimension, Reason, ReportedDay, StaleDay

__all__ = [
    "DayRevision",
    "DaySum",
    "Dimension",
    "Document",
    "FigureVersion",
    "Reason",
    "Receipt",
    "ReportedDay",
    "Signature",
    "StaleDay",
]
