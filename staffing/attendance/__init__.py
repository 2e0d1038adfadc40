"""Attendance: punches, the day worked out of them, corrections, the sheet for HR. Order of the parts: rules, models, access, services."""
