"""The rows of this room, each noun's in its own package."""

from staffing.records.actions.models import Action
from staffing.records.bulletins.models import Bulletin, BulletinVersion, Receipt
from staffing.records.cleaning.models import CleaningDuty, CleaningTick
from staffing.records.incidents.models import Incident, IncidentEntry
from staffing.records.meetings.models import AgendaItem, Attendance, Meeting, UnifiedAnswer
from staffing.records.patrols.models import Patrol, PatrolAnalysis, PatrolFinding, PatrolItem
from staffing.records.visitors.models import Visit

__all__ = [
    "Action",
    "AgendaItem",
    "Attendance",
    "Bulletin",
    "BulletinVersion",
    "CleaningDuty",
    "CleaningTick",
    "Incident",
    "IncidentEntry",
    "Meeting",
    "Patrol",
    "PatrolAnalysis",
    "PatrolFinding",
    "PatrolItem",
    "Receipt",
    "UnifiedAnswer",
    "Visit",
]
