"""The calendar of shifts that a phone reads: its secret address, what it tells, how often it may be asked."""

import datetime
import zoneinfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from icalendar import Calendar

from callcenter.audit.models import Event
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from staffing.roster.feeds import ical as feeds_ical
from staffing.roster.feeds import services as feeds
from staffing.roster.models import Origin, ShiftFeed
from tests.factories import make_department, make_site, make_team
from tests.staffing.factories import NIGHT_SHIFT, SPLIT_SHIFT, make_agent, make_assignment, make_roster

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 3, 12, 1, 0, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 3, 12)


def agent_in(zone: str) -> Employee:
    return make_agent(make_team(make_department(make_site(time_zone=zone))), name="Wang Li")


@pytest.fixture
def agent() -> Employee:
    return agent_in("Asia/Shanghai")


def events(agent: Employee) -> list[tuple[str, datetime.datetime, datetime.datetime]]:
    calendar = Calendar.from_ical(feeds_ical.of_employee(agent, NOW))
    return [
        (str(each["SUMMARY"]), each.decoded("DTSTART"), each.decoded("DTEND"))
        for each in calendar.walk("VEVENT")
    ]


def utc(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts, tzinfo=datetime.UTC)  # type: ignore[misc, arg-type]


def test_shifts_are_told_with_their_times_over_midnight(agent: Employee) -> None:
    make_assignment(agent, TODAY, NIGHT_SHIFT, code="N")
    make_assignment(agent, TODAY + datetime.timedelta(days=2), "18:00-20:00", origin=Origin.OVERTIME)
    assert events(agent) == [
        ("N Shift N", utc(2026, 3, 12, 12), utc(2026, 3, 13)),
        ("Overtime", utc(2026, 3, 14, 10), utc(2026, 3, 14, 12)),
    ]


def test_a_split_shift_is_one_event_for_each_part(agent: Employee) -> None:
    make_assignment(agent, TODAY, SPLIT_SHIFT, code="S")
    assert [(start.hour, end.hour) for _name, start, end in events(agent)] == [(0, 7), (12, 15)]


@pytest.mark.parametrize(
    ("on", "hours"),
    [
        (datetime.date(2026, 3, 28), 11),  # clocks go forward on the 29th
        (datetime.date(2026, 3, 21), 12),
        (datetime.date(2026, 10, 24), 13),  # and back on the 25th
    ],
)
def test_a_night_of_a_clock_change_has_its_true_length(on: datetime.date, hours: int) -> None:
    agent = agent_in("Europe/Berlin")
    row = make_assignment(agent, on, NIGHT_SHIFT, code="N")
    calendar = Calendar.from_ical(feeds_ical.written([row], zoneinfo.ZoneInfo("Europe/Berlin"), NOW))
    event = calendar.walk("VEVENT")[0]
    assert event.decoded("DTEND") - event.decoded("DTSTART") == datetime.timedelta(hours=hours)


def test_drafts_cancelled_shifts_and_those_of_others_are_not_told(agent: Employee) -> None:
    roster = make_roster(agent.teammemberships.get().team.department, TODAY.replace(day=1))
    make_assignment(agent, TODAY, roster=roster, is_published=False)
    make_assignment(agent, TODAY + datetime.timedelta(days=1), roster=roster, cancelled_at=NOW)
    make_assignment(make_agent(agent.teammemberships.get().team), TODAY, roster=roster)
    assert events(agent) == []


def test_it_holds_times_and_names_of_shifts_only(agent: Employee) -> None:
    make_assignment(agent, TODAY)
    text = feeds_ical.of_employee(agent, NOW).decode()
    assert agent.number not in text
    assert "Wang Li" not in text
    assert "Team" not in text
    assert text.count("BEGIN:VEVENT") == 1


def test_the_secret_is_kept_as_a_digest_and_read_without_a_log_in(agent: Employee, client: Client) -> None:
    make_assignment(agent, TODAY)
    _feed, secret = feeds.renew_feed(agent, actor=agent.user)
    assert secret not in str(ShiftFeed.objects.values().get())
    with time_machine.travel(NOW, tick=False):
        answer = client.get(f"/staffing/roster/feed/{secret}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert b"SUMMARY:D Shift D" in answer.content
    assert ShiftFeed.objects.get().read_at == NOW
    assert client.get("/staffing/roster/feed/guessed.ics").status_code == 404


def test_a_renewed_or_withdrawn_address_answers_no_more(agent: Employee, client: Client) -> None:
    _feed, first = feeds.renew_feed(agent, actor=agent.user)
    _feed, second = feeds.renew_feed(agent, actor=agent.user)
    assert client.get(f"/staffing/roster/feed/{first}.ics").status_code == 404
    assert client.get(f"/staffing/roster/feed/{second}.ics").status_code == 200
    feeds.withdraw_feed(agent, actor=agent.user)
    assert client.get(f"/staffing/roster/feed/{second}.ics").status_code == 404
    with pytest.raises(RuleViolation):
        feeds.withdraw_feed(agent, actor=agent.user)
    verbs = Event.objects.filter(verb__startswith="roster.feed").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["roster.feed.made", "roster.feed.renewed", "roster.feed.withdrawn"]


def test_the_address_of_who_may_no_longer_log_in_answers_no_more(agent: Employee, client: Client) -> None:
    _feed, secret = feeds.renew_feed(agent, actor=agent.user)
    assert agent.user is not None
    agent.user.is_active = False
    agent.user.save()
    assert client.get(f"/staffing/roster/feed/{secret}.ics").status_code == 404


def test_nobody_makes_an_address_for_somebody_else(agent: Employee) -> None:
    with pytest.raises(PermissionDenied):
        feeds.renew_feed(agent, actor=agent_in("Asia/Shanghai").user)


def test_an_address_that_is_asked_too_often_is_told_to_wait(agent: Employee, client: Client) -> None:
    _feed, secret = feeds.renew_feed(agent, actor=agent.user)
    url = f"/staffing/roster/feed/{secret}.ics"
    answers = [client.get(url).status_code for _each in range(feeds.READS_OF_ONE + 1)]
    assert answers == [200] * feeds.READS_OF_ONE + [429]
    assert client.get(url)["Retry-After"] == str(feeds.WINDOW)


def test_the_log_does_not_tell_the_secret(
    agent: Employee, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    _feed, secret = feeds.renew_feed(agent, actor=agent.user)
    with caplog.at_level("INFO", "callcenter.requests"):
        for _each in range(feeds.READS_OF_ONE + 1):
            client.get(f"/staffing/roster/feed/{secret}.ics")
    assert "/staffing/roster/feed/" in caplog.text
    assert secret not in caplog.text


def test_the_database_keeps_one_address_in_force(agent: Employee) -> None:
    ShiftFeed.objects.create(employee=agent, digest="a" * 64)
    with pytest.raises(IntegrityError, match="one_calendar_address"), transaction.atomic():
        ShiftFeed.objects.create(employee=agent, digest="b" * 64)


def test_the_page_makes_shows_once_renews_and_withdraws(agent: Employee, client: Client) -> None:
    client.force_login(agent.user)  # type: ignore[arg-type]
    page = "/staffing/roster/mine/calendar/"
    assert "Make a secret address" in client.get(page).content.decode()
    made = client.post(f"{page}renew/").content.decode()
    assert "/staffing/roster/feed/" in made
    again = client.get(page).content.decode()
    assert "/staffing/roster/feed/" not in again
    assert "Renew the address" in again
    assert client.post(f"{page}withdraw/").status_code == 302
    assert client.post(f"{page}withdraw/").status_code == 422
