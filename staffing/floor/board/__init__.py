"""Today's floor as a page that refreshes itself, and what is done from it."""
