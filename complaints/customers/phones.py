"""Phone numbers as they are written, and the one form in which two of them are compared."""

import re
import unicodedata

LONGEST = 20
CALLING_CODES = {
    "AU": "61", "CA": "1", "CH": "41", "CN": "86", "DE": "49", "ES": "34", "FR": "33", "GB": "44", "HK": "852", "ID": "62",
    "IE": "353", "IN": "91", "JP": "81", "KR": "82", "MO": "853", "MX": "52", "MY": "60", "NL": "31", "NZ": "64",
    "PH": "63", "PL": "48", "SG": "65", "TH": "66", "TW": "886", "US": "1", "VN": "84",
}  # fmt: skip
WITHOUT_TRUNK = frozenset(
    {"1", "34", "48", "52", "65", "852", "853"}
)  # countries that dial no 0 before an area code
CHINA = "86"
EXTENSION = re.compile(
    r"\s*(?:;?\s*ext(?:ension|n)?\.?\s*[=:]?|x|#|,|转|轉|分机|分機|内线)\s*\d{1,6}\D*$", re.IGNORECASE
)
CHINESE_EXTENSION = re.compile(r"(?<!\d)(0\d{2,3}\D{1,3}\d{3,4}[\s-]?\d{4})\s*-\s*\d{1,6}$")
IP_CALL = re.compile(r"^(?:17951|17911|17909|12593)(?=\d{10,12}$)")
CHINESE_MOBILE = re.compile(r"1[3-9]\d{9}")
CHINESE_SERVICE = re.compile(r"[48]00\d{7}")
CHINESE_LOCAL = re.compile(r"[2-9]\d{6,7}")


def phone_key(written: str, *, country: str = "CN", area: str = "") -> str:
    """The digits that identify a line, as dialled within `country`; "" where there is no number.

    Written with +86, 0086, spaces, hyphens, brackets, full-width digits or an extension it is the same line. A foreign
    number keeps its country's code after 00, so that it never meets a number at home. A Chinese local number (7 or 8
    digits) gets the area code `area` where one is given.
    """
    text = EXTENSION.sub("", unicodedata.normalize("NFKC", written).strip())
    text = CHINESE_EXTENSION.sub(r"\1", text)
    is_abroad = text.lstrip(" (").startswith("+")
    text = text.replace("(0)", "") if is_abroad else text
    digits = "".join(one for one in text if one.isascii() and one.isdigit())
    home = CALLING_CODES.get(country, "")
    if not is_abroad and digits.startswith("00"):
        is_abroad, digits = True, digits[2:]
    if is_abroad:
        found = _national(digits.removeprefix(home), home) if home and digits.startswith(home) else ""
        key = found or (f"00{digits.lstrip('0')}" if digits.strip("0") else "")
    else:
        key = _at_home(digits, home, area)
    return key[:LONGEST]


def _national(rest: str, home: str) -> str:
    """What follows the code of one's own country, as it is dialled at home."""
    if home == CHINA:
        rest = rest.lstrip("0")
        if not rest or CHINESE_MOBILE.fullmatch(rest) or CHINESE_SERVICE.fullmatch(rest) or len(rest) < 9:
            return rest
        return f"0{rest}"
    rest = rest.lstrip("0")
    return rest if home in WITHOUT_TRUNK or not rest else f"0{rest}"


def _at_home(digits: str, home: str, area: str) -> str:
    if home != CHINA:
        return digits
    digits = IP_CALL.sub("", digits)
    if digits.startswith("0") and CHINESE_MOBILE.fullmatch(digits[1:]):
        return digits[1:]
    if digits.startswith("86") and len(digits) in (12, 13) and _is_whole(digits[2:]):
        return _national(digits[2:], CHINA)
    if area and CHINESE_LOCAL.fullmatch(digits):
        return f"0{area.lstrip('0')}{digits}"
    return digits


def _is_whole(rest: str) -> bool:
    """Whether a Chinese number can stand alone after its country's code: a mobile, or an area code with its 0 left out."""
    return bool(CHINESE_MOBILE.fullmatch(rest)) or (len(rest) == 10 and rest[0] != "0")


def is_phone(written: str) -> bool:
    """Whether it can be a phone number: 3 to 17 digits, nothing but what numbers are written with."""
    text = EXTENSION.sub("", unicodedata.normalize("NFKC", written).strip())
    digits = re.sub(r"[\s()./+-]", "", text)
    return digits.isascii() and digits.isdigit() and 3 <= len(digits) <= 17


def email_key(written: str) -> str:
    """An e-mail address as it is kept and compared: without spaces around it, in small letters."""
    return unicodedata.normalize("NFKC", written).strip().lower()
