"""Duty logs: opened, filled in by the system, written, signed; monthly reports."""

import datetime

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.translation import override

from callcenter.clocks.models import Clock
from callcenter.workcalendar import recurring
from staffing.floor.breaks import services as breaks
from staffing.floor.dutylogs import facts, months, services
from staffing.floor.dutylogs.models import DutyLog, MonthReport
from staffing.floor.stops.services import order_stop_work
from staffing.roster.services import redeploy
from tests.refusals import refused
from tests.staffing.factories import make_assignment
from tests.staffing.floor.conftest import NOW, Floor
from tests.staffing.floor.factories import DAY, make_break
from tests.staffing.floor.test_board import client

FEBRUARY = datetime.date(2026, 2, 1)


def opened(floor: Floor) -> DutyLog:
    return services.open_log(floor.team, DAY, "D", actor=floor.leader.user)


def test_a_shift_has_one_log_with_a_deadline_after_its_end(floor: Floor) -> None:
    log = opened(floor)
    assert opened(floor) == log
    clock = Clock.objects.running().of(log).get()
    assert clock.due_at == log.ends_at + datetime.timedelta(minutes=30)
    log.pk = None
    with pytest.raises(IntegrityError, match="shift_of_a_team_has_one_duty_log"), transaction.atomic():
        log.save()


def test_a_log_is_of_a_shift_that_there_is(floor: Floor) -> None:
    assert refused(lambda: services.open_log(floor.team, DAY, "X", actor=floor.leader.user)) == [
        "floor.no_such_shift"
    ]


def test_agents_open_no_log(floor: Floor) -> None:
    with pytest.raises(PermissionDenied):
        services.open_log(floor.team, DAY, "D", actor=floor.ann.user)


def test_the_system_fills_in_who_came_breaks_redeployments_and_stop_work(
    floor: Floor, nine_in_the_morning: time_machine.Traveller
) -> None:
    floor.comes(floor.ann)
    floor.comes(floor.bo)
    floor.comes(floor.leader, "08:05")
    slot = make_break(floor.shift(floor.ann), "09:00")
    breaks.leave(slot, actor=floor.ann.user)
    nine_in_the_morning.shift(30 * 60)
    breaks.come_back(slot, actor=floor.ann.user)
    redeploy(floor.shift(floor.cai), floor.team, actor=floor.director.user, reason="Peak")
    order_stop_work(floor.shift(floor.bo), actor=floor.leader.user, reason="Danger")
    with override("en"):
        known = facts.read(facts.gather(opened(floor), NOW + datetime.timedelta(minutes=30)))
    assert [line.text for line in known["attendance"]] == [
        "3 of 4 came.",
        f"Late: {floor.leader}",
        f"Absent: {floor.cai}",
        f"{floor.cai} worked for another team: Peak",
    ]
    assert [line.text for line in known["breaks"]] == [
        "1 of 1 breaks taken, 1 too long.",
        f"{floor.ann} off post for 15 min",
    ]
    assert known["conduct"][0].text == f"{floor.bo} was ordered to stop work: Danger"


def test_a_signed_log_keeps_its_facts_and_refuses_every_change(floor: Floor) -> None:
    log = opened(floor)
    services.write_log(log, {"system": "None", "unknown": "x"}, version=1, actor=floor.leader.user)
    log = services.sign_log(log, actor=floor.leader.user)
    assert log.sections == {"system": "None"}
    assert log.facts["attendance"][0][0] == "heads"
    assert not Clock.objects.running().of(log).exists()
    assert refused(
        lambda: services.write_log(log, {"system": "Other"}, version=2, actor=floor.leader.user)
    ) == ["floor.log_signed"]
    for change in (lambda: DutyLog.objects.update(sections={}), lambda: DutyLog.objects.all().delete()):
        with pytest.raises(DatabaseError, match="is signed"), transaction.atomic():
            change()


def test_a_log_is_not_signed_before_its_shift(
    floor: Floor, nine_in_the_morning: time_machine.Traveller
) -> None:
    nine_in_the_morning.shift(-3 * 3600)
    log = opened(floor)
    assert refused(lambda: services.sign_log(log, actor=floor.leader.user)) == ["floor.shift_not_yet"]


def test_what_two_write_at_once_is_not_lost(floor: Floor) -> None:
    log = opened(floor)
    services.write_log(log, {"remarks": "First"}, version=1, actor=floor.leader.user)
    url = f"/staffing/floor/duty-logs/{log.pk}/act/"
    answer = client(floor.next_leader).post(url, {"act": "save", "version": 1, "remarks": "Second"})
    assert answer.status_code == 422
    assert "Second" in answer.content.decode()
    log.refresh_from_db()
    assert log.sections["remarks"] == "First"


def test_a_log_is_opened_written_and_signed_in_the_browser(floor: Floor) -> None:
    browser = client(floor.leader)
    browser.post(
        "/staffing/floor/duty-logs/open/", {"team": floor.team.pk, "on": DAY.isoformat(), "code": "D"}
    )
    log = DutyLog.objects.get()
    assert "0 of 3 came." in browser.get(log.get_absolute_url()).content.decode()
    browser.post(
        f"{log.get_absolute_url()}act/", {"act": "sign", "version": 1, "system": "Switch down 10 min"}
    )
    log.refresh_from_db()
    assert log.is_locked
    assert "Switch down 10 min" in browser.get(log.get_absolute_url()).content.decode()
    taken = client(floor.director).get("/staffing/floor/duty-logs/?export=csv&columns=number,system")
    assert taken.status_code == 200


def test_the_monthly_report_is_handed_in_once_with_the_figures_of_the_logs(floor: Floor) -> None:
    page = client(floor.leader).get("/staffing/floor/duty-logs/months/").content.decode()
    assert "before day 22" in page
    services.hand_in_report(floor.team, FEBRUARY, "All well", actor=floor.leader.user)
    assert MonthReport.objects.get().figures == {"shifts": 0, "logs": 0, "signed": 0}
    assert refused(
        lambda: services.hand_in_report(floor.team, FEBRUARY, "Again", actor=floor.leader.user)
    ) == ["floor.report_there"]


@pytest.mark.parametrize(("day", "word"), [(21, "Due"), (22, "Overdue")])
def test_from_the_22nd_on_a_missing_report_is_overdue(
    floor: Floor, nine_in_the_morning: time_machine.Traveller, day: int, word: str
) -> None:
    nine_in_the_morning.move_to(NOW.replace(day=day))
    make_assignment(floor.ann, datetime.date(2026, 2, 10))
    page = client(floor.leader).get("/staffing/floor/duty-logs/months/").content.decode()
    assert f">{word}</span>" in page


def test_a_team_owes_no_report_of_a_month_without_shifts(
    floor: Floor, nine_in_the_morning: time_machine.Traveller
) -> None:
    nine_in_the_morning.move_to(NOW.replace(day=22))  # February's is due, and the shifts are of March
    page = client(floor.leader).get("/staffing/floor/duty-logs/months/").content.decode()
    assert "Overdue</span>" not in page


@pytest.mark.parametrize(
    ("start_day", "today", "due", "first", "last"),
    [
        (1, (2026, 3, 12), (2026, 2, 1), (2026, 2, 1), (2026, 2, 28)),
        (1, (2026, 1, 5), (2025, 12, 1), (2025, 12, 1), (2025, 12, 31)),
        (21, (2026, 3, 12), (2026, 3, 1), (2026, 2, 21), (2026, 3, 20)),
        (21, (2026, 1, 31), (2026, 1, 1), (2025, 12, 21), (2026, 1, 20)),
    ],
)
def test_a_report_is_about_the_sites_statistics_month(
    start_day: int, today: tuple[int, int, int], due: tuple[int, int, int], first: object, last: object
) -> None:
    month = months.due_month(datetime.date(*today), start_day)
    assert month == datetime.date(*due)
    days = months.days_of(month, start_day)
    assert tuple((day.year, day.month, day.day) for day in days) == (first, last)


def test_the_report_is_a_duty_that_comes_back_before_the_22nd(floor: Floor) -> None:
    first, last = datetime.date(2026, 3, 1), datetime.date(2026, 3, 31)
    due = [
        each.on.day
        for each in recurring.occurrences(floor.site, first, last)
        if each.duty.key == "quality.report"
    ]
    assert due
    assert due[0] < 22
