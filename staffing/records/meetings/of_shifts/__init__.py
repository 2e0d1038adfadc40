"""Pre- and post-shift meetings: made for every shift of the published roster, gone with it (S0-17, S2E-16, domain §9.3, §12)."""
