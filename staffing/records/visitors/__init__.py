"""Visitors: outsiders come in with approval and are registered (S2E-4)."""
