"""What of a customer's numbers is shown to everybody (domain §3.4): the only functions that decide it."""

import re

from callcenter.telephony.facts.masking import STARS, masked

__all__ = ["last_four", "masked_email", "masked_identity", "masked_name", "masked_phone", "masked_words"]

masked_phone = masked  # 138****1234

LONG_IDENTITY = 15  # an identity card has 15 or 18 places, a unified social credit code 18
ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
# Not a reference such as KS-202611-0007.
NUMBER = re.compile(r"(?<![0-9])(?<![A-Z]-)\+?\d(?:[ -]?\d){6,17}[Xx]?(?!\d)")


def masked_identity(number: str) -> str:
    """Three places in front and four behind of a long number; of a shorter one the first and the last, or nothing."""
    number = number.strip()
    if len(number) >= LONG_IDENTITY:
        return f"{number[:3]}{STARS}{number[-4:]}"
    if len(number) >= 5:
        return f"{number[:1]}{STARS}{number[-1:]}"
    return STARS if number else ""


def last_four(phone: str) -> str:
    """All but the last four digits hidden: for lists in which nobody is to be called from."""
    return "*" * max(len(phone) - 4, 0) + phone[-4:] if phone else ""


def masked_name(name: str) -> str:
    """The first letter of each word, so that a list is no address book: 王先生 → 王**, Jane Doe → J*** D**."""
    return " ".join(word[0] + "*" * min(len(word) - 1, 6) for word in name.split())


def masked_email(address: str) -> str:
    """The first letter and the domain: w****@example.com; of an address with one letter the domain alone."""
    if not address:
        return ""
    name, at, domain = address.strip().rpartition("@")
    if not at:
        return STARS
    return f"{name[:1] if len(name) > 1 else ''}{STARS}@{domain}"


def masked_words(words: str) -> str:
    """What somebody wrote, its phone and identity numbers and e-mail addresses masked."""
    hidden = ADDRESS.sub(lambda found: masked_email(found[0]), words)
    return NUMBER.sub(lambda found: masked_phone(re.sub(r"[ -]", "", found[0])), hidden)
