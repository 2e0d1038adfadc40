"""Who has this complaint open."""
