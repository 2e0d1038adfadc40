"""Points: an append-only ledger, undone by reversal alone."""
