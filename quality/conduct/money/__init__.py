"""Points in money, a statistics month at a time; off by default, the general manager's alone (A15)."""
