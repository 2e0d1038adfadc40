"""The floor today: who is there, breaks, stop-work orders, duty logs, handovers.

Order of the rooms: board > handovers > dutylogs > stops > breaks > now; within each: models, rules, access, services, pages.
"""
