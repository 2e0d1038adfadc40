"""Files. Rooms, lower ones first: attachments, jobs (what imports and exports share), exports, imports."""
