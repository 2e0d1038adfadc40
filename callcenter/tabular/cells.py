"""Cells that a spreadsheet would run as a formula, and how they are kept from it (CWE-1236)."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet that opens this text from a CSV might run it."""
    return text.startswith(FORMULA_STARTS)


def neutralised(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would run; other text as it is. `restored` undoes it."""
    return f"'{text}" if looks_like_formula(text.lstrip("'")) else text


def restored(text: str) -> str:
    """The text as it was before `neutralised`: our own exports read back unchanged."""
    return text[1:] if text.startswith("'") and looks_like_formula(text.lstrip("'")) else text
