"""Holidays, make-up workdays, opening hours and periods, in versions with effective dates."""
