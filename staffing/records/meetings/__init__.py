"""Meetings: series of the manuals, agenda, attendance, minutes, actions, unified answers (domain §9.3, S2E-7, S2E-8)."""
