"""Meetings: series of the manuals, minutes, actions, unified answers (S2E-7, S2E-8, domain §9.4, A6)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.urls import reverse

from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from staffing.records import today
from staffing.records.bulletins.selectors import unread
from staffing.records.meetings import services
from staffing.records.meetings.models import Meeting, Presence, UnifiedAnswer
from staffing.records.meetings.rules import report_due
from staffing.records.meetings.selectors import of_shift, report_before, wanted
from staffing.records.meetings.series import MeetingKind
from tests.staffing.records.conftest import NOW, TODAY, Place
from tests.staffing.records.factories import make_meeting
from tests.staffing.records.test_bulletins import page

HOUR = datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    ("meeting_on", "proposed"),
    [
        (datetime.date(2025, 4, 18), datetime.date(2025, 4, 17)),
        (datetime.date(2026, 3, 20), datetime.date(2026, 3, 19)),
        (datetime.date(2026, 3, 21), datetime.date(2026, 3, 20)),
        (datetime.date(2026, 3, 22), None),
        (datetime.date(2024, 11, 22), None),
    ],
)
def test_a_meeting_before_the_report_is_due_proposes_an_earlier_report(
    meeting_on: datetime.date, proposed: datetime.date | None
) -> None:
    assert report_due(meeting_on, meeting_on.replace(day=21)) == proposed


def test_the_calendar_wants_meetings_until_they_are_planned(place: Place) -> None:
    found = {(one.series.kind, one.on): one.report_on for one in wanted(place.site, TODAY)}
    all_agent = (MeetingKind.ALL_AGENT, datetime.date(2026, 3, 20))  # the Friday before the 25th
    assert found[all_agent] == datetime.date(2026, 3, 19)
    assert [on for kind, on in found if kind is MeetingKind.SHIFT_AFFAIRS] == [
        datetime.date(2026, 3, 13),
        datetime.date(2026, 3, 20),
    ]
    starts_at = datetime.datetime(2026, 3, 20, 9, tzinfo=place.site.zone)
    meeting = make_meeting(place.site, place.director, kind=MeetingKind.ALL_AGENT, starts_at=starts_at)
    assert all_agent not in {(one.series.kind, one.on) for one in wanted(place.site, TODAY)}
    assert report_before(place.site, meeting.on) == datetime.date(2026, 3, 19)
    assert "2026-03-19" in page(place.director.user).get(meeting.get_absolute_url()).content.decode()


def test_the_director_is_told_on_today_what_to_plan(place: Place) -> None:
    request = RequestFactory().get("/")
    request.user = place.director.user  # type: ignore[assignment]
    request.site = place.site  # type: ignore[attr-defined]
    assert [todo.due_at.date() for todo in today.meetings(request) if todo.due_at] == [
        datetime.date(2026, 3, 13)
    ]


def test_a_planned_meeting_has_agenda_and_people_of_its_series_who_hear_of_it(place: Place) -> None:
    meeting = make_meeting(place.site, place.director, kind=MeetingKind.SHIFT_AFFAIRS)
    assert [item.topic for item in meeting.agenda.all()] == [
        "Service",
        "Safety",
        "Style",
        "Training",
        "Attendance",
        "Case analysis",
    ]
    asked = {line.employee for line in meeting.attendance.select_related("employee")}
    assert asked == {place.director, place.leader}
    told = Message.objects.filter(kind="records.meeting_planned").values_list("recipient", flat=True)
    assert set(told) == {place.director.user_id, place.leader.user_id}
    assert page(place.leader.user).get(meeting.get_absolute_url()).status_code == 200
    assert page(place.ann.user).get(meeting.get_absolute_url()).status_code == 404


def test_a_meeting_of_a_series_is_planned_once_a_day(place: Place) -> None:
    make_meeting(place.site, place.director, kind=MeetingKind.WORK)
    with pytest.raises(RuleViolation, match=r"meetings\.planned_already"):
        make_meeting(place.site, place.director, kind=MeetingKind.WORK)


def test_minutes_are_closed_with_words_topics_and_attendance(place: Place) -> None:
    meeting = make_meeting(place.site, place.director, kind=MeetingKind.SHIFT_AFFAIRS)
    lines = list(meeting.attendance.all())
    with pytest.raises(RuleViolation) as caught:
        services.write_minutes(
            meeting, actor=place.director.user, minutes="", notes={}, presence={}, close=True
        )
    assert [one.code for one in caught.value.objections] == [
        "meetings.minutes_needed",
        "meetings.topics_needed",
        "meetings.attendance_needed",
    ]
    data = {f"notes_{item.pk}": "Discussed" for item in meeting.agenda.all()}
    data |= {f"presence_{line.pk}": Presence.PRESENT.value for line in lines}
    url = reverse("records:meeting-minutes", args=[meeting.pk])
    answer = page(place.director.user).post(url, data | {"minutes": "Decided", "act": "close"})
    assert answer.status_code == 302
    meeting.refresh_from_db()
    assert meeting.closed_at == NOW
    with pytest.raises(RuleViolation, match=r"meetings\.is_closed"):
        services.write_minutes(meeting, actor=place.director.user, minutes="x", notes={}, presence={})


def test_minutes_are_not_closed_before_the_meeting(place: Place) -> None:
    meeting = make_meeting(place.site, place.director, starts_at=NOW + HOUR, team=place.other_team)
    presence = {line.pk: "present" for line in meeting.attendance.all()}
    with pytest.raises(RuleViolation, match=r"meetings\.not_held_yet"):
        services.write_minutes(
            meeting, actor=place.director.user, minutes="x", notes={}, presence=presence, close=True
        )


def test_group_leaders_plan_for_their_teams_alone(place: Place) -> None:
    facts = services.MeetingFacts(MeetingKind.OTHER, "Talk", NOW, place.group_leader, team=place.team)
    assert services.plan_meeting(place.site, facts, actor=place.group_leader.user).pk
    for team in (None, place.other_team):
        wider = services.MeetingFacts(MeetingKind.OTHER, "Talk", NOW, place.group_leader, team=team)
        with pytest.raises(PermissionDenied):
            services.plan_meeting(place.site, wider, actor=place.group_leader.user)


def test_who_was_asked_hears_that_it_is_called_off(place: Place) -> None:
    meeting = make_meeting(place.site, place.leader, starts_at=NOW + HOUR, team=place.team)
    services.cancel_meeting(meeting, actor=place.leader.user, reason="Peak of calls")
    told = Message.objects.filter(kind="records.meeting_cancelled").values_list("recipient", flat=True)
    assert place.ann.user_id in told
    assert place.leader.user_id not in told


def test_a_unified_answer_goes_to_everybody_as_a_bulletin(place: Place) -> None:
    meeting = make_meeting(place.site, place.director)
    answer = services.publish_answer(
        place.site,
        actor=place.director.user,
        question="Why is the bill higher? 为什么账单变高？",
        answer="The tariff changed on the 1st.",
        tags=["bill", "账单"],
        meeting=meeting,
    )
    assert unread([place.ann.pk, place.cai.pk], place.site, NOW) == {
        place.ann.pk: [answer.bulletin],
        place.cai.pk: [answer.bulletin],
    }
    services.withdraw_answer(answer, actor=place.leader.user, reason="Tariff changed again")
    assert unread([place.ann.pk], place.site, NOW) == {}


@pytest.mark.parametrize("words", ["账单", "TARIFF", "bill 1st", "wallet"])
def test_answers_are_found_by_any_word_in_either_language(place: Place, words: str) -> None:
    services.publish_answer(
        place.site,
        actor=None,
        question="Why is the bill higher? 为什么账单变高？",
        answer="The tariff changed on the 1st.",
        tags=["wallet"],
    )
    services.publish_answer(place.site, actor=None, question="Parking", answer="Yard")
    answer = page(place.ann.user).get(reverse("records:answers"), {"q": words})
    assert len(answer.context["rows"]) == 1


def test_agents_publish_no_answers(place: Place) -> None:
    with pytest.raises(PermissionDenied):
        services.publish_answer(place.site, actor=place.ann.user, question="a", answer="b")


def test_missing_minutes_are_on_the_chair_s_today(place: Place) -> None:
    make_meeting(place.site, place.leader)
    request = RequestFactory().get("/")
    request.user = place.leader.user  # type: ignore[assignment]
    request.site = place.site  # type: ignore[attr-defined]
    assert len(today.meetings(request)) == 1


def test_meetings_of_a_shift(place: Place) -> None:
    mine = make_meeting(place.site, place.leader, kind=MeetingKind.PRE_SHIFT, team=place.team)
    make_meeting(place.site, place.leader, kind=MeetingKind.PRE_SHIFT, team=place.other_team)
    assert of_shift(place.team, NOW, NOW + HOUR) == [mine]


def test_the_database_refuses_what_must_never_be_true(place: Place) -> None:
    meeting = make_meeting(place.site, place.leader)
    for wrong in (
        lambda: Meeting.objects.filter(pk=meeting.pk).update(ends_at=meeting.starts_at),
        lambda: Meeting.objects.filter(pk=meeting.pk).update(closed_at=NOW),
        lambda: meeting.attendance.create(employee=place.leader),
        lambda: UnifiedAnswer.objects.create(site=place.site, question="", answer=""),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()
