"""Breaches of attendance: proposed from the days, confirmed or dismissed by the leader, withdrawn when their ground is gone."""
