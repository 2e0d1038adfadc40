"""The desk's pages: what they show, to whom, in constant questions."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from callcenter.clocks import kinds
from complaints.cases import services
from complaints.cases.models import Case, CauseClass, Severity, State, Step
from complaints.desk.charts.selectors import ages, causes
from complaints.desk.queue.selectors import queue_of, room_of
from tests.complaints.factories import make_case, make_center, make_intake, make_step, taken_to

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def questions(do: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        do()
    return len(asked.captured_queries)


def test_queue_holds_what_is_due_ordered_by_when() -> None:
    center = make_center()
    first = taken_to(center, State.ACCEPTED)
    second = taken_to(center, State.SUBMITTED)
    found = queue_of(center.user("officer"), center.site)
    assert first.reference in found.rows[0].title
    due = [row.due_at for row in found.rows if row.due_at]
    assert due == sorted(due)
    assert not any(
        second.reference in row.title for row in found.rows
    )  # the director's: nobody was named yet
    theirs = queue_of(second.owner.user, center.site)
    assert [row.due_at for row in theirs.rows if second.reference in row.title] == [None]


def test_queue_names_what_is_overdue() -> None:
    center = make_center()
    case = taken_to(center, State.ACCEPTED)
    assert case.due_at is not None
    found = queue_of(center.user("officer"), center.site, case.due_at + DAY)
    assert found.late >= 1
    assert found.rows[0].tone == "late"


def test_queue_of_a_handler_holds_their_step() -> None:
    center = make_center()
    case = taken_to(center, State.ACCEPTED)
    rows = queue_of(center.user("marketing"), center.site).rows
    assert [row.of for row in rows] == ["cases"]
    assert case.reference in rows[0].title
    assert rows[0].url.startswith(case.get_absolute_url())


def test_a_step_in_the_queue_reads_in_the_readers_language() -> None:
    center = make_center()
    with override("en"):
        taken_to(center, State.ACCEPTED)
    with override("zh-hans"):
        rows = queue_of(center.user("marketing"), center.site).rows
        step = Step.objects.get(assignee__user=center.user("marketing"))
        assert rows[0].title.endswith(step.get_kind_display())
        assert not rows[0].title.isascii()


def test_the_calendar_names_the_days_of_the_week() -> None:
    center = make_center()
    page = client_of(center.user("officer")).get(
        "/complaints/desk/deadlines/", headers={"accept-language": "zh-hans"}
    )
    assert page.content.decode().count("星期") >= 7


def test_queue_of_who_decides_holds_the_request() -> None:
    center = make_center()
    case = taken_to(center, State.REPORTED)
    rows = queue_of(center.user("director"), center.site).rows
    asked = [row for row in rows if row.of == "approvals"]
    assert [row.detail for row in asked] == [f"Decision on a complaint of {case.owner}"], rows


def test_queue_asks_as_much_for_ten_as_for_two() -> None:
    center = make_center()
    client = client_of(center.user("officer"))
    for _number in range(2):
        taken_to(center, State.ACCEPTED)
    client.get("/complaints/desk/")
    few = questions(lambda: client.get("/complaints/desk/"))
    for _number in range(8):
        taken_to(center, State.ACCEPTED)
    assert questions(lambda: client.get("/complaints/desk/")) == few


def test_queue_is_narrowed_by_kind_and_urgency() -> None:
    center = make_center()
    case = taken_to(center, State.ACCEPTED)
    client = client_of(center.user("officer"))
    assert case.reference in client.get("/complaints/desk/?of=cases").content.decode()
    assert case.reference not in client.get("/complaints/desk/?of=workorders").content.decode()
    assert case.reference not in client.get("/complaints/desk/?due=late").content.decode()


@pytest.mark.parametrize(
    ("kind", "room"),
    [
        ("cases.close", "cases"),
        ("workorder.promised_reply", "workorders"),
        ("conduct.statement", "conduct"),
        ("leave.decision", "other"),
    ],
)
def test_each_deadline_shows_under_its_room(kind: str, room: str) -> None:
    assert kinds.get(kind).key == kind
    assert room_of(kind) == room


def test_empty_queue_says_so() -> None:
    center = make_center()
    assert (
        "Nothing waits for you" in client_of(center.user("officer")).get("/complaints/desk/").content.decode()
    )


def test_board_counts_and_orders_each_state() -> None:
    center = make_center()
    now = timezone.now()
    late = make_case(center.site, State.ACCEPTED, received_at=now - 9 * DAY, owner=center.officer)
    soon = make_case(center.site, State.ACCEPTED, received_at=now - 5 * DAY, owner=center.officer)
    make_case(center.site, State.CLOSED)
    page = client_of(center.user("director")).get("/complaints/desk/board/")
    columns = {column.state: column for column in page.context["columns"]}
    assert [card.case.pk for card in columns[State.ACCEPTED].cards] == [late.pk, soon.pk]
    assert columns[State.ACCEPTED].cards[0].tone == "late"
    assert State.CLOSED not in columns
    assert page.context["total"] == 2


def test_board_shows_twelve_and_says_how_many_more() -> None:
    center = make_center()
    for _number in range(14):
        make_case(center.site, State.REPORTED, owner=center.officer)
    page = client_of(center.user("director")).get("/complaints/desk/board/")
    column = next(column for column in page.context["columns"] if column.state == State.REPORTED)
    assert (len(column.cards), column.count, column.more) == (12, 14, 2)
    assert "2 more" in page.content.decode()


def test_board_asks_as_much_for_thirty_as_for_three() -> None:
    center = make_center()
    client = client_of(center.user("director"))
    for state in (State.ACCEPTED, State.REPORTED, State.SUBMITTED):
        make_case(center.site, state, owner=center.officer)
    client.get("/complaints/desk/board/")
    few = questions(lambda: client.get("/complaints/desk/board/"))
    for number in range(27):
        make_case(center.site, [State.ACCEPTED, State.DECIDED][number % 2], owner=center.officer)
    assert questions(lambda: client.get("/complaints/desk/board/")) == few


def test_board_is_narrowed_to_mine_and_to_the_serious() -> None:
    center = make_center()
    mine = make_case(center.site, State.ACCEPTED, owner=center.officer)
    serious = make_case(center.site, State.ACCEPTED, severity=Severity.SERIOUS)
    client = client_of(center.user("officer"))

    def shown(query: str) -> set[int]:
        columns = client.get(f"/complaints/desk/board/?{query}").context["columns"]
        return {card.case.pk for column in columns for card in column.cards}

    assert shown("") == {mine.pk, serious.pk}
    assert shown("whose=mine") == {mine.pk}
    assert shown("severity=serious") == {serious.pk}


def test_board_offers_only_what_the_reader_may_do() -> None:
    center = make_center()
    make_case(center.site, State.ACCEPTED, owner=center.officer)
    officer = client_of(center.user("officer")).get("/complaints/desk/board/").context["columns"]
    gm = client_of(center.user("gm")).get("/complaints/desk/board/").context["columns"]
    assert any(card.moves for column in officer for card in column.cards)
    assert not any(card.moves for column in gm for card in column.cards)


@pytest.mark.parametrize("path", ["board", "deadlines", "ageing", "causes"])
def test_nobody_of_another_site_is_counted(path: str) -> None:
    center = make_center()
    case = make_case(make_center().site, State.ACCEPTED)
    page = client_of(center.user("officer")).get(f"/complaints/desk/{path}/").content.decode()
    assert case.reference not in page


def test_calendar_shows_a_complaint_on_the_day_it_is_due() -> None:
    center = make_center()
    case = make_case(center.site, State.ACCEPTED, owner=center.officer)
    step = make_step(case, due_at=case.due_at - DAY)
    assert case.due_at is not None
    on = case.due_at.astimezone(center.site.zone).date()
    client = client_of(center.user("officer"))
    page = client.get(f"/complaints/desk/deadlines/?on={on}&view=week&steps=yes")
    days = {day.date: day for week in page.context["weeks"] for day in week}
    assert [entry.title for entry in days[on].entries] == [str(case)]
    if on - DAY in days:
        assert [entry.title for entry in days[on - DAY].entries] == [str(step)]
    plain = client.get(f"/complaints/desk/deadlines/?on={on}&view=week")
    assert sum(day.count for week in plain.context["weeks"] for day in week) == 1


def test_calendar_asks_as_much_for_twenty_as_for_one() -> None:
    center = make_center()
    client = client_of(center.user("officer"))
    make_step(make_case(center.site, State.ACCEPTED, owner=center.officer))
    path = "/complaints/desk/deadlines/?steps=yes"
    client.get(path)
    few = questions(lambda: client.get(path))
    for _number in range(19):
        make_step(make_case(center.site, State.ACCEPTED, owner=center.officer))
    assert questions(lambda: client.get(path)) == few


def test_ages_are_counted_in_the_days_of_the_site() -> None:
    center = make_center()
    now = timezone.now()
    for days, state in (
        (0, State.ACCEPTED),
        (1, State.ACCEPTED),
        (6, State.REPORTED),
        (7, State.DECIDED),
        (40, State.RECEIVED),
    ):
        make_case(center.site, state, received_at=now - days * DAY)
    make_case(center.site, State.CLOSED, received_at=now - 50 * DAY)
    found = ages(Case.objects.all(), center.site)
    assert found.total == 5
    assert found.too_old == 2
    assert [sum(column) for column in zip(*found.counts.values(), strict=True)] == [1, 1, 1, 1, 1]


def test_causes_are_ordered_and_share_up_to_all() -> None:
    center = make_center()
    some, other = CauseClass.objects.order_by("pk")[:2]
    for cause, count in ((some, 1), (other, 3), (None, 1)):
        for _number in range(count):
            make_case(center.site, State.ACCEPTED, cause=cause)
    make_case(center.site, State.ACCEPTED, cause=some, received_at=timezone.now() - 400 * DAY)
    today = center.site.today()
    found = causes(Case.objects.all(), today - 30 * DAY, today, center.site)
    assert [row.count for row in found.rows] == [3, 1, 1]
    assert found.rows[0].name == str(other)
    assert found.rows[-1].share == pytest.approx(1)
    assert (found.total, found.vital) == (5, 2)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    center = make_center()
    page = client_of(center.user("officer")).get("/complaints/desk/causes/?first=2026-02-01&last=2026-01-01")
    assert page.status_code == 422


def test_both_forms_stand_side_by_side() -> None:
    center = make_center()
    parent = taken_to(center, State.NOT_ACCEPTED)
    child = parent.child
    page = client_of(center.user("officer")).get(f"/complaints/desk/{child.reference}/earlier/")
    lines = {line.label: line for line in page.context["lines"]}
    assert lines["state"].differs
    assert not lines["order number"].differs
    assert parent.reference in page.content.decode()


def test_a_form_without_an_earlier_one_has_no_pair() -> None:
    center = make_center()
    case = services.record_case(make_intake(center), actor=center.user("agent"))
    assert (
        client_of(center.user("officer")).get(f"/complaints/desk/{case.reference}/earlier/").status_code
        == 404
    )
