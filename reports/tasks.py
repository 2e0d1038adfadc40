"""The tasks of this app, where the Celery app looks for them."""

from reports.rollups.tasks import recompute_stale_days

__all__ = ["recompute_stale_days"]
