"""Breaks moved out of half hours that are short: named on the board, moved with one click, undone; heads as the roster needs them."""

import datetime
from urllib.parse import parse_qs, urlparse

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callcenter.audit.models import Event
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.people.models import Team
from staffing.floor.breaks.models import Break, BreakKind
from staffing.floor.breaks.moving.facts import outlook
from staffing.floor.breaks.moving.services import Step, move_breaks
from staffing.roster.models import HeadsNeeded
from tests.factories import make_employee
from tests.staffing.factories import make_assignment
from tests.staffing.floor.conftest import NOW, Floor
from tests.staffing.floor.factories import DAY, at, make_break
from tests.staffing.floor.test_board import client


def need(floor: Floor, start: str, end: str, heads: int, team: Team | None = None) -> None:
    """So many heads on every Thursday between two times of the clock."""
    hours = [int(text[:2]) * 60 + int(text[3:]) for text in (start, end)]
    HeadsNeeded.objects.create(
        department=floor.department,
        team=team,
        weekday=DAY.weekday(),
        span=(hours[0], hours[1]),
        heads=heads,
        period=(datetime.date(2026, 1, 1), None),
    )


def board(floor: Floor) -> str:
    return reverse("floor:breaks", args=[floor.team.pk, DAY.isoformat()])


def moves(floor: Floor) -> str:
    return reverse("floor:break_moves", args=[floor.team.pk, DAY.isoformat()])


def test_a_break_in_a_short_half_hour_is_named_with_the_times_it_could_go_to(floor: Floor) -> None:
    need(floor, "10:00", "10:30", 3, floor.team)  # Ann, Bo and Lee are there
    slot = make_break(floor.shift(floor.ann), "10:10")
    context = client(floor.leader).get(board(floor)).context
    (short,) = context["short"]
    assert (short.times, short.gap.there, short.gap.needed, short.gap.away) == ("10:00–10:30", 2, 3, 1)
    (found,) = context["suggestions"]
    assert (found.slot, found.minutes) == (slot, 15)
    assert [times for _text, times in found.choices] == [
        "10:30–10:45",
        "10:45–11:00",
        "11:00–11:15",
        "11:15–11:30",
    ]


def test_one_click_moves_it_and_one_click_takes_it_back(floor: Floor) -> None:
    need(floor, "10:00", "10:30", 3, floor.team)
    slot = make_break(floor.shift(floor.ann), "10:10")
    browser = client(floor.leader)
    best = browser.get(board(floor)).context["suggestions"][0].best
    answer = browser.post(moves(floor), {"move": best})
    slot.refresh_from_db()
    assert slot.starts_at == at(floor.ann, "10:30")
    assert Event.objects.filter(verb="floor.breaks.moved").count() == 1
    assert Message.objects.filter(kind="floor.break_assigned", recipient=floor.ann.user).exists()
    assert "undo" in parse_qs(urlparse(answer["Location"]).query)
    page = browser.get(answer["Location"])
    assert page.context["short"] == []
    browser.post(moves(floor), {"move": page.context["undo"], "undo": "1"})
    slot.refresh_from_db()
    assert slot.starts_at == at(floor.ann, "10:10")


def test_all_are_moved_or_none(floor: Floor) -> None:
    first, second = make_break(floor.shift(floor.ann), "10:00"), make_break(floor.shift(floor.bo), "10:15")
    steps = [
        Step(first.pk, first.starts_at, at(floor.ann, "11:00")),
        Step(second.pk, at(floor.bo, "10:20"), at(floor.bo, "12:00")),
    ]
    with pytest.raises(RuleViolation, match=r"floor\.break_moved_meanwhile"):
        move_breaks(floor.team, steps, actor=floor.leader.user)
    first.refresh_from_db()
    assert first.starts_at == at(floor.ann, "10:00")
    with pytest.raises(RuleViolation, match=r"floor\.nothing_to_move"):
        move_breaks(floor.team, [], actor=floor.leader.user)


def test_a_break_of_another_team_is_not_moved_from_here(floor: Floor) -> None:
    other = make_break(floor.shift(floor.cai), "10:00")
    with pytest.raises(RuleViolation, match=r"floor\.break_moved_meanwhile"):
        move_breaks(
            floor.team, [Step(other.pk, other.starts_at, at(floor.cai, "11:00"))], actor=floor.leader.user
        )


def test_agents_move_nobody_s_breaks(floor: Floor) -> None:
    slot = make_break(floor.shift(floor.ann), "10:00")
    with pytest.raises(PermissionDenied):
        move_breaks(floor.team, [Step(slot.pk, slot.starts_at, at(floor.ann, "11:00"))], actor=floor.ann.user)


@pytest.mark.parametrize("posted", ["", "1:2", "x:y:z", "1:2:99999999999999"])
def test_what_is_no_move_is_not_found(floor: Floor, posted: str) -> None:
    assert client(floor.leader).post(moves(floor), {"move": posted}).status_code == 404


def test_a_meal_with_a_slot_of_its_own_is_worked_at_the_shift_s_time(floor: Floor) -> None:
    need(floor, "12:00", "12:30", 3, floor.team)
    assert [gap.there for gap in outlook(floor.team, DAY, NOW).gaps] == [0]
    for who, clock in ((floor.ann, "10:00"), (floor.bo, "11:00"), (floor.leader, "13:30")):
        make_break(floor.shift(who), clock, 30, BreakKind.MEAL)
    assert outlook(floor.team, DAY, NOW).gaps == []


def test_needs_of_the_department_count_everybody_but_move_only_the_team_s_own(floor: Floor) -> None:
    need(floor, "10:00", "10:30", 4)
    mine = make_break(floor.shift(floor.ann), "10:00")
    make_break(floor.shift(floor.cai), "10:00")
    found = outlook(floor.team, DAY, NOW)
    assert [(gap.there, gap.needed) for gap in found.gaps] == [(2, 4)]
    assert [each.slot.pk for each in found.moves] == [mine.pk]


def test_half_hours_that_are_over_are_not_named(floor: Floor) -> None:
    need(floor, "08:00", "09:00", 9, floor.team)
    assert outlook(floor.team, DAY, NOW).gaps == []


def test_nothing_goes_into_the_past(floor: Floor) -> None:
    slot = make_break(floor.shift(floor.ann), "10:00")
    with pytest.raises(RuleViolation, match=r"floor\.break_past"):
        move_breaks(
            floor.team, [Step(slot.pk, slot.starts_at, at(floor.ann, "08:30"))], actor=floor.leader.user
        )


def test_the_board_asks_as_much_for_many_breaks_as_for_one(floor: Floor) -> None:
    need(floor, "10:00", "16:00", 30, floor.team)
    make_break(floor.shift(floor.ann), "10:00")
    browser = client(floor.leader)
    browser.get(board(floor))
    with CaptureQueriesContext(connection) as few:
        browser.get(board(floor))
    for _number in range(25):
        row = make_assignment(make_employee(team=floor.team), DAY)
        make_break(row, "10:00")
    with CaptureQueriesContext(connection) as many:
        browser.get(board(floor))
    assert len(many) == len(few)


def test_the_leader_gives_a_break_from_the_page_of_a_person(floor: Floor) -> None:
    row = floor.shift(floor.ann)
    page = reverse("floor:person", args=[row.pk])
    browser = client(floor.leader)
    assert 'id="give-break"' in browser.get(page).content.decode()
    sent = {"assignment": row.pk, "kind": "rest", "at": "10:00", "minutes": 15, "next": page}
    answer = browser.post(reverse("floor:break_assign", args=[floor.team.pk, DAY.isoformat()]), sent)
    assert answer["Location"] == page
    assert Break.objects.get().employee == floor.ann
