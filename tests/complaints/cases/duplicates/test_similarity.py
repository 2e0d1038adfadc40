"""How alike two texts are, in Chinese and in Latin letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.cases.duplicates.similarity import likeness_pct, similarity_pct, terms

CHINESE = "客户反映上周购买的空调安装后漏水，墙面受损，要求赔偿并更换。"
RETOLD = "上周购买的空调安装后一直漏水，墙面已受损，客户要求更换和赔偿。"
OTHER = "宽带账单重复扣费，请退还本月多收的费用。"


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        (CHINESE, CHINESE, 100, 100),
        (CHINESE, RETOLD, 60, 99),
        (CHINESE, OTHER, 0, 10),
        ("The air conditioner leaks onto the wall", "the AIR conditioner leaks, onto the wall!", 100, 100),
        ("The air conditioner leaks onto the wall", "My invoice was charged twice", 0, 10),
        ("ＫＴ－３５０ leaks", "kt-350 leaks", 100, 100),
        ("", CHINESE, 0, 0),
        ("!!", "??", 0, 0),
        ("空调 Model KT350 漏水", "KT350 空调漏水", 50, 100),
    ],
)
def test_texts_are_compared_without_a_dictionary(one: str, other: str, least: int, most: int) -> None:
    assert least <= similarity_pct(one, other) <= most


def test_a_short_text_that_stands_whole_in_a_long_one_is_alike() -> None:
    long = CHINESE + "另外，" + OTHER * 3 + "我们在一月、二月和三月都曾多次致电，没有人答复，十分失望。"
    assert similarity_pct(CHINESE, long) >= 85


def test_two_words_in_common_are_not_the_same_matter() -> None:
    assert similarity_pct("空调", CHINESE) < 20


def test_chinese_becomes_pairs_and_latin_words() -> None:
    assert terms("空调漏水 of KT-9") == {"空调", "调漏", "漏水", "9"}


@given(st.text(), st.text())
def test_likeness_is_a_percentage_and_the_same_both_ways(one: str, other: str) -> None:
    there, back = similarity_pct(one, other), similarity_pct(other, one)
    assert there == back
    assert 0 <= there <= 100


@given(st.text())
def test_a_text_is_itself(text: str) -> None:
    found = terms(text)
    assert likeness_pct(found, found) == (100 if found else 0)
