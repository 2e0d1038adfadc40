"""Requests and the steps of their chains: their rows and their pages."""
