"""Deadlines on pages and in the API: who sees which, what is said of them, and what that costs."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.clocks import rules, selectors, services, wording
from callcenter.clocks.models import Clock, ClockEvent
from callcenter.people.models import Employee, Site
from tests.clocks.conftest import GiveHours
from tests.clocks.factories import make_clocks
from tests.clocks.test_services import HOUR, MONDAY, OFFICE, SECOND, start
from tests.factories import make_department, make_employee, make_site, make_team, make_user

DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def site(db: None, hours: GiveHours) -> Site:
    hours(OFFICE)
    return make_site(time_zone="Asia/Shanghai")


@pytest.fixture
def director(site: Site) -> User:
    return make_user(PostCode.DIRECTOR, site=site)


@pytest.fixture
def subject(site: Site) -> Employee:
    return make_employee(site=site, name="Order 1001")


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_overdue_in_sql_is_overdue_in_python(site: Site, director: User) -> None:
    for step in (-SECOND, 0 * SECOND, SECOND):
        make_clocks(
            1, site=site, owners=[director], due_at=MONDAY + step, first=int(step.total_seconds()) + 1
        )
    in_sql = set(Clock.objects.overdue(MONDAY))
    assert in_sql == {clock for clock in Clock.objects.all() if rules.is_overdue(clock.due_at, MONDAY)}
    assert len(in_sql) == 1
    assert Clock.objects.due_within(SECOND, MONDAY).count() == 2


def test_each_sees_their_own_and_what_their_post_reaches(site: Site, subject: Employee) -> None:
    team = make_team(make_department(site))
    leader = make_user(PostCode.SHIFT_LEADER, site=site, team=team)
    mine = start(subject, owner=subject.user)
    of_team = start(make_employee(site=site), team=team)
    elsewhere = start(make_employee())
    seen = {
        user: set(Clock.objects.visible_to(user))
        for user in (subject.user, leader, make_user(PostCode.DIRECTOR, site=site), make_user(PostCode.GM))
    }
    assert list(seen.values()) == [{mine}, {of_team}, {mine, of_team}, {mine, of_team, elsewhere}]


def test_the_list_costs_the_same_for_ten_and_for_many(site: Site, director: User) -> None:
    client = as_user(director)
    make_clocks(10, site=site, owners=[director], due_at=MONDAY + DAY)
    client.get("/clocks/?state=running")
    few = queries(client, "/clocks/?state=running")
    make_clocks(300, site=site, owners=[director], due_at=MONDAY + DAY, first=10)
    assert queries(client, "/clocks/?state=running") == few


def test_a_deadline_costs_the_same_whatever_happened_to_it(director: User, subject: Employee) -> None:
    clock = start(subject, owner=director)
    client = as_user(director)
    client.get(clock.get_absolute_url())
    few = queries(client, clock.get_absolute_url())
    for n in range(8):
        with time_machine.travel(MONDAY + n * HOUR / 2, tick=False):
            services.pause_clock(clock, actor=director, reason=f"Waiting {n}")
        with time_machine.travel(MONDAY + n * HOUR / 2 + HOUR / 4, tick=False):
            services.resume_clock(clock, actor=director)
    assert queries(client, clock.get_absolute_url()) <= few


def test_today_says_what_is_due(director: User, subject: Employee) -> None:
    start(subject, owner=director, at=MONDAY - 3 * DAY)
    home = as_user(director).get("/").content.decode()
    assert "Order 1001" in home
    assert "What is due" in as_user(director).get("/today/panels/").content.decode()


@pytest.mark.parametrize(
    ("language", "after", "said"),
    [
        ("en", 0 * HOUR, "due today 17:00, 8 h 0 min left"),
        ("zh-hans", 0 * HOUR, "今日 17:00"),
        ("en", 8 * HOUR + SECOND, "0 min overdue since 17:00"),
        ("en", 10 * HOUR, "2 h 0 min overdue since 17:00"),
    ],
)
def test_a_deadline_is_said_as_people_talk(
    subject: Employee, language: str, after: datetime.timedelta, said: str
) -> None:
    clock = start(subject)
    with override(language), time_machine.travel(MONDAY + after, tick=False):
        from django.utils import timezone

        with timezone.override(clock.site.zone):
            assert said in wording.due(clock)


def test_what_is_done_says_how_late(subject: Employee, site: Site) -> None:
    late, in_time = start(subject), start(make_employee(site=site))
    services.stop_clock(in_time, actor=None)
    with time_machine.travel(MONDAY + 10 * HOUR, tick=False):
        services.stop_clock(late, actor=None)
    late.refresh_from_db()
    in_time.refresh_from_db()
    assert (wording.due(late), wording.due(in_time)) == ("done 2 h 0 min late", "done in time")


def test_the_bar_shows_used_left_and_the_steps_where_they_stand(subject: Employee) -> None:
    clock = start(subject)
    with time_machine.travel(MONDAY + 2 * HOUR, tick=False):
        bar = selectors.ClockFacts(clock).bar
        html = Template("{% load clocks %}{% clock_bar clock %}").render(Context({"clock": clock}))
    assert (bar.used, bar.used_words, bar.left_words) == (250, "2 h", "6 h")
    assert [(tick.at, tick.title) for tick in bar.ticks] == [(750, "Reminder")]
    assert 'width="250"' in html
    assert "style=" not in html


def test_a_paused_moment_is_not_used(subject: Employee) -> None:
    clock = services.pause_clock(start(subject), actor=None, reason="Waiting")
    with time_machine.travel(MONDAY + 4 * HOUR, tick=False):
        bar = selectors.ClockFacts(clock).bar
    assert (bar.used, bar.tone) == (0, "paused")


def test_programs_read_the_days_of_a_deadline(director: User, subject: Employee) -> None:
    clock = start(subject)
    found: Any = as_user(director).get(f"/api/v1/clocks/clocks/{clock.pk}/explanation/").json()
    assert [(day["why"], day["counted"], day["total"]) for day in found["days"]] == [("open", 28_800, 28_800)]
    assert [step["step"] for step in found["steps"]] == ["reminder", "overdue", "escalation", "chase"]
    assert found["used_seconds"] == 0
    listed: Any = as_user(director).get("/api/v1/clocks/clocks/?state=running").json()
    assert [row["id"] for row in listed["results"]] == [clock.pk]
    assert listed["results"][0]["rule"] == "8 h of open time"


def test_programs_pause_and_resume_with_moments_of_their_own(director: User, subject: Employee) -> None:
    clock = start(subject, at=MONDAY - 3 * DAY)
    client = as_user(director)
    address = f"/api/v1/clocks/clocks/{clock.pk}"
    since = (MONDAY - 3 * DAY + HOUR).isoformat()
    sent = client.post(f"{address}/pause/", {"reason": "Waiting", "at": since}, "application/json")
    assert (sent.status_code, sent.json()["is_paused"]) == (200, True)
    again = client.post(f"{address}/pause/", {"reason": "Waiting"}, "application/json")
    assert again.status_code == 409
    assert again.json()["objections"][0]["code"] == "clocks.already_paused"
    done = client.post(f"{address}/resume/", {}, "application/json")
    assert (done.status_code, done.json()["is_paused"]) == (200, False)
    assert ClockEvent.objects.filter(clock=clock).count() == 3


def test_pausing_without_a_reason_shows_the_page_again(director: User, subject: Employee) -> None:
    clock = start(subject)
    answer = as_user(director).post(f"/clocks/{clock.pk}/pause/", {"reason": ""})
    assert answer.status_code == 422
    assert "Say what it is waiting for." in answer.content.decode()
