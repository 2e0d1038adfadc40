"""One deadline engine for everything that is due."""
