"""The calendar address of somebody's shifts."""
