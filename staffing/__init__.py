"""Staffing: who works when. Rooms, lower ones first: roster, attendance, leave, swaps, overtime, floor."""
