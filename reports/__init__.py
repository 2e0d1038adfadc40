"""Reports: sums and the documents made of them. Rooms, lower ones first: rollups, daily, documents."""
