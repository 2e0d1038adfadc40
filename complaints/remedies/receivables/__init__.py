"""Complaints that are not upheld: the invoice is collected on its normal term (S2A-33)."""
