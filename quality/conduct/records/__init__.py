"""Conduct records, from what was seen to the final word."""
