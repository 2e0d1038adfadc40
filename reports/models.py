"""Day sums and their revisions."""

from reports.rollups.models import DayRevision, DaySum, Dimension, Reason, ReportedDay, StaleDay

__all__ = ["DayRevision", "DaySum", "Dimension", "Reason", "ReportedDay", "StaleDay"]
