"""Patrols: what a walk over the floor found, recorded at once, analysed every week (S0-16)."""
