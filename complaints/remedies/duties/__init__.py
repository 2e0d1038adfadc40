"""Which department of a site is sales, warehouse and finance for the papers of remedies."""
