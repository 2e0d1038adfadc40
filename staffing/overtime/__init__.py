"""Overtime: asked for or assigned, consented to, approved, counted by legal class. Order of the parts: rules, models, access, services."""
