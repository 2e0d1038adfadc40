"""Staffing: who works when. Rooms, lower ones first: shifts, roster, leave, swaps, overtime, attendance, records, floor."""
