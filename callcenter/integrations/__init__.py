"""What other systems talk to: API clients with scopes, and signed webhooks."""
