"""A re-opened complaint beside the earlier one."""
