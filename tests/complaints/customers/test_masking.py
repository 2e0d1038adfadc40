"""Nobody sees more of a number than domain §3.4 allows."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaints.customers.masking import masked_email, masked_identity, masked_phone, masked_words

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
digits = st.text("0123456789", max_size=20)


def shown(masked: str) -> int:
    return sum(sign.isalnum() for sign in masked)


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13800131234", "138****1234"),
        ("95588", "9****8"),
        ("110", "****"),
        ("", ""),
    ],
)
def test_a_phone_number_shows_three_and_four(number: str, masked: str) -> None:
    assert masked_phone(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("31010119900307771X", "310****771X"),
        ("E12345678", "E****8"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_an_identity_number_never_shows_the_day_of_birth(number: str, masked: str) -> None:
    assert masked_identity(number) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("wang.fang@example.com", "w****@example.com"),
        ("w@example.com", "****@example.com"),
        ("nonsense", "****"),
        ("", ""),
    ],
)
def test_an_address_shows_its_first_letter_and_its_domain(address: str, masked: str) -> None:
    assert masked_email(address) == masked


@unhurried
@given(digits)
def test_never_more_than_seven_digits_of_a_phone_number(number: str) -> None:
    found = masked_phone(number)
    assert shown(found) <= min(7, max(0, len(number) - 2))


@unhurried
@given(st.text("0123456789X", max_size=30))
def test_never_more_than_seven_places_of_an_identity_number(number: str) -> None:
    found = masked_identity(number)
    assert shown(found) <= min(7, max(0, len(number) - 3))


@unhurried
@given(st.from_regex(r"[a-z0-9.]{2,30}", fullmatch=True))
def test_never_more_than_one_letter_of_a_name_at_a_domain(name: str) -> None:
    assert masked_email(f"{name}@example.com") == f"{name[0]}****@example.com"


@unhurried
@given(st.text("王请回电 ,.", max_size=20), st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_number_in_what_somebody_wrote_is_masked_too(words: str, number: str) -> None:
    hidden = masked_words(f"{words} {number} {words}")
    assert number not in hidden
    assert not re.search(r"\d{8}", hidden)


def test_words_lose_addresses_and_numbers_and_keep_the_rest() -> None:
    written = "Call 138-0013-8000 or write to wang.fang@example.com about order KS-202611-0007, 3 pieces"
    assert masked_words(written) == (
        "Call 138****8000 or write to w****@example.com about order KS-202611-0007, 3 pieces"
    )
