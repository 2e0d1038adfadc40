"""One's own shifts: list, month, what changed, what can be done about one."""
