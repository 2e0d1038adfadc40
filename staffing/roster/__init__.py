"""Who works when: rosters by department and month, the shifts in them, what was published and what changed since.

Order of the parts: duties, limits, rules, absences, changes, models, access, policy, persons, cells, selectors, drafting
and moving (behind services), coverage, checks, publishing.
"""
