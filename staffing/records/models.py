"""The rows of this room, each noun's in its own package."""

from staffing.records.bulletins.models import Bulletin, BulletinVersion, Receipt
from staffing.records.patrols.models import Patrol, PatrolAnalysis, PatrolFinding, PatrolItem

__all__ = [
    "Bulletin",
    "BulletinVersion",
    "Patrol",
    "PatrolAnalysis",
    "PatrolFinding",
    "PatrolItem",
    "Receipt",
]
