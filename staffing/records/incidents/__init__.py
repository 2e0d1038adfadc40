"""Incidents: what went wrong on the floor, with an append-only timeline, impact, cause and follow-up (S0-18, S2E-1, S2F-22)."""
