"""People. Rooms, lower ones first: organisation, employees."""
