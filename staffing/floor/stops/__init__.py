"""Stop-work orders."""
