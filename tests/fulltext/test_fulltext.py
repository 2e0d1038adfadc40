"""Chinese and English are found as people type them, and nothing typed is an error or an operator."""

import random

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from callcenter import fulltext
from callcenter.fulltext import excerpt, fold, highlight, literal, query, stem, tokens, vector
from complaints.cases.models import Case
from tests.complaints.factories import make_case, make_center

TEXT = "客户2026年11月投诉：退款延误，订单PO-2026/1234 未到账。The customer's refunds were late (KS-202611-0007)."


def matches(text: str, asked: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [vector(text), literal(asked)])
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        "退款",
        "退款延误",
        "款延",
        "误",
        "退",
        "未到账 退款",
        "refund",
        "Refunds",
        "REFUND",
        "ｒｅｆｕｎｄ",
        "refu",
        "the refund",
        "customer",
        "customer’s",
        "KS-202611-0007",
        "ks-202611-0007",
        "ks2026110007",
        "KS-2026",
        "0007",
        "202611",
        "po-2026/1234",
        "PO2026",
        "1234",
        "订单PO-2026/1234",
        "2026年",
    ],
)
def test_found(asked: str) -> None:
    assert matches(TEXT, asked)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [
        "延误退款",  # the same characters in another order
        "退货",
        "退款 退货",  # every term must be there
        "款误",
        "funds",  # the middle of a word
        "refunding",
        "KS-202611-0008",
        "2611",
        "",
        "  ",
        "!!! & | ' \\ :*",
    ],
)
def test_not_found(asked: str) -> None:
    assert not matches(TEXT, asked)


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("refunds", "refund"),
        ("refund", "refund"),
        ("policies", "policy"),
        ("delivery", "delivery"),
        ("deliveries", "delivery"),
        ("prices", "price"),
        ("status", "status"),
        ("loss", "loss"),
        ("bus", "bus"),
        ("gas", "gas"),
        ("données", "données"),
    ],
)
def test_plural_is_taken_off(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("Café", "cafe"),
        ("STRASSE ß", "strasse ss"),
        ("退貨", "退貨"),
        ("ガ", "ガ"),
        ("ｶﾞ", "ガ"),
    ],
)
def test_letters_are_compared_without_case_width_and_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_traditional_characters_stay_what_they_are() -> None:
    assert tokens("退貨") == ["退貨", "貨"]
    assert tokens("退货") == ["退货", "货"]


@pytest.mark.django_db
def test_no_phrase_runs_from_one_text_into_the_next() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s::tsvector @@ %s::tsquery", [vector("申请退款", "延误三天"), literal("退款延误")]
        )
        assert cursor.fetchone()[0] is False


HAN = st.text(alphabet="退款延误货", min_size=1, max_size=12)


@pytest.mark.django_db
@settings(deadline=None, max_examples=200)
@given(text=HAN, asked=HAN)
def test_a_run_is_found_exactly_where_it_stands(text: str, asked: str) -> None:
    assert matches(text, asked) == (asked in text)


@pytest.mark.django_db
@settings(deadline=None, max_examples=300)
@given(text=st.text(max_size=200), asked=st.text(max_size=60))
def test_any_text_and_any_question_are_read_without_error(text: str, asked: str) -> None:
    matches(text, asked)
    assert highlight(text, asked).replace("<mark>", "").replace("</mark>", "") == highlight(text, "")
    excerpt(text, asked)


@pytest.mark.django_db
@settings(deadline=None, max_examples=150)
@given(
    words=st.lists(
        st.sampled_from([*TEXT.split(), "退款", "don't", "A-1", "ab_c", "x'y", "naïve"]), max_size=8
    )
)
def test_a_text_is_found_by_itself(words: list[str]) -> None:
    text = " ".join(words)
    assert matches(text, text) == bool(tokens(text))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked", ["'); DROP TABLE x; --", "' | 'a", "退款' | '延误", "\x00", "\ud800退款", "\\'", "!退款"]
)
def test_nothing_typed_is_an_operator(asked: str) -> None:
    assert not matches("nothing of the kind", asked)


@pytest.mark.django_db
def test_a_very_long_text_fits_and_its_beginning_is_found() -> None:
    chance = random.Random(5)
    text = "退款延误" + "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(300_000))
    assert matches(text, "退款延误")
    assert len(vector(text).encode()) < 3_000_000
    assert matches("word " * 100_000 + "end", "end")


@pytest.mark.django_db
def test_a_query_stands_in_a_queryset() -> None:
    assert not Case.objects.filter(search=query("退款 'x")).exists()
    assert not Case.objects.filter(search=query("")).exists()
    assert not Case.objects.exclude(search=query("退款")).exists()


@pytest.mark.parametrize(
    ("text", "asked", "marked"),
    [
        ("申请退款延误", "退款", "申请<mark>退款</mark>延误"),
        ("The Refunds", "refund", "The <mark>Refunds</mark>"),
        ("<b>退款</b>", "退款", "&lt;b&gt;<mark>退款</mark>&lt;/b&gt;"),
        ("订单PO-2026/12", "po2026", "订单<mark>PO-2026</mark>/12"),
        ("ＫＳ-０７", "ks-07", "<mark>ＫＳ-０７</mark>"),
        ("funds", "und", "funds"),
        ("the late one", "the late", "the <mark>late</mark> one"),
        ("A & B", "", "A &amp; B"),
    ],
)
def test_hits_are_marked_and_the_rest_is_escaped(text: str, asked: str, marked: str) -> None:
    assert highlight(text, asked) == marked


def test_an_excerpt_shows_the_first_hit() -> None:
    text = "无关" * 200 + "退款延误" + "其他" * 200
    shown = excerpt(text, "退款", width=60)
    assert "<mark>退款</mark>延误" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert excerpt("短", "退款") == "短"


@pytest.mark.django_db
@pytest.mark.parametrize("few", [0, 2, 100])
def test_a_page_of_many_hits_is_the_page_of_few(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fulltext, "FEW", few)
    center = make_center()
    kept = [
        make_case(center.site, owner=center.officer, search=vector(text))
        for text in ("退款延误", "延误退款", "the refund", "退款延误 refund")
    ]
    rows = Case.objects.order_by("pk")
    assert [case.pk for case in fulltext.matching(rows, "退款延误")] == [kept[0].pk, kept[3].pk]
    assert [case.pk for case in fulltext.matching(rows, "refund")] == [kept[2].pk, kept[3].pk]
    assert list(fulltext.matching(rows, "nowhere")) == []
    assert list(fulltext.matching(rows, "!!")) == []
