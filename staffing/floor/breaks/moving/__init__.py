"""Moving breaks out of half hours in which heads are missing: suggested, done with one click, undone."""
