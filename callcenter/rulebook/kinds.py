"""How each kind of value is stored (JSON), read back (Python) and checked; plain Python."""

import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from callcenter.rulebook.registry import Kind, Rule


def to_json(kind: Kind, value: Any) -> Any:
    """The value as it is stored: decimals and times as text, durations in seconds."""
    match kind:
        case Kind.DECIMAL:
            return format(Decimal(value), "f")
        case Kind.TIME:
            return value.strftime("%H:%M:%S") if value.second else value.strftime("%H:%M")
        case Kind.DURATION:
            return int(value.total_seconds())
    return value


def from_json(kind: Kind, stored: Any) -> Any:
    """The stored value as int, Decimal, bool, time, timedelta or str. ValueError when it is not of that kind."""
    try:
        match kind:
            case Kind.INTEGER if isinstance(stored, int) and not isinstance(stored, bool):
                return stored
            case Kind.DECIMAL if not isinstance(stored, bool):
                number = Decimal(str(stored))
                if number.is_finite():
                    return number
            case Kind.BOOLEAN if isinstance(stored, bool):
                return stored
            case Kind.TIME if isinstance(stored, str):
                return datetime.time.fromisoformat(stored)
            case Kind.DURATION if isinstance(stored, int) and not isinstance(stored, bool):
                return datetime.timedelta(seconds=stored)
            case Kind.CHOICE | Kind.TEXT if isinstance(stored, str):
                return stored
    except (InvalidOperation, OverflowError, ValueError):
        pass
    raise ValueError(f"{stored!r} is no {kind} value")


def fault(rule: Rule, value: Any) -> str:
    """Why the rule cannot have this (typed) value: "minimum", "maximum", "choice", "form", or "" when it can."""
    if rule.kind is Kind.CHOICE and value not in {code for code, _ in rule.choices}:
        return "choice"
    if rule.minimum is not None and value < rule.minimum:
        return "minimum"
    if rule.maximum is not None and value > rule.maximum:
        return "maximum"
    if rule.fits is not None and not rule.fits(value):
        return "form"
    return ""
