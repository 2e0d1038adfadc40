"""One measured figure and the limit that it is held to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """A figure: what was measured, its value and unit, the limit in words, and whether it was kept (None: no limit)."""

    name: str
    value: float
    unit: str
    limit: str = ""
    kept: bool | None = None


def at_least(name: str, value: float, limit: float, unit: str = "×") -> Result:
    """A figure that may not fall below `limit`."""
    return Result(name, value, unit, f"at least {limit:g}", value >= limit)


def at_most(name: str, value: float, limit: float, unit: str = "×") -> Result:
    """A figure that may not rise above `limit`."""
    return Result(name, value, unit, f"at most {limit:g}", value <= limit)


def below(name: str, value: float, limit: float, unit: str) -> Result:
    """A figure that must stay under `limit`."""
    return Result(name, value, unit, f"below {limit:g}", value < limit)


def note(name: str, value: float, unit: str) -> Result:
    """A figure shown for information: absolute times depend on the machine and have no limit."""
    return Result(name, value, unit)
