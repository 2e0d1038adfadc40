"""One line has one key however its number is written; keys of different lines differ."""

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.customers.phones import LONGEST, email_key, is_phone, phone_key

MOBILE = "13800138000"
LANDLINE = "02155550101"

mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
landlines = st.from_regex(r"(010|02[0-9]|0[3-9][1-9][0-9])[2-8][0-9]{7}", fullmatch=True)
writings = st.text(string.digits + "+-() .转ext#０１２３４５６７８９", max_size=40)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("13800138000", MOBILE),
        ("138 0013 8000", MOBILE),
        ("138-0013-8000", MOBILE),
        ("+86 138 0013 8000", MOBILE),
        ("+8613800138000", MOBILE),
        ("0086 138 0013 8000", MOBILE),
        ("86 13800138000", MOBILE),
        ("(+86)13800138000", MOBILE),
        ("013800138000", MOBILE),
        ("17951 13800138000", MOBILE),
        ("１３８００１３８０００", MOBILE),
        ("＋86 138 0013 8000", MOBILE),
        ("021-55550101", LANDLINE),
        ("(021) 5555 0101", LANDLINE),
        ("+86 21 5555 0101", LANDLINE),
        ("+86 (0)21 5555 0101", LANDLINE),
        ("+86 021 5555 0101", LANDLINE),
        ("0086-21-55550101", LANDLINE),
        ("86-21-55550101", LANDLINE),
        ("021-55550101-8001", LANDLINE),
        ("021-55550101转8001", LANDLINE),
        ("021-55550101 分机 8001", LANDLINE),
        ("021 5555 0101 ext. 12", LANDLINE),
        ("021 5555 0101 x12", LANDLINE),
        ("021 5555 0101#12", LANDLINE),
        ("+86 10 5555 0101", "01055550101"),
        ("400-820-0101", "4008200101"),
        ("+86 400 820 0101", "4008200101"),
        ("95588", "95588"),
        ("+44 20 7946 0018", "00442079460018"),
        ("0044 20 7946 0018", "00442079460018"),
        ("+852 2345 6789", "0085223456789"),
        ("", ""),
        ("unknown", ""),
        ("+", ""),
    ],
)
def test_a_number_is_the_same_line_however_it_is_written(written: str, key: str) -> None:
    assert phone_key(written) == key


def test_a_local_number_gets_the_area_of_the_site() -> None:
    assert phone_key("5555 0101", area="021") == LANDLINE
    assert phone_key("5555 0101", area="21") == LANDLINE
    assert phone_key("5555 0101") == "55550101"
    assert phone_key(MOBILE, area="021") == MOBILE


def test_a_foreign_number_never_meets_one_at_home() -> None:
    assert phone_key("+1 380 013 8000") != phone_key("13800138000")
    assert phone_key("+1 380 013 8000") == "0013800138000"


@pytest.mark.parametrize(
    ("written", "country", "key"),
    [
        ("020 7946 0018", "GB", "02079460018"),
        ("+44 20 7946 0018", "GB", "02079460018"),
        ("+44 (0)20 7946 0018", "GB", "02079460018"),
        ("+61 2 5550 0101", "AU", "0255500101"),
        ("(02) 5550 0101", "AU", "0255500101"),
        ("+65 6123 4567", "SG", "61234567"),
        ("+1 212 555 0101", "US", "2125550101"),
        ("+86 138 0013 8000", "GB", "008613800138000"),
        ("+86 138 0013 8000", "XX", "008613800138000"),
    ],
)
def test_numbers_are_read_as_dialled_in_the_country_of_the_site(written: str, country: str, key: str) -> None:
    assert phone_key(written, country=country) == key


@settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is no fault of the rule
@given(
    mobiles | landlines,
    st.sampled_from(["", "+86 ", "+86", "0086 ", "0086-"]),
    st.lists(st.sampled_from([" ", "-", ""]), min_size=12, max_size=12),
)
def test_spaces_and_hyphens_and_the_own_country_change_nothing(
    number: str, prefix: str, cuts: list[str]
) -> None:
    digits = number.removeprefix("0") if prefix else number
    written = prefix + "".join(digit + cut for digit, cut in zip(digits, cuts, strict=False)).rstrip(" -")
    if "ext" not in written and not _looks_like_extension(written):
        assert phone_key(written) == number


def _looks_like_extension(written: str) -> bool:
    """0571-8888-1234-56: what follows the eighth digit after an area code and a hyphen is an extension."""
    return written.startswith("0") and not written.startswith("00") and written.count("-") > 1


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(writings)
def test_a_key_is_digits_alone_short_enough_and_its_own_key(written: str) -> None:
    key = phone_key(written)
    assert len(key) <= LONGEST
    assert key == "" or (key.isascii() and key.isdigit())
    assert phone_key(key) == key


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 9), st.text("0123456789", min_size=7, max_size=12))
def test_a_foreign_key_begins_with_two_noughts_and_its_code(first: int, rest: str) -> None:
    if not f"{first}{rest}".startswith("86"):
        assert phone_key(f"+{first}{rest}") == f"00{first}{rest}"


def test_what_can_be_a_number() -> None:
    assert is_phone("+86 138 0013 8000")
    assert is_phone("021-55550101转8001")
    assert is_phone("95588")
    assert not is_phone("call me")
    assert not is_phone("12")
    assert not is_phone("1" * 18)


def test_an_e_mail_address_is_compared_in_small_letters() -> None:
    assert email_key("  Wang.Fang@Example.COM ") == "wang.fang@example.com"
