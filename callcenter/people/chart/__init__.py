"""The organisation with its people: the tree of sites, departments and teams, and the pages that shape it."""
