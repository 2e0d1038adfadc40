"""Kinds of shifts and the rotations made of them. Order of the parts: rules, models, access, services."""
