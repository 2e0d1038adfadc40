"""Coordination requests: what several departments settle together, with meetings, a plan and its acceptance (S1-20 to 23)."""
