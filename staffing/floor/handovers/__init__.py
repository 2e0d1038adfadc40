"""Handovers between shifts: topics, both signatures, problems, open items, consoles that wait for relief."""
