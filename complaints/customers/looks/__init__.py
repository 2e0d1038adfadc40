"""Who looked at a customer's numbers, and who may see customers beyond their own (S2D-6)."""
