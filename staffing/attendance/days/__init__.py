"""The attendance of a day, worked out of roster, punches and leave; worked out anew when one of them changes."""
