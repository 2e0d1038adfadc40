"""Punches come in: one by one in the browser, many from files and programs; each is there once."""

import datetime
import hashlib
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.files.imports.registry import ImportRefused, Source
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from callcenter.rulebook.services import set_value
from staffing.attendance.models import AttendanceDay, Punch, StaleDay
from staffing.attendance.punches import services
from staffing.attendance.punches.importer import PunchImporter, moment
from staffing.attendance.punches.models import Source as Origin
from tests.factories import make_employee, make_site
from tests.staffing.attendance.factories import DAY, import_punches, user_of, worked_out
from tests.staffing.attendance.factories import moment as at
from tests.staffing.factories import make_agent, make_assignment
from tests.together import together

pytestmark = pytest.mark.django_db
FROM_OFFICE = services.Device("10.1.2.3")


@pytest.fixture
def agent() -> Employee:
    found = make_agent()
    make_assignment(found, DAY)
    return found


def clock(agent: Employee, when: str, direction: str = "in", **options: Any) -> Punch:
    with time_machine.travel(at(agent, DAY, when), tick=False):
        return services.record_punch(
            agent,
            datetime.datetime.now(datetime.UTC),
            direction,
            source=Origin.WEB,
            actor=agent.user,
            device=options.pop("device", FROM_OFFICE),
        )


def test_who_clocks_in_sees_it_at_once(agent: Employee) -> None:
    punch = clock(agent, "08:05:10")
    day = AttendanceDay.objects.get(employee=agent, on=DAY)
    assert (day.codes, day.late_seconds, day.state) == (["late"], 310, "running")
    assert (punch.source, punch.ip, punch.team_id) == ("web", "10.1.2.3", day.team_id)
    assert Event.objects.filter(verb="attendance.punch.recorded").count() == 1


def test_pressed_twice_it_is_one_punch(agent: Employee) -> None:
    first = clock(agent, "07:45:00")
    assert clock(agent, "07:45:20") == first
    assert clock(agent, "07:47:00") != first
    assert Punch.objects.count() == 2


def test_nobody_punches_for_another_in_the_browser(agent: Employee) -> None:
    other = make_employee(team=agent.teammemberships.get().team)
    with pytest.raises(PermissionDenied):
        services.record_punch(agent, at(agent, DAY, "08:00"), "in", source=Origin.WEB, actor=other.user)


@pytest.mark.parametrize(
    ("networks", "ip", "is_allowed"),
    [
        ("-", "203.0.113.9", True),
        ("10.0.0.0/8, 192.168.1.0/24", "10.255.0.1", True),
        ("10.0.0.0/8, 192.168.1.0/24", "192.168.2.1", False),
        ("10.0.0.0/8", None, False),
        ("2001:db8::/32", "2001:db8::7", True),
        ("nonsense", "10.0.0.1", False),
    ],
)
def test_the_site_says_from_which_networks(
    agent: Employee, networks: str, ip: str | None, is_allowed: bool
) -> None:
    director = make_employee(PostCode.DIRECTOR, site=agent.site)
    with time_machine.travel(at(agent, DAY, "06:00"), tick=False):
        set_value(
            "attendance.networks",
            site=agent.site,
            value=networks,
            effective_on=DAY,
            reason="office only",
            actor=director.user,
        )
    if is_allowed:
        assert clock(agent, "07:45", device=services.Device(ip)).pk
    else:
        with pytest.raises(RuleViolation) as refusal:
            clock(agent, "07:45", device=services.Device(ip))
        assert refusal.value.objections[0].rules == ("attendance.networks",)


def test_a_punch_that_has_not_come_yet_is_refused(agent: Employee) -> None:
    with (
        time_machine.travel(at(agent, DAY, "08:00"), tick=False),
        pytest.raises(RuleViolation, match=r"attendance\.in_the_future"),
    ):
        services.record_punch(agent, at(agent, DAY, "09:00"), "in", source=Origin.DEVICE, actor=None)


def test_a_device_that_is_wrong_is_noted_and_our_own_clock_counts(agent: Employee, client: Client) -> None:
    with time_machine.travel(at(agent, DAY, "07:45"), tick=False):
        client.force_login(user_of(agent))
        ahead = (at(agent, DAY, "07:50").timestamp()) * 1000
        answer = client.post(
            "/staffing/attendance/punch/", {"direction": "in", "device_time": str(ahead)}, follow=True
        )
    punch = Punch.objects.get()
    assert (punch.occurred_at, punch.drift_seconds) == (at(agent, DAY, "07:45"), 300)
    assert "off by 300 s" in answer.content.decode()


def the_file(path: Path, text: str, agent: Employee, **columns: str) -> Source:
    path.write_text(text, encoding="utf-8")
    importer = PunchImporter()
    header = text.splitlines()[0].split(",")
    return Source(
        path,
        "punches.csv",
        hashlib.sha256(text.encode()).hexdigest(),
        agent.site_id,
        importer.guess_mapping(header),
        None,
    )


def test_a_file_of_any_order_comes_in_once(agent: Employee, tmp_path: Path) -> None:
    lines = [
        "工号,打卡时间,方向,设备",
        f"{agent.number},2026-03-12 16:30:05,下班,door-1",
        f"{agent.number.lower()},2026/3/12 7:45,上班,door-1",
        f"{agent.number},2026-03-12 16:30:05,下班,door-1",
    ]
    importer, file = PunchImporter(), the_file(tmp_path / "p.csv", "\n".join(lines), agent)
    with time_machine.travel(at(agent, DAY, "20:00"), tick=False):
        checked = importer.check(file)
        assert (checked.rows, checked.counts["new"], checked.counts["unchanged"]) == (3, 2, 1)
        assert not Punch.objects.exists()
        with transaction.atomic():
            assert importer.apply(file).counts["new"] == 2
        day = worked_out(agent)
        assert (day.worked_seconds, day.codes) == (8 * 3600, [])
        with transaction.atomic():
            again = importer.apply(file)
        assert (again.counts["new"], again.counts["unchanged"]) == (0, 3)
        assert not StaleDay.objects.exists()
        assert importer.check(file).counts["new"] == 0


def test_one_wrong_row_keeps_the_whole_file_out(agent: Employee, tmp_path: Path) -> None:
    text = f"number,time,direction\n{agent.number},2026-03-12 07:45,in\nE-nobody,later,sideways\n"
    importer, file = PunchImporter(), the_file(tmp_path / "p.csv", text, agent)
    with (
        time_machine.travel(at(agent, DAY, "20:00"), tick=False),
        pytest.raises(ImportRefused) as refusal,
        transaction.atomic(),
    ):
        importer.apply(file)
    assert [(error.row, error.column) for error in refusal.value.outcome.errors] == [
        (3, "number"),
        (3, "time"),
        (3, "direction"),
    ]
    assert not Punch.objects.exists()


@pytest.mark.parametrize(
    ("written", "date", "utc"),
    [
        ("2026-10-24 23:30", None, "2026-10-24T21:30:00"),
        ("2026-10-25 02:30:15", None, "2026-10-25T00:30:15"),  # comes twice: the first is meant
        ("2026-03-29 02:30", None, "2026-03-29T01:30:00"),  # never was: moves on by the gap
        ("2026-10-25T02:30:15+01:00", None, "2026-10-25T01:30:15"),
        ("2026-10-25T02:30:15Z", None, "2026-10-25T02:30:15"),
        ("7:05", "2026/10/26", "2026-10-26T06:05:00"),
        (datetime.time(7, 5, 9), datetime.date(2026, 10, 26), "2026-10-26T06:05:09"),
        (datetime.datetime(2026, 10, 26, 7, 5, 9), None, "2026-10-26T06:05:09"),
        ("26.10.2026", None, None),
        ("25:00", "2026-10-26", None),
        ("", None, None),
    ],
)
def test_times_are_read_on_the_clock_of_the_site(written: Any, date: Any, utc: str | None) -> None:
    zone = make_site(time_zone="Europe/Berlin").zone
    found = moment(written, date, zone)
    assert (found.replace(tzinfo=None).isoformat() if found else None) == utc


def test_a_program_sends_many_or_none(agent: Employee) -> None:
    director = make_employee(PostCode.DIRECTOR, site=agent.site)
    client = Client()
    client.force_login(user_of(director))
    good = {"employee": agent.number, "occurred_at": "2026-03-12T07:45:00+08:00", "direction": "in"}
    bad = good | {"employee": "E-nobody"}
    with time_machine.travel(at(agent, DAY, "20:00"), tick=False):
        for punches, status, count in (([good, bad], 409, 0), ([good, good], 200, 1), ([good], 200, 1)):
            answer = client.post(
                "/api/v1/staffing/punches/bulk/", {"punches": punches}, content_type="application/json"
            )
            assert (answer.status_code, Punch.objects.count()) == (status, count), answer.content
        assert answer.json() == {"new": 0, "known": 1, "days": 0}
        client.force_login(user_of(agent))
        assert (
            client.post(
                "/api/v1/staffing/punches/bulk/", {"punches": [good]}, content_type="application/json"
            ).status_code
            == 403
        )


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_punches_add_each_once() -> None:
    people = [make_agent() for _each in range(4)]
    rows = [
        services.PunchRow(person.pk, at(person, DAY, "07:45") + datetime.timedelta(minutes=step), "in")
        for person in people
        for step in range(50)
    ]

    def bring(order: list[services.PunchRow]) -> int:
        with transaction.atomic():
            return services.add_punches(order, source=Origin.IMPORT, actor=None).new

    found = together(lambda: bring(rows), lambda: bring(rows[::-1]), lambda: bring(rows))
    assert sum(found) == len(rows) == Punch.objects.count()


@pytest.mark.django_db(transaction=True)
def test_a_double_tap_is_one_punch() -> None:
    agent = make_agent()
    make_assignment(agent, DAY)
    with time_machine.travel(at(agent, DAY, "07:45"), tick=False):
        now = datetime.datetime.now(datetime.UTC)

        def press() -> int:
            user = Employee.objects.get(pk=agent.pk).user
            return services.record_punch(
                agent, now, "in", source=Origin.WEB, actor=user, device=FROM_OFFICE
            ).pk

        assert len(set(together(press, press, press))) == 1
    assert Punch.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_stale_days_and_none_is_lost() -> None:
    from staffing.attendance.days.services import work_out_stale

    people = [make_agent() for _each in range(6)]
    for person in people:
        make_assignment(person, DAY)
        with transaction.atomic():
            import_punches(person, "in 07:45", "out 16:30")
    together(lambda: work_out_stale(limit=3), lambda: work_out_stale(limit=3))
    while work_out_stale():
        pass
    worked = AttendanceDay.objects.filter(on=DAY).values_list("worked_seconds", flat=True)
    assert list(worked) == [8 * 3600] * 6
