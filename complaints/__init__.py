"""Complaints: the six-day workflow. Rooms, lower ones first: customers, cases, remedies, workorders, service, surveys."""
