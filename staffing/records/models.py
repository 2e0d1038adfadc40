"""The rows of this room, each noun's in its own package."""

from staffing.records.bulletins.models import Bulletin, BulletinVersion, Receipt

__all__ = [
    "Bulletin",
    "BulletinVersion",
    "Receipt",
]
