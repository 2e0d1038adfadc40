"""Who works when: rosters by department and month, the shifts in them, what was published and what changed since.

Order of the parts: duties, rules, absences, changes, models, access, policy, cells, services.
"""
