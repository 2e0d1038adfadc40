"""Ageing and causes."""
