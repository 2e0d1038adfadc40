"""Messages to people: outbox rows written with the change, channels, preferences, the bell."""
