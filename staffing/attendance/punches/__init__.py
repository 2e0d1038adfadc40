"""Punches: at a clock, in the browser, from files; never changed, voided by a correction alone."""
