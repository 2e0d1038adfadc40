"""Roll calls at the start of a shift."""
