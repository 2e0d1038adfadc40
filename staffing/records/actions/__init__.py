"""Actions: what somebody has to do by a day because of an incident or a meeting."""
