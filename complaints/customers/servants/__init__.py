"""Who looks after a customer, and who else of ours keeps contact (S2D-7, S2D-8)."""
