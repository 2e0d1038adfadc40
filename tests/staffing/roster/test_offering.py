"""Offering what coverage suggests: one click, once, by who may, and only of a published roster."""

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db.backends.postgresql.psycopg_any import DateRange

from callcenter.access.posts import PostCode
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee, Team
from staffing.roster.models import HeadsNeeded, Roster
from staffing.roster.planning import gaps
from staffing.roster.planning.suggestions import Remedy, Suggestion
from staffing.roster.services import make_offer
from staffing.swaps.board.models import Posting, PostingKind, PostingState
from tests.factories import make_employee, make_team
from tests.refusals import codes
from tests.staffing.factories import make_agent, make_assignment, make_roster, make_shift_type
from tests.staffing.roster.factories import DAY, MARCH, make_director
from tests.staffing.roster.test_races import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("before_the_day")]
URL = "/staffing/roster/{}/{}/2026-03/coverage/"


@pytest.fixture
def before_the_day() -> Any:
    with time_machine.travel(datetime.datetime(2026, 3, 2, 1, tzinfo=datetime.UTC), tick=True):
        yield


@pytest.fixture
def team() -> Team:
    team = make_team()
    make_shift_type(team.department.site, "D", "08:00-16:00")
    return team


def need(team: Team, heads: int, start: int = 480, end: int = 960) -> None:
    HeadsNeeded.objects.create(
        department=team.department,
        weekday=DAY.weekday(),
        span=(start, end),
        heads=heads,
        period=DateRange(MARCH, None),
    )


def short_day(team: Team) -> tuple[Roster, Suggestion]:
    """Two are needed, one works: an open shift is suggested."""
    make_assignment(make_agent(team), DAY, "08:00-16:00")
    need(team, 2)
    roster = Roster.objects.get()
    (found,) = suggested(roster, team)
    return roster, found


def suggested(roster: Roster, team: Team) -> list[Suggestion]:
    found = gaps.month(roster, team.department, with_drafts=False)
    return gaps.of_day(roster, team.department, DAY, found, with_drafts=False).suggestions


def test_a_shift_that_is_missing_is_put_on_the_board_and_then_suggested_no_longer(team: Team) -> None:
    roster, wanted = short_day(team)
    assert wanted == Suggestion(Remedy.OPEN_SHIFT, "D", 480, 960, 1)
    director = make_director(team.department.site)
    made = make_offer(roster, team.department, DAY, wanted, reason="Peak", actor=director)
    posting = Posting.objects.get()
    assert (posting.kind, posting.places, posting.state) == (PostingKind.OPEN_SHIFT, 1, PostingState.OPEN)
    assert made.url == posting.get_absolute_url()
    assert suggested(roster, team) == []
    with pytest.raises(RuleViolation) as refusal:
        make_offer(roster, team.department, DAY, wanted, reason="Peak", actor=director)
    assert codes(refusal) == ["roster.offered_meanwhile"]


def test_overtime_and_time_off_are_offered_for_their_hours(team: Team) -> None:
    director = make_director(team.department.site)
    for _ in range(4):
        make_assignment(make_agent(team), DAY, "08:00-16:00")
    need(team, 2, 480, 900)
    need(team, 1, 960, 1080)
    roster = Roster.objects.get()
    found = {each.remedy: each for each in suggested(roster, team)}
    assert found[Remedy.OVERTIME] == Suggestion(Remedy.OVERTIME, "", 960, 1080, 1)
    assert found[Remedy.TIME_OFF] == Suggestion(Remedy.TIME_OFF, "D", 480, 960, 1)
    for each in found.values():
        make_offer(roster, team.department, DAY, each, reason="Peak", actor=director)
    rows = {row.kind: row for row in Posting.objects.all()}
    zone = roster.site.zone
    start = rows[PostingKind.OVERTIME].starts_at.astimezone(zone)
    assert (start.date(), start.hour) == (DAY, 16)
    assert rows[PostingKind.TIME_OFF].shift_type is not None
    assert suggested(roster, team) == []


def test_nothing_is_offered_of_a_draft(team: Team) -> None:
    make_agent(team)
    need(team, 2)
    roster = make_roster(team.department, MARCH, is_published=False)
    (wanted,) = suggested(roster, team)
    with pytest.raises(RuleViolation) as refusal:
        make_offer(
            roster, team.department, DAY, wanted, reason="x", actor=make_director(team.department.site)
        )
    assert codes(refusal) == ["roster.offer_of_draft"]


def test_a_leader_offers_to_their_team_and_not_to_the_department(team: Team) -> None:
    roster, wanted = short_day(team)
    leader: Employee = make_employee(PostCode.SHIFT_LEADER, team=team)
    with pytest.raises(PermissionDenied):
        make_offer(roster, team.department, DAY, wanted, reason="x", actor=leader.user)
    HeadsNeeded.objects.update(team=team)
    make_offer(roster, team, DAY, wanted, reason="x", actor=leader.user)
    assert Posting.objects.get().team == team


@pytest.mark.django_db(transaction=True)
def test_of_two_who_offer_the_same_at_once_one_does_and_the_other_is_told(team: Team) -> None:
    roster, wanted = short_day(team)
    actors = [make_director(team.department.site), make_director(team.department.site)]
    said = at_once(
        *(
            lambda who=who: make_offer(roster, team.department, DAY, wanted, reason="x", actor=who)
            for who in actors
        )
    )
    assert sorted(map(bool, said)) == [False, True]
    assert Posting.objects.count() == 1


def test_the_page_shows_what_is_missing_and_its_button_offers_it(team: Team, client: Any) -> None:
    roster, _wanted = short_day(team)
    client.force_login(make_director(team.department.site))
    address = URL.format(roster.site.code, roster.department.code)
    page = client.get(address, {"day": DAY.day})
    assert page.status_code == 200
    assert "08:00–16:00: 1" in page.content.decode()
    sent = {"day": DAY.day, "remedy": "open_shift", "code": "D", "start": 480, "end": 960, "places": 1}
    answer = client.post(f"{address}offer/", sent)
    assert answer.status_code == 302
    assert Posting.objects.get().number in client.get(answer["Location"]).content.decode()
    again = client.post(f"{address}offer/", sent)
    assert again.status_code == 422
    assert "offered it meanwhile" in again.content.decode()


def test_the_page_asks_as_many_questions_for_fifty_people_as_for_two(
    team: Team, client: Any, django_assert_max_num_queries: Any
) -> None:
    roster, _wanted = short_day(team)
    client.force_login(make_director(team.department.site))
    address = URL.format(roster.site.code, roster.department.code)
    client.get(address)
    for _ in range(2):
        with django_assert_max_num_queries(25):
            client.get(address, {"day": DAY.day})
        for _agent in range(25):
            make_assignment(make_agent(team), DAY, "08:00-16:00")


def test_a_leader_sees_the_coverage_of_their_teams_alone(team: Team, client: Any) -> None:
    roster, _wanted = short_day(team)
    other = make_team(team.department, code="zz")
    leader = make_employee(PostCode.SHIFT_LEADER, team=team)
    client.force_login(leader.user)
    address = URL.format(roster.site.code, roster.department.code)
    assert client.get(address).context["team"] == team
    assert client.get(address, {"team": other.code}).status_code == 404


def test_the_api_tells_a_day_by_half_hour_with_what_would_mend_it(team: Team, client: Any) -> None:
    roster, _wanted = short_day(team)
    client.force_login(make_director(team.department.site))
    address = f"/api/v1/staffing/rosters/{roster.pk}/coverage/"
    answer = client.get(address, {"on": DAY.isoformat()}).json()
    assert answer["half_hours"][16] == {"start": "08:00", "heads": 1, "needed": 2}
    assert answer["suggestions"] == [
        {"remedy": "open_shift", "code": "D", "start": "08:00", "end": "16:00", "places": 1}
    ]
    assert client.get(address, {"on": "2026-04-01"}).status_code == 400
