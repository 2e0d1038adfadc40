"""Shifts that change hands: swaps, covers, open shifts, time off offered.

Order of the parts: rules, models, access, situation, selectors, services; `board` (covers, open shifts, offers) stands on them.
"""
