"""A believable center to try the product with. Modules, lower ones first: parameters, fit (run by hand), shifts, calendar,
arrivals, simulation (a day on the floor); center, staff, titles (who and where, as data); facts, crowd, people, letters, systems, requests, services."""
