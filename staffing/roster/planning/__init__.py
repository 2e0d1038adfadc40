"""What rosters are planned with: heads needed, induction, coverage and what would mend it, the staff reserve."""
