"""Cleaning duties: Monday the changing room, Friday the plants, and what else a site sets; ticked off on the day (S2E-15)."""
