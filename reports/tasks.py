"""The tasks of this app, where the Celery app looks for them."""

from reports.documents.tasks import archive_documents, distribute_documents, make_due_drafts
from reports.rollups.tasks import mark_uncounted_days, recompute_stale_days

__all__ = [
    "archive_documents",
    "distribute_documents",
    "make_due_drafts",
    "mark_uncounted_days",
    "recompute_stale_days",
]
