"""Letters to the customer from templates: what they may say is a fixed list of fields, never the form itself (S2A-31)."""
