"""Facts from the switch; no telephone is driven from here.

Rooms, lower ones first: facts, feeds (reading files), then calls, agents, names (of queues and call types), days (pages and API).
"""
