"""The floor: who is there now, breaks, handover, duty log, patrol, incidents, bulletins. Order of the parts: rules, models, access, services."""
