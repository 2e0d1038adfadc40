"""Escalations (请示汇报): somebody reports up the line and asks for an instruction; the answer goes on record (S2E-2, S2E-3)."""
