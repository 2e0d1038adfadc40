"""Whose it was and what it cost: proposed by who investigates, judged by the service department."""
