"""Corrections: asked for with a reason, endorsed by the shift leader, approved by the director."""
