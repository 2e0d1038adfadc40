"""The models of the floor, by their parts."""

from staffing.floor.breaks.models import Break, OffPost
from staffing.floor.dutylogs.models import DutyLog, MonthReport
from staffing.floor.handovers.models import ConsoleRelease, Handover, HandoverProblem, OpenItem
from staffing.floor.stops.models import Annulment, StopWork

__all__ = [
    "Annulment",
    "Break",
    "ConsoleRelease",
    "DutyLog",
    "Handover",
    "HandoverProblem",
    "MonthReport",
    "OffPost",
    "OpenItem",
    "StopWork",
]
