"""Carrying out what was approved: goes on after the complaint is closed."""
