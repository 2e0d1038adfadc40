"""The models of attendance, by their parts."""

from staffing.attendance.breaches.models import Breach
from staffing.attendance.corrections.models import Correction
from staffing.attendance.days.models import (
    AttendanceDay,
    AttendanceRevision,
    SiteDay,
    StaleDay,
)
from staffing.attendance.periods.models import AttendancePeriod, Snapshot, SnapshotDay
from staffing.attendance.punches.models import Punch, PunchVoid
from staffing.attendance.rollcalls.models import RollCall, RollCallMark

__all__ = [
    "AttendanceDay",
    "AttendancePeriod",
    "AttendanceRevision",
    "Breach",
    "Correction",
    "Punch",
    "PunchVoid",
    "RollCall",
    "RollCallMark",
    "SiteDay",
    "Snapshot",
    "SnapshotDay",
    "StaleDay",
]
