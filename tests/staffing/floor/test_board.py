"""Today's floor: who is where, filters, what changes, redeployment, stop-work orders."""

import datetime
import re

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from callcenter.audit.models import Event
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from staffing.attendance.breaches.models import Breach, BreachKind
from staffing.floor import now as now_on_the_floor
from staffing.floor.presence import Where
from staffing.floor.stops.models import StopWork
from staffing.floor.stops.services import order_stop_work
from staffing.records.meetings.models import Meeting
from staffing.records.meetings.of_shifts.services import settle_shift_meetings
from staffing.roster import absences
from staffing.roster.absences import Absence
from staffing.roster.models import Assignment, HeadsNeeded, Origin, RosterChange
from tests.factories import make_department, make_employee, make_team
from tests.staffing.factories import LATE_SHIFT, make_assignment
from tests.staffing.floor.conftest import NOW, Floor
from tests.staffing.floor.factories import DAY, make_break

BOARD = "/staffing/floor/"


def client(who: Employee) -> Client:
    browser = Client()
    assert who.user is not None
    browser.force_login(who.user)
    return browser


def words(floor: Floor) -> dict[int, set[Where]]:
    rows = now_on_the_floor.shifts_around(floor.site, NOW)
    return {each.employee.pk: set(each.words) for each in now_on_the_floor.people(floor.site, rows, now=NOW)}


def test_everybody_is_where_punches_leave_and_breaks_say(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor.comes(floor.ann)
    floor.comes(floor.bo, "08:10")
    make_break(floor.shift(floor.bo), "08:55", left_at=NOW)
    away = Absence(
        floor.cai.pk, floor.shift(floor.cai).starts_at, floor.shift(floor.cai).ends_at, "Annual leave"
    )
    monkeypatch.setattr(absences, "_finders", [lambda ids, start, end: [away]])
    late = make_assignment(
        make_employee(team=floor.team), DAY, LATE_SHIFT, code="L", starts_at=NOW + datetime.timedelta(hours=1)
    )
    found = words(floor)
    assert found[floor.ann.pk] == {Where.PRESENT}
    assert found[floor.bo.pk] == {Where.LATE, Where.ON_BREAK}
    assert found[floor.cai.pk] == {Where.ON_LEAVE}
    assert found[floor.leader.pk] == {Where.ABSENT}
    assert found[late.employee_id] == {Where.DUE}


def test_absent_shows_within_five_minutes_of_the_start_of_the_shift(
    floor: Floor, nine_in_the_morning: time_machine.Traveller
) -> None:
    start = floor.shift(floor.ann).starts_at
    for minutes, expected in ((3, Where.LATE), (4, Where.ABSENT)):
        moment = start + datetime.timedelta(minutes=minutes, seconds=1)
        found = now_on_the_floor.people(floor.site, [floor.shift(floor.ann)], now=moment)
        assert found[0].first_word is expected


def test_the_page_counts_filters_and_names(floor: Floor) -> None:
    floor.comes(floor.ann)
    page = client(floor.leader).get(BOARD).content.decode()
    assert "1 of 4 there" in page
    filtered = client(floor.leader).get(BOARD, {"where": "present"}).content.decode()
    assert str(floor.ann) in filtered
    assert str(floor.bo) not in filtered
    one_team = client(floor.leader).get(BOARD, {"team": floor.other_team.pk}).content.decode()
    assert str(floor.cai) in one_team
    assert str(floor.ann) not in one_team


def test_nothing_new_is_an_empty_answer_and_news_are_said_once(floor: Floor) -> None:
    browser = client(floor.leader)
    page = browser.get(BOARD).content.decode()
    found = re.search(r'hx-get="\?([^"]*)"', page)
    assert found is not None
    asked = BOARD + "?" + found[1].replace("&amp;", "&")
    assert browser.get(asked, headers={"HX-Request": "true"}).status_code == 204
    floor.comes(floor.ann)
    news = browser.get(asked, headers={"HX-Request": "true"}).content.decode()
    assert 'hx-swap-oob="true"' in news
    assert "3 absent so far" in news
    assert "<html" not in news


def test_the_board_asks_the_same_questions_for_ten_and_for_two_hundred(floor: Floor) -> None:
    def questions() -> int:
        browser = client(floor.leader)
        browser.get(BOARD)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(BOARD).status_code == 200
        return len(asked)

    before = questions()
    for number in range(40):
        agent = make_employee(team=floor.team, with_user=False)
        row = make_assignment(agent, DAY)
        floor.comes(agent)
        if number % 5 == 0:
            make_break(row, "08:55", left_at=NOW)
    assert questions() == before


def test_a_half_hour_with_too_few_heads_says_how_many_are_missing(floor: Floor) -> None:
    HeadsNeeded.objects.create(
        department=floor.department, weekday=DAY.weekday(), span=(0, 1440), heads=6, period=(DAY, None)
    )
    page = client(floor.leader).get(BOARD).content.decode()
    assert "−2" in page


def test_group_leaders_see_their_own_team_and_agents_no_board(floor: Floor) -> None:
    page = client(floor.group_leader).get(BOARD).content.decode()
    assert str(floor.ann) in page
    assert str(floor.cai) not in page
    assert client(floor.ann).get(BOARD).status_code == 403
    assert client(floor.group_leader).get(f"{BOARD}shifts/{floor.shift(floor.cai).pk}/").status_code == 404


def test_the_leader_redeploys_somebody_for_today_from_the_floor(floor: Floor) -> None:
    row = floor.shift(floor.ann)
    where = f"{BOARD}shifts/{row.pk}/"
    answer = client(floor.leader).post(where + "redeploy/", {"team": floor.other_team.pk, "reason": "Peak"})
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.team == floor.other_team
    assert RosterChange.objects.get(employee=floor.ann).origin == Origin.REDEPLOY


def test_stop_work_ends_the_shift_and_tells_the_director(floor: Floor) -> None:
    row = floor.shift(floor.ann)
    assert row.starts_at < timezone.now() < row.ends_at
    order = order_stop_work(row, actor=floor.leader.user, reason="Shouted at a customer")
    row.refresh_from_db()
    assert row.cancelled_at is not None
    left = Assignment.objects.published().get(employee=floor.ann, on=row.on)
    assert (left.starts_at, left.ends_at) == (row.starts_at, timezone.now())
    assert 0 < left.minutes < row.minutes
    assert RosterChange.objects.get(employee=floor.ann).origin == Origin.STOP_WORK
    told = set(Message.objects.filter(kind="floor.stop_work").values_list("recipient", flat=True))
    assert told == {floor.director.user_id, floor.ann.user_id}
    assert Event.objects.get(verb="floor.work.stopped").reason == "Shouted at a customer"
    assert client(floor.ann).get(order.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("reason", ["", "  "])
def test_stop_work_needs_a_reason(floor: Floor, reason: str) -> None:
    with pytest.raises(RuleViolation, match=r"floor\.no_reason"):
        order_stop_work(floor.shift(floor.ann), actor=floor.leader.user, reason=reason)


def test_stop_work_is_ordered_once_and_not_after_the_shift(
    floor: Floor, nine_in_the_morning: time_machine.Traveller
) -> None:
    order_stop_work(floor.shift(floor.ann), actor=floor.leader.user, reason="Danger")
    with pytest.raises(RuleViolation, match=r"floor\.no_shift"):
        order_stop_work(floor.shift(floor.ann), actor=floor.leader.user, reason="Danger")
    nine_in_the_morning.move_to(floor.shift(floor.bo).ends_at)
    with pytest.raises(RuleViolation, match=r"floor\.shift_over"):
        order_stop_work(floor.shift(floor.bo), actor=floor.leader.user, reason="Danger")


@pytest.mark.parametrize("who", ["group_leader", "ann", "bo"])
def test_only_shift_leader_and_director_stop_somebodys_work(floor: Floor, who: str) -> None:
    url = f"{BOARD}shifts/{floor.shift(floor.ann).pk}/stop-work/"
    assert client(getattr(floor, who)).post(url, {"reason": "No"}).status_code in (403, 404)
    assert client(floor.director).post(url, {"reason": "Danger"}).status_code == 302


def test_nobody_stops_their_own_work_by_order(floor: Floor) -> None:
    url = f"{BOARD}shifts/{floor.shift(floor.leader).pk}/stop-work/"
    assert client(floor.leader).post(url, {"reason": "Tired"}).status_code == 403


def test_an_order_is_never_changed(floor: Floor) -> None:
    order = order_stop_work(floor.shift(floor.ann), actor=floor.leader.user, reason="Danger")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        StopWork.objects.filter(pk=order.pk).update(reason="Another")


def test_today_shows_leaders_their_floor(floor: Floor) -> None:
    page = client(floor.leader).get(reverse("web:today_panels")).content.decode()
    assert "My floor now" in page
    assert "?where=absent" in page


def test_a_draft_is_nobodys_shift_on_the_floor(floor: Floor) -> None:
    Assignment.objects.filter(pk=floor.shift(floor.ann).pk).update(is_published=False)
    assert floor.ann.pk not in words(floor)


def test_breaches_that_wait_for_the_leader_and_meetings_of_shifts_stand_on_the_floor(floor: Floor) -> None:
    Breach.objects.create(
        site=floor.site,
        employee=floor.ann,
        team=floor.team,
        on=floor.site.today(),
        kind=BreachKind.OFF_POST,
        seconds=1500,
    )
    late = make_assignment(make_employee(team=floor.team), DAY, LATE_SHIFT, code="L")
    settle_shift_meetings(floor.site, actor=None)
    meeting = Meeting.objects.get(team=floor.team, kind="pre_shift", code="L")
    url = reverse("floor:board")
    page = client(floor.leader).get(url)
    labels = {str(one.label): (one.count, one.url) for one in page.context["stuck"]}
    assert labels["Breaches of attendance to confirm"] == (
        1,
        reverse("attendance:breaches") + "?state=proposed",
    )
    for after, word in ((-20, "Planned"), (-5, "now"), (5, "Minutes are missing"), (61, "Minutes overdue")):
        with time_machine.travel(late.starts_at + datetime.timedelta(minutes=after), tick=False):
            talks = client(floor.leader).get(url).context["talks"]
            found = {one.waiting.meeting: str(one.word.label) for one in talks}
            assert found[meeting] == word


def test_heads_are_counted_where_somebody_set_needs(floor: Floor) -> None:
    HeadsNeeded.objects.create(
        department=floor.department,
        weekday=DAY.weekday(),
        span=(480, 960),
        heads=6,
        period=(datetime.date(2026, 1, 1), None),
    )
    make_assignment(make_employee(team=make_team(make_department(floor.site))), DAY)
    halves = client(floor.director).get(reverse("floor:board")).context["halves"]
    assert (halves[0].slot.heads, halves[0].slot.needed) == (4, 6)
