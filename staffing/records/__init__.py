"""Records of the floor: bulletins, patrols, incidents, visitors, cleaning, meetings. Each a noun of its own; they share models' subject."""
