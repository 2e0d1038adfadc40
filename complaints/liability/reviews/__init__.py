"""The GM office looks at every complaint that was closed last month."""
