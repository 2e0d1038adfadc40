"""Messages to people: outbox rows written with the change, channels, preferences, the bell.

Order of its rooms, each importing those before it: enclosures, kinds, closed_days, figures, models, outbox (what every room writes with),
then messages (the bell), preferences, chat (team channels), delivery (e-mail and chat posts).
"""
