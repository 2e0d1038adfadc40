"""What looks like a complaint: by order, customer, phone, e-mail and text, in constant queries, with why."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from complaints.cases import search
from complaints.cases.duplicates.rules import Why
from complaints.cases.duplicates.selectors import Asked, candidates
from complaints.cases.duplicates.wording import why_text
from complaints.cases.models import Case, State
from tests.complaints.factories import Center, make_case, make_center, make_customer

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
LEAKS = "上周购买的空调安装后漏水，墙面受损，要求赔偿并更换新机。"
RETOLD = "客户称上周购买的空调安装后一直漏水，墙面受损，要求更换新机并赔偿。"


@pytest.fixture
def center() -> Center:
    return make_center()


def made(center: Center, **fields: object) -> Case:
    case = make_case(center.site, owner=center.officer, **fields)
    Case.objects.filter(pk=case.pk).update(search=search.index(case))
    return case


def ask(center: Center, user: str = "officer", **fields: object) -> list[tuple[int, tuple[Why, ...]]]:
    asked = Asked(center.site, timezone.now(), **fields)  # type: ignore[arg-type]
    return [(found.case.pk, found.why) for found in candidates(asked, user=center.user(user))]


def test_the_same_order_customer_phone_and_email_are_found(center: Center) -> None:
    customer = make_customer(center.site, phone="138 0013 8000", phone_key="13800138000")
    order = made(center, order_no="PO-1")
    whose = made(center, customer=customer)
    phone = made(center, contact_phone="+86 139-0013-9000")
    email = made(center, contact_email="Li.Na@Customer.example")
    made(center)
    assert ask(center, order_no="PO-1") == [(order.pk, (Why.ORDER,))]
    assert ask(center, customer_id=customer.pk) == [(whose.pk, (Why.CUSTOMER,))]
    assert ask(center, phone="13800138000") == [(whose.pk, (Why.PHONE,))]
    assert ask(center, phone="0086 139 0013 9000") == [(phone.pk, (Why.PHONE,))]
    assert ask(center, email="li.na@customer.example") == [(email.pk, (Why.EMAIL,))]


def test_the_same_told_again_in_chinese_or_english_is_found_with_how_alike_it_is(center: Center) -> None:
    chinese = made(center, title="空调漏水", content=LEAKS)
    english = made(
        center,
        title="Kettle",
        content="The kettle from your shop leaks water over the kitchen table every morning.",
    )
    assert ask(center, text=f"空调漏水\n{RETOLD}") == [(chinese.pk, (Why.TEXT,))]
    again = "Kettle\nEvery morning the kettle from your shop leaks water over my kitchen table!"
    assert ask(center, text=again) == [(english.pk, (Why.TEXT,))]
    assert ask(center, text="宽带账单重复扣费，请退还本月多收的费用。") == []


def test_the_likeliest_comes_first_and_says_why(center: Center) -> None:
    order = made(center, order_no="PO-1")
    both = made(center, order_no="PO-1", title="空调漏水", content=LEAKS)
    asked = Asked(center.site, timezone.now(), f"空调漏水\n{LEAKS}", order_no="PO-1")
    found = candidates(asked, user=center.user("officer"))
    assert [one.case.pk for one in found] == [both.pk, order.pk]
    assert why_text(found[0]) == "same order · text 100 %"
    assert found[0].score > found[1].score


def test_old_merged_and_other_sites_complaints_are_left_out(center: Center) -> None:
    survivor = made(center, order_no="PO-1", received_at=timezone.now() - 89 * DAY)
    made(center, order_no="PO-1", received_at=timezone.now() - 91 * DAY)
    made(center, order_no="PO-1", state=State.MERGED, merged_into=survivor)
    made(make_center(), order_no="PO-1")
    assert ask(center, order_no="PO-1") == [(survivor.pk, (Why.ORDER,))]
    assert ask(center, order_no="PO-1", exclude=survivor.pk) == []


def test_who_may_not_see_it_learns_only_that_there_is_one(center: Center) -> None:
    made(center, order_no="PO-1")
    asked = Asked(center.site, timezone.now(), order_no="PO-1")
    assert [one.is_visible for one in candidates(asked, user=center.user("officer"))] == [True]
    assert [one.is_visible for one in candidates(asked, user=center.user("agent"))] == [False]


def test_hostile_text_is_only_text(center: Center) -> None:
    for text in ("' | 'x':* & !(", "\\ ' ''", ":*", "a" * 100_000, "漏" * 5_000, "\x00"[1:]):
        assert ask(center, text=text, order_no="%", phone="()", email="'") == []


def test_queries_are_the_same_for_two_and_for_forty_complaints(center: Center) -> None:
    customer = make_customer(center.site, phone="13800138000")
    user = center.user("officer")

    def count() -> int:
        asked = Asked(
            center.site, timezone.now(), LEAKS, customer.pk, "13800138000", "a@b.example", "PO-1", "P-1"
        )
        with CaptureQueriesContext(connection) as captured:
            candidates(asked, user=user)
        return len(captured)

    for _number in range(2):
        made(center, customer=customer, order_no="PO-1", content=LEAKS)
    count()
    few = count()
    for _number in range(38):
        made(center, customer=customer, order_no="PO-1", content=LEAKS)
    assert count() == few
    assert few <= 10
