"""People. Rooms, lower ones first: organisation, employees, chart, access_check, exchange."""
