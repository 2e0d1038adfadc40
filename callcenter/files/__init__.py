"""Files. Rooms, lower ones first: checksums, attachments, jobs (what imports and exports share), exports, imports."""
