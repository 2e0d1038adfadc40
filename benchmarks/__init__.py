"""Measurements with limits: `make bench` runs every `bench_*.py` here and fails when a limit is broken."""

from benchmarks.results import Result, at_least, at_most, below, note

__all__ = ["Result", "at_least", "at_most", "below", "note"]
