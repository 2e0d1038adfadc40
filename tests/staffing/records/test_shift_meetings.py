"""Meetings before and after each shift of the published roster: made, moved, dropped, minuted; overdue ones named (S0-17, S2E-16)."""

import datetime
import threading

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from callcenter.audit.models import Event
from staffing.attendance.models import AttendanceDay
from staffing.records import today
from staffing.records.meetings import services
from staffing.records.meetings.models import Meeting, Presence
from staffing.records.meetings.of_shifts.policy import topics
from staffing.records.meetings.of_shifts.rules import (
    GROUP_LEADER,
    POST,
    PRE,
    Leader,
    MeetingPolicy,
    TeamShift,
    is_overdue,
    keeper,
    spans,
)
from staffing.records.meetings.of_shifts.selectors import waiting
from staffing.records.meetings.of_shifts.services import settle_shift_meetings
from staffing.records.tasks import settle
from staffing.roster.models import Assignment
from tests.factories import make_employee
from tests.staffing.factories import DAY_SHIFT, LATE_SHIFT, make_assignment
from tests.staffing.leave.factories import set_rule
from tests.staffing.records.conftest import NOW, TODAY, Place
from tests.staffing.records.test_bulletins import page

MINUTE = datetime.timedelta(minutes=1)
START = datetime.datetime(2026, 3, 11, 6, tzinfo=datetime.UTC)
SHIFT = TeamShift(1, TODAY, "L", START, START + 480 * MINUTE, frozenset({10, 11}))


def test_the_meeting_before_ends_as_the_shift_begins_and_the_one_after_begins_as_it_ends() -> None:
    assert spans(SHIFT, MeetingPolicy()) == {
        PRE: (START - 10 * MINUTE, START),
        POST: (SHIFT.end, SHIFT.end + 10 * MINUTE),
    }
    assert spans(SHIFT, MeetingPolicy(kinds=frozenset())) == {}
    assert list(spans(SHIFT, MeetingPolicy(kinds=frozenset({POST})))) == [POST]


@pytest.mark.parametrize(
    ("leaders", "who"),
    [
        ([Leader(10, GROUP_LEADER, 1), Leader(2, "shift_leader", 1)], 2),
        ([Leader(11, "shift_leader", 9), Leader(2, "shift_leader", 1)], 11),
        ([Leader(3, "shift_leader", 9), Leader(10, GROUP_LEADER, 1)], 10),
        ([Leader(3, "shift_leader", 9), Leader(5, "director", None)], 3),
        ([Leader(4, "shift_leader", 9), Leader(5, "director", None)], 5),
        ([], None),
    ],
)
def test_a_leader_of_the_shift_keeps_the_minutes_before_one_of_the_team_and_the_director(
    leaders: list[Leader], who: int | None
) -> None:
    assert keeper(SHIFT, leaders, {3, 10, 11}, MeetingPolicy()) == who


def test_the_rulebook_may_name_the_group_leader() -> None:
    both = [Leader(2, "shift_leader", 1), Leader(6, GROUP_LEADER, 1)]
    assert keeper(SHIFT, both, set(), MeetingPolicy(keeper=GROUP_LEADER)) == 6


@pytest.mark.parametrize(("minutes", "overdue"), [(60, False), (61, True)])
def test_minutes_are_overdue_after_their_time(minutes: int, overdue: bool) -> None:
    assert is_overdue(START, MeetingPolicy(), START + minutes * MINUTE) is overdue


def late_shift(place: Place) -> list[Assignment]:
    """Ann and Bo from 14:00 to 22:00; it is 10:00."""
    return [make_assignment(who, TODAY, LATE_SHIFT, code="L") for who in (place.ann, place.bo)]


def of_shift(place: Place) -> list[tuple[str, str, str]]:
    rows = Meeting.objects.filter(team=place.team, shift_on=TODAY, is_dropped=False).order_by("starts_at")
    zone = place.site.zone
    return [(row.kind, f"{row.starts_at.astimezone(zone):%H:%M}", row.code) for row in rows]


def test_each_shift_of_a_team_gets_both_meetings_once(place: Place) -> None:
    late_shift(place)
    assert settle_shift_meetings(place.site, actor=None) == 2
    assert of_shift(place) == [("pre_shift", "13:50", "L"), ("post_shift", "22:00", "L")]
    assert settle_shift_meetings(place.site, actor=None) == 0
    meeting = Meeting.objects.get(kind="pre_shift")
    assert meeting.chair == place.leader
    assert {line.employee for line in meeting.attendance.all()} == {place.ann, place.bo, place.leader}
    assert [str(item) for item in meeting.agenda.all()] == [
        "Bulletins",
        "Management’s messages",
        "Talking points of QA",
    ]
    assert Event.objects.filter(verb="records.meeting.planned").count() == 2
    with translation.override("zh-hans"):
        assert meeting.name == f"班前会 L · {place.team}"


def test_drafts_and_shifts_further_ahead_have_none_yet(place: Place) -> None:
    make_assignment(place.ann, TODAY, LATE_SHIFT, code="L", is_published=False)
    make_assignment(place.bo, TODAY + datetime.timedelta(days=2), DAY_SHIFT, code="D")
    assert settle_shift_meetings(place.site, actor=None) == 0


def test_a_meeting_long_over_is_not_made_afterwards(place: Place) -> None:
    make_assignment(
        place.ann, TODAY, DAY_SHIFT, code="D"
    )  # began at 8:00: only the one after it is still to come
    settle()
    assert of_shift(place) == [("pre_shift", "07:50", "D"), ("post_shift", "16:30", "D")][1:]


def test_the_meetings_go_with_the_shift_and_come_back_with_it(place: Place) -> None:
    rows = late_shift(place)
    settle()
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(cancelled_at=timezone.now())
    assert settle_shift_meetings(place.site, actor=None) == 2
    assert Meeting.objects.filter(is_dropped=True, cancelled_at__isnull=False).count() == 2
    assert Event.objects.filter(verb="records.meeting.dropped").count() == 2
    late_shift(place)
    assert settle_shift_meetings(place.site, actor=None) == 2
    assert len(of_shift(place)) == 2


def test_a_change_of_the_shift_moves_the_meeting_and_its_people(place: Place) -> None:
    rows = late_shift(place)
    settle()
    Assignment.objects.filter(pk=rows[1].pk).update(cancelled_at=timezone.now())
    Assignment.objects.filter(pk=rows[0].pk).update(starts_at=rows[0].starts_at + 30 * MINUTE)
    assert settle_shift_meetings(place.site, actor=None) == 2
    assert of_shift(place)[0] == ("pre_shift", "14:20", "L")
    assert {line.employee for line in Meeting.objects.get(kind="pre_shift").attendance.all()} == {
        place.ann,
        place.leader,
    }
    assert Event.objects.filter(verb="records.meeting.changed").count() == 2


def test_one_that_the_leader_called_off_does_not_come_back(place: Place) -> None:
    late_shift(place)
    settle()
    services.cancel_meeting(
        Meeting.objects.get(kind="pre_shift"), actor=place.leader.user, reason="Peak of calls"
    )
    assert settle_shift_meetings(place.site, actor=None) == 0


def test_the_rulebook_says_which_when_and_about_what(place: Place) -> None:
    for key, stored in (
        ("meeting.of_shifts", "pre_shift"),
        ("meeting.pre_shift_minutes", 15),
        ("meeting.pre_shift_topics", "Uniform；Queues"),
    ):
        set_rule(key, stored)
    late_shift(place)
    settle()
    assert of_shift(place) == [("pre_shift", "13:45", "L")]
    assert topics(place.site, "pre_shift", TODAY) == ["Uniform", "Queues"]


def test_only_who_keeps_the_site_settles_them_by_hand(place: Place) -> None:
    with pytest.raises(PermissionDenied):
        settle_shift_meetings(place.site, actor=place.ann.user)


def began(place: Place) -> Meeting:
    """The meeting before the shift that begins at 10:00, Ann came, Bo did not."""
    for who in (place.ann, place.bo):
        row = make_assignment(who, TODAY, DAY_SHIFT, code="D")
        Assignment.objects.filter(pk=row.pk).update(starts_at=NOW)
    settle()
    AttendanceDay.objects.create(
        site=place.site, employee=place.ann, team=place.team, on=TODAY, first_in=NOW - 8 * MINUTE
    )
    return Meeting.objects.get(kind="pre_shift")


def test_one_tap_closes_it_with_who_was_there_by_attendance(place: Place) -> None:
    meeting = began(place)
    browser = page(place.leader.user)
    assert 'id="held"' in browser.get(meeting.get_absolute_url()).content.decode()
    assert browser.post(f"{meeting.get_absolute_url()}minutes/", {"act": "held"}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.closed_at, meeting.minutes) == (NOW, "Held, nothing special.")
    lines = {line.employee: line.presence for line in meeting.attendance.select_related("employee")}
    assert lines == {
        place.ann: Presence.PRESENT,
        place.bo: Presence.ABSENT,
        place.leader: Presence.ABSENT,
    }


def test_what_the_leader_marked_stands_before_attendance(place: Place) -> None:
    meeting = began(place)
    line = meeting.attendance.get(employee=place.bo)
    services.write_minutes(
        meeting,
        actor=place.leader.user,
        minutes="All there",
        notes={},
        presence={line.pk: Presence.PRESENT},
        close=True,
    )
    line.refresh_from_db()
    assert line.presence == Presence.PRESENT


def test_the_keeper_s_today_names_what_begins_and_what_is_overdue(place: Place) -> None:
    meeting = began(place)
    request = RequestFactory().get("/")
    request.user = place.leader.user  # type: ignore[assignment]
    request.site = place.site  # type: ignore[attr-defined]
    (found,) = today.shift_meetings(request)
    assert (found.title, found.tone) == (meeting.name, "soon")
    with time_machine.travel(NOW + 61 * MINUTE, tick=False):
        (found,) = today.shift_meetings(request)
        assert found.tone == "late"
        assert [one.is_overdue for one in waiting(place.site, [place.team.pk], timezone.now())] == [True]
    with time_machine.travel(NOW + datetime.timedelta(days=2), tick=False):
        titles = [str(one.title) for one in today.shift_meetings(request)]
        assert titles == ["2 meetings of earlier shifts have no minutes"]


def test_settling_asks_as_much_for_many_people_as_for_few(place: Place) -> None:
    late_shift(place)
    settle()
    with CaptureQueriesContext(connection) as few:
        settle_shift_meetings(place.site, actor=None)
    for _number in range(20):
        who = make_employee(team=place.team)
        make_assignment(who, TODAY, LATE_SHIFT, code="L")
    settle_shift_meetings(place.site, actor=None)
    with CaptureQueriesContext(connection) as many:
        settle_shift_meetings(place.site, actor=None)
    assert len(many) == len(few)


def test_the_database_refuses_a_second_meeting_and_one_without_its_shift(place: Place) -> None:
    late_shift(place)
    settle()
    row = Meeting.objects.get(kind="pre_shift")
    for wrong in (
        lambda: Meeting.objects.filter(kind="post_shift").update(kind="pre_shift"),
        lambda: Meeting.objects.filter(pk=row.pk).update(code=""),
        lambda: Meeting.objects.filter(pk=row.pk).update(is_dropped=True),
        lambda: Meeting.objects.filter(pk=row.pk).update(kind="other"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_make_each_meeting_once(place: Place) -> None:
    late_shift(place)
    gate = threading.Barrier(2)

    def run() -> None:
        try:
            gate.wait(10)
            settle_shift_meetings(place.site, actor=None)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(of_shift(place)) == 2


def test_a_leader_elsewhere_may_be_the_keeper_where_the_team_has_none(place: Place) -> None:
    other = make_assignment(place.cai, TODAY, LATE_SHIFT, code="L")
    settle()
    meeting = Meeting.objects.get(team=other.team, kind="pre_shift")
    assert meeting.chair in {place.director, place.leader}


def test_they_have_a_list_of_their_own(place: Place) -> None:
    late_shift(place)
    settle()
    browser = page(place.leader.user)
    rows = browser.get(reverse("records:shift-meetings")).context["rows"]
    assert len(rows) == 2
    assert len(browser.get(reverse("records:meetings")).context["rows"]) == 0
