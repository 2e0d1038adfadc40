"""Off-boarding: what a leaver still has open is handed over before the account closes (S2D-5, S2D-8)."""
