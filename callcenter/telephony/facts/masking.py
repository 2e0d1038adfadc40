"""Customer numbers are shown masked: 138****1234 (domain §3.4)."""

STARS = "****"


def masked(number: str) -> str:
    """The beginning and the last four digits; a short number shows its last digit or nothing of it."""
    if len(number) >= 9:
        return f"{number[:3]}{STARS}{number[-4:]}"
    if len(number) >= 5:
        return f"{number[:1]}{STARS}{number[-1:]}"
    return STARS if number else ""
