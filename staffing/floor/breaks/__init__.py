"""Breaks and meals: slots, the limit of people away at once, actual times, being off post."""
