"""The rows of this room, each noun's in its own package."""

from staffing.records.actions.models import Action
from staffing.records.bulletins.models import Bulletin, BulletinVersion, Receipt
from staffing.records.incidents.models import Incident, IncidentEntry
from staffing.records.meetings.models import AgendaItem, Attendance, Meeting, UnifiedAnswer
from staffing.records.patrols.models import Patrol, PatrolAnalysis, PatrolFinding, PatrolItem

__all__ = [
    "Action",
    "AgendaItem",
    "Attendance",
    "Bulletin",
    "BulletinVersion",
    "Incident",
    "IncidentEntry",
    "Meeting",
    "Patrol",
    "PatrolAnalysis",
    "PatrolFinding",
    "PatrolItem",
    "Receipt",
    "UnifiedAnswer",
]
