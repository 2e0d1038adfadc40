"""Customers in and out as files."""
