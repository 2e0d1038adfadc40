"""Delegations: an absent approver names a deputy for a range of days; no chains, nobody stands in for themselves."""
