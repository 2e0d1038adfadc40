"""Running it: health, metrics, backups, the doctor, retention. Rooms above register their checks and what they keep."""
