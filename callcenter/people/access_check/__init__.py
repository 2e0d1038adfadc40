"""Why somebody may do something: each permission with the post and the dated assignment behind it."""
