"""Level-by-level decisions along the reporting line, with delegation and recusal."""
