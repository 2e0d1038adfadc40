"""Handing several complaints to one owner."""
