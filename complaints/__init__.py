"""Complaints: the six-day workflow. Rooms, lower ones first: customers, cases, remedies, liability, improvement, workorders,
serviceorders, surveys, intake, desk."""
