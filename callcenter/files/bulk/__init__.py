"""The same act on many rows, done by a worker: each row by itself, what was refused with its sentence."""
