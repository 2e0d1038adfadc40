"""The board: covers, open shifts, offers of overtime and time off. Order of the parts: rules, models, access, services."""
