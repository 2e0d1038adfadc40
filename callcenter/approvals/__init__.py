"""Level-by-level decisions along the reporting line, with delegation and recusal.

Order of the parts: rules, kinds, models, line, access, telling, services; escalations stand on them.
"""
