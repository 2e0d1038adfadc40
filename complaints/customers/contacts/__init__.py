"""Reports of contacts with customers (S2D-4, S2D-7, S2D-10)."""
