"""My queue: everything that is due for me."""
