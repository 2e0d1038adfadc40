"""The floor today: who is there, breaks, stop-work orders, duty logs, handovers.

Order of the rooms: board > handovers > dutylogs > stops > breaks > now; within each: models, rules, facts, services.
The pages (views, page, person, today) of each may use all of them: they are one floor to who works on it.
"""
