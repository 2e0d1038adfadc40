"""The board: open complaints by state."""
