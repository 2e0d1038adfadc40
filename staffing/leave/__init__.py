"""Leave: kinds, the ledger of each person, requests and their certificates, capacity. Order of the parts: rules, models, access, services."""
