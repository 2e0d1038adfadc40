"""Patrols: recorded at once, enough of them in each shift, analysed every week (S0-16)."""

import datetime
import io

import openpyxl
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callcenter.audit.models import Event
from callcenter.notifications.models import Message
from callcenter.objections import RuleViolation
from callcenter.workcalendar import recurring
from staffing.records import today
from staffing.records.patrols import services
from staffing.records.patrols.models import Patrol, PatrolAnalysis, PatrolItem
from staffing.records.patrols.reminding import remind
from staffing.records.patrols.rules import PatrolPolicy, objections, standing
from staffing.records.patrols.selectors import monday, of_shift, running, standing_of_shift, week_of
from tests.staffing.factories import make_assignment
from tests.staffing.records.conftest import NOW, TODAY, Place
from tests.staffing.records.factories import make_checklist, make_patrol
from tests.staffing.records.test_bulletins import page

UTC = datetime.UTC
START = datetime.datetime(2026, 3, 11, 0, tzinfo=UTC)  # 8:00 in Shanghai
HOUR = datetime.timedelta(hours=1)
PNG = b"\x89PNG\r\n\x1a\n" + bytes.fromhex(
    "0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f030005fe02fea735812a0000000049454e44ae426082"
)


@pytest.mark.parametrize(
    ("length", "walked", "needed", "next_due"),
    [
        (8, [], 4, 2.0),
        (8, [1], 4, 3.0),
        (8, [1, 3, 5], 4, 7.0),
        (8, [2, 4, 6], 4, 8.0),
        (8, [2, 4, 6, 7], 4, None),
        (4, [], 3, 4 / 3),  # three fit evenly into four hours
        (4, [1, 2, 3], 3, None),
        (8, [7], 4, 7 + 1 / 3),  # three are still missing in the last hour
        (8, [-1, 8, 9], 4, 2.0),  # outside the shift
    ],
)
def test_when_the_next_patrol_of_a_shift_is_due(
    length: int, walked: list[float], needed: int, next_due: float | None
) -> None:
    at = [START + hours * HOUR for hours in walked]
    found = standing(at, START, START + length * HOUR, PatrolPolicy())
    assert found.needed == needed
    due = found.next_due_at
    assert (due and pytest.approx((due - START) / HOUR, abs=1e-6)) == next_due


def test_a_patrol_is_overdue_only_after_its_moment() -> None:
    found = standing([], START, START + 8 * HOUR, PatrolPolicy())
    assert not found.is_overdue(START + 2 * HOUR)
    assert found.is_overdue(START + 2 * HOUR + datetime.timedelta(seconds=1))


def test_every_reason_against_a_patrol_is_told() -> None:
    found = objections(at=NOW + HOUR, now=NOW, item_ids=[3], known_ids=[])
    assert [one.code for one in found] == [
        "patrols.in_future",
        "patrols.no_checklist",
        "patrols.not_on_list",
    ]


def test_a_patrol_is_recorded_from_the_phone_with_one_person_and_a_photo(place: Place) -> None:
    items = make_checklist(place.site)
    make_assignment(place.ann, TODAY)
    answer = page(place.leader.user).post(
        reverse("records:patrol-new"),
        {
            "team": place.team.pk,
            "items": [items[0].pk, items[3].pk],
            "person": place.ann.pk,
            "is_corrected": "on",
            "photo": SimpleUploadedFile("desk.png", PNG, "image/png"),
        },
    )
    patrol = Patrol.objects.get()
    assert answer.url == patrol.get_absolute_url()  # type: ignore[attr-defined]
    assert (patrol.patrolled_at, patrol.patrolled_by, patrol.items_checked) == (NOW, place.leader, 12)
    assert {(one.item.code, one.employee, one.is_corrected) for one in patrol.findings.all()} == {
        ("uniform", place.ann, True),
        ("noise", place.ann, True),
    }
    shown = page(place.leader.user).get(patrol.get_absolute_url())
    assert b"desk.png" in shown.content
    assert Event.objects.filter(verb="records.patrol.recorded", subject_id=patrol.pk).exists()


def test_nothing_tapped_means_everything_in_order(place: Place) -> None:
    make_checklist(place.site)
    page(place.leader.user).post(reverse("records:patrol-new"), {})
    assert Patrol.objects.get().findings.count() == 0


def test_a_shift_without_enough_patrols_is_told_and_stops_being_when_they_are_walked(place: Place) -> None:
    make_assignment(place.ann, TODAY, "07:00-13:00", code="E")  # it is 10:00: three hours without a patrol
    make_assignment(place.leader, TODAY, "07:00-13:00", code="E")
    remind(), remind()
    told = Message.objects.filter(kind="records.patrol_overdue")
    assert [one.recipient_id for one in told] == [place.leader.user_id]
    request = RequestFactory().get("/")
    request.user = place.leader.user  # type: ignore[assignment]
    request.site = place.site  # type: ignore[attr-defined]
    assert [(todo.tone, todo.due_at) for todo in today.patrols(request)] == [("late", NOW - HOUR)]
    make_patrol(place.site)
    assert [todo.tone for todo in today.patrols(request)] == ["soon"]
    assert remind() == 0
    assert running(place.site)[0].standing.done == 1


def test_patrols_of_the_whole_floor_count_for_every_team(place: Place) -> None:
    whole, other = make_patrol(place.site), make_patrol(place.site, team=place.other_team)
    assert of_shift(place.team, NOW - HOUR, NOW + HOUR) == [whole]
    assert of_shift(place.other_team, NOW - HOUR, NOW + HOUR) == [whole, other]
    assert standing_of_shift(place.team, NOW - HOUR, NOW + 7 * HOUR).done == 1


def test_agents_walk_no_patrols_and_group_leaders_only_past_their_teams(place: Place) -> None:
    make_checklist(place.site)
    for actor, team in (
        (place.ann, place.team),
        (place.group_leader, place.other_team),
        (place.group_leader, None),
    ):
        with pytest.raises(PermissionDenied):
            services.record_patrol(place.site, actor=actor.user, team=team)
    assert services.record_patrol(place.site, actor=place.group_leader.user, team=place.team).pk


def test_what_was_seen_is_never_changed(place: Place) -> None:
    patrol = make_patrol(place.site, "uniform", employee=place.ann)
    for wrong in (
        lambda: Patrol.objects.filter(pk=patrol.pk).update(note="x"),
        lambda: patrol.findings.all().delete(),
        lambda: PatrolItem.objects.create(site=place.site, code="uniform", group="desk", name="x"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_the_week_counts_by_point_team_hour_and_person(place: Place) -> None:
    make_patrol(place.site, "uniform", "noise", employee=place.ann, team=place.team)
    make_patrol(place.site, "uniform", employee=place.bo, team=place.team)
    make_patrol(place.site, team=place.other_team, at=NOW - 2 * HOUR)
    found = week_of(place.site, monday(TODAY))
    assert (found.patrols, found.findings, found.corrected, found.recorded_late) == (3, 3, 3, 1)
    assert [(item.code, count) for item, count, _ in found.by_item] == [("uniform", 2), ("noise", 1)]
    assert [(team, walked, count) for team, walked, count in found.by_team] == [
        (place.team, 2, 3),
        (place.other_team, 1, 0),
    ]
    assert (found.by_hour[10], found.patrols_by_hour[8]) == (3, 1)
    assert [(person, count) for person, count, _ in found.repeated] == [(place.ann, 2)]


def test_a_week_is_the_site_s_own_from_monday_to_sunday(place: Place) -> None:
    first = datetime.datetime(2026, 3, 8, 16, tzinfo=UTC)  # Monday 0:00 in Shanghai
    for at in (first - datetime.timedelta(seconds=1), first):
        with time_machine.travel(at, tick=False):
            make_patrol(place.site)
    assert week_of(place.site, datetime.date(2026, 3, 9)).patrols == 1


def test_the_analysis_of_a_week_is_handed_in_once_when_the_week_is_over(place: Place) -> None:
    make_patrol(place.site, "uniform")
    week = monday(TODAY)
    with pytest.raises(RuleViolation) as caught:
        services.hand_in_analysis(place.site, week, actor=place.leader.user, measures=" ")
    assert [one.code for one in caught.value.objections] == [
        "patrols.week_not_over",
        "patrols.measures_needed",
    ]
    with time_machine.travel(NOW + datetime.timedelta(days=7), tick=False):
        url = reverse("records:patrol-week", args=[week.isoformat()])
        client = page(place.leader.user)
        assert client.post(url, {"measures": "Uniform check at roll call"}).status_code == 302
        assert client.post(url, {"measures": "Again"}).status_code == 422
    made = PatrolAnalysis.objects.get()
    assert made.figures["by_item"] == {"uniform": [1, 1]}
    assert Message.objects.get(kind="records.patrol_analysis").recipient_id == place.director.user_id


def test_the_analysis_page_and_its_workbook_have_the_same_figures(place: Place) -> None:
    make_patrol(place.site, "uniform", "noise", employee=place.ann, team=place.team)
    url = reverse("records:patrol-week", args=[TODAY.isoformat()])
    client = page(place.director.user)
    assert [chart.key for chart in client.get(url).context["charts"]] == ["patrols.items", "patrols.hours"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(url, {"export": "xlsx"}).content))
    assert [row[0].value for row in book["Points"].iter_rows(min_row=2)] == ["Uniform", "Noise"]
    assert page(place.leader.user).get(url, {"export": "xlsx"}).status_code == 403
    assert client.get(reverse("records:patrol-week", args=["never"])).status_code == 404


def test_the_analysis_is_a_duty_of_the_calendar(place: Place) -> None:
    found = recurring.occurrences(place.site, TODAY, TODAY + datetime.timedelta(days=6))
    assert [one.on.isoweekday() for one in found if one.duty.key == "patrol.analysis"] == [1]


def test_a_checklist_is_taken_over_once_and_changed_by_leaders_of_the_site(place: Place) -> None:
    assert services.take_standard_list(place.site, actor=place.leader.user) == 12
    assert services.take_standard_list(place.site, actor=place.director.user) == 0
    with pytest.raises(PermissionDenied):
        services.take_standard_list(place.site, actor=place.group_leader.user)
    own = {"code": "plants", "group": "desk", "name": "Plants"}
    item = services.add_item(place.site, actor=place.leader.user, **own)
    with pytest.raises(RuleViolation, match=r"patrols\.code_taken"):
        services.add_item(place.site, actor=place.leader.user, **own)
    services.switch_item(item, actor=place.leader.user, is_active=False)
    with pytest.raises(RuleViolation, match=r"patrols\.not_on_list"):
        services.record_patrol(place.site, actor=None, findings=[services.Finding(item)])


def test_the_list_costs_the_same_for_two_and_for_many(place: Place) -> None:
    client = page(place.leader.user)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("records:patrols"))
        return len(seen)

    make_patrol(place.site, "uniform", employee=place.ann)
    cost()
    few = cost()
    for _ in range(8):
        make_patrol(place.site, "uniform", "noise", employee=place.bo, team=place.team)
    assert cost() == few
