"""Bulletins: notices with an audience, in versions, with a receipt for each reader (S2E-19)."""
