"""What other rooms call: recording punches, marking days, asking for corrections."""

from staffing.attendance.days.services import mark_stale
from staffing.attendance.punches.services import Device, PunchRow, add_punches, record_punch

__all__ = ["Device", "PunchRow", "add_punches", "mark_stale", "record_punch"]
