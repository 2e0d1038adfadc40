"""Work orders (domain §7): from the customer's question to the archive. Order of the parts: states, transitions, rules, orders,
tickets, coordination, monitoring; each imports those before it.
"""
