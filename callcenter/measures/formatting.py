"""Figures as people read them: one decimal for percent, m:ss for seconds, a dash where nothing is known."""

import decimal
from decimal import Decimal
from fractions import Fraction

from callcenter.measures.registry import Ratio, Unit, get

DASH = "—"
MINUS = "\N{MINUS SIGN}"


def rounded(value: Fraction, places: int) -> Decimal:
    """The value at `places` decimals, halves away from zero, as schools and spreadsheets do."""
    step = Decimal(1).scaleb(-places)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(step, rounding=decimal.ROUND_HALF_UP)


def clock(seconds: Fraction | int) -> str:
    """m:ss, from one hour on h:mm:ss; rounded to the second."""
    whole = int(rounded(abs(Fraction(seconds)), 0))
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    sign = MINUS if seconds < 0 and whole else ""
    return f"{sign}{hours}:{minute:02}:{second:02}" if hours else f"{sign}{minutes}:{second:02}"


def amount(value: Fraction | None, unit: Unit) -> str:
    """A value in its unit: 1,234 · 80.9% · 3:05; a dash for None."""
    if value is None:
        return DASH
    if unit is Unit.SECONDS:
        return clock(value)
    if unit is Unit.PERCENT:
        return f"{rounded(value, 1):,}%".replace("-", MINUS)
    if unit is Unit.RATE_10000:
        return f"{rounded(value, 1):,}".replace("-", MINUS)
    return f"{rounded(value, 0):,}".replace("-", MINUS)


def shown(figure: Ratio) -> str:
    """The figure as it is printed."""
    return amount(figure.exact, get(figure.measure).unit)


def fraction(figure: Ratio) -> str:
    """n/N, what a percentage or mean rests on; empty for counts and maxima."""
    if not get(figure.measure).is_ratio:
        return ""
    return f"{figure.numerator:,}/{figure.denominator:,}"


def difference(now: Fraction | None, before: Fraction | None, unit: Unit) -> str:
    """The change with its sign, percentages in points ("pp"): +12 · −1.5 pp · +0:07; empty where one is unknown."""
    if now is None or before is None:
        return ""
    delta = now - before
    text = clock(delta) if unit is Unit.SECONDS else amount(delta, unit).replace("%", " pp")
    if delta > 0 and any(digit in text for digit in "123456789"):
        return f"+{text}"
    return text if any(digit in text for digit in "123456789") else f"±{text.lstrip(MINUS)}"
