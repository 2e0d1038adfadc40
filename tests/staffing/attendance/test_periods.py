"""Month sheets: closed with what they say, made again with the same content, reopened with a reason; the workbook."""

import datetime
import io
import zipfile
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from callcenter.access.posts import PostCode
from callcenter.objections import RuleViolation
from callcenter.people.models import Employee
from staffing.attendance.models import AttendanceDay, AttendancePeriod, Snapshot, SnapshotDay
from staffing.attendance.periods import services
from staffing.attendance.periods.sheet import grid
from staffing.attendance.periods.workbook import content_of, write_sheet
from staffing.roster.models import Origin
from tests.factories import make_department, make_employee, make_site, make_team
from tests.staffing.attendance.factories import DAY, import_punches, moment, user_of, worked_out
from tests.staffing.factories import make_agent, make_assignment
from tests.together import outcomes

pytestmark = pytest.mark.django_db
OVER = datetime.datetime(2026, 3, 22, 4, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _later() -> Any:
    with time_machine.travel(OVER, tick=False):
        yield


def a_month() -> tuple[Employee, AttendancePeriod]:
    """An agent of a site whose month runs from the 21st, with a late day, an absence and overtime."""
    site = make_site(statistics_start_day=21)
    agent = make_agent(make_team(make_department(site)), name="Li Na", name_zh="李娜")
    for step, told in enumerate((["in 08:05", "out 16:30"], [], ["in 07:45", "out 18:30"])):
        on = DAY + datetime.timedelta(days=step)
        make_assignment(agent, on)
        if step == 2:
            make_assignment(agent, on, "16:30-18:30", origin=Origin.OVERTIME)
        import_punches(agent, *told, on=on)
        worked_out(agent, on)
    return agent, services.sheet_at(site, DAY)


def cells_of(period: AttendancePeriod) -> dict[str, list[tuple[Any, ...]]]:
    period.refresh_from_db()
    stream = io.BytesIO()
    write_sheet(stream, content_of(period, period.number if period.is_closed else 0))
    stream.seek(0)
    book = load_workbook(stream)
    return {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


@pytest.mark.parametrize(
    ("start_day", "on", "first", "last", "hand_in"),
    [
        (21, "2026-03-12", "2026-02-21", "2026-03-20", "2026-03-25"),
        (21, "2026-12-21", "2026-12-21", "2027-01-20", "2027-01-25"),
        (1, "2026-02-28", "2026-02-01", "2026-02-28", "2026-03-25"),
    ],
)
def test_a_sheet_is_the_month_of_its_site(
    start_day: int, on: str, first: str, last: str, hand_in: str
) -> None:
    sheet = services.sheet_at(make_site(statistics_start_day=start_day), datetime.date.fromisoformat(on))
    assert (sheet.start.isoformat(), sheet.last.isoformat()) == (first, last)
    assert services.hand_in_on(sheet).isoformat() == hand_in


def test_a_closed_sheet_is_exported_with_the_same_content_whatever_comes_later() -> None:
    agent, period = a_month()
    hr = make_employee(PostCode.HR, site=agent.site)
    services.close_period(period, actor=hr.user)
    before = cells_of(period)
    import_punches(agent, "in 07:45", "out 16:30", on=DAY + datetime.timedelta(days=1))
    worked_out(agent, DAY + datetime.timedelta(days=1))
    Employee.objects.filter(pk=agent.pk).update(name="Li Na-Chen")
    assert cells_of(period) == before
    period.refresh_from_db()
    assert services.changed_since(period) == 1
    services.reopen_period(period, reason="Door reader was repaired late", actor=hr.user)
    assert cells_of(period) != before
    services.close_period(period, actor=hr.user)
    assert cells_of(period)["Summary by person"] != before["Summary by person"]
    assert list(Snapshot.objects.values_list("number", flat=True)) == [2, 1]


def test_the_workbook_has_real_dates_numbers_and_totals() -> None:
    _agent, period = a_month()
    sheets = cells_of(period)
    assert list(sheets) == [
        "Summary by person",
        "Detail",
        "Exceptions",
        "Overtime by legal class",
        "Leave ledger",
        "Definitions",
    ]
    head, line, total = (
        sheets["Summary by person"][0],
        sheets["Summary by person"][1],
        sheets["Summary by person"][-1],
    )
    found = dict(zip(head, line, strict=True))
    assert (found["Name"], found["Shifts"], found["Came late"], found["Absence"]) == ("Li Na", 3, 1, 1)
    assert found["Time worked"] == datetime.timedelta(seconds=2 * 8 * 3600 - 300)
    assert found["Overtime 150 %"] == datetime.timedelta(hours=2)
    assert total[0] == "Total"
    detail = dict(zip(sheets["Detail"][0], sheets["Detail"][1], strict=True))
    assert detail["Day"] == datetime.datetime(2026, 3, 12)
    assert detail["Came (Asia/Shanghai)"] == datetime.datetime(2026, 3, 12, 8, 5)
    assert [row[5] for row in sheets["Exceptions"][1:]] == ["Came late", "Absence"]
    definitions = dict(sheets["Definitions"][1:])
    assert "10 min" in definitions["attendance.rollcall_minutes"]


def test_a_sheet_cannot_be_closed_before_it_is_over() -> None:
    _agent, period = a_month()
    before = datetime.datetime(2026, 3, 20, 10, tzinfo=datetime.UTC)
    with time_machine.travel(before, tick=False), pytest.raises(RuleViolation, match="not_over"):
        services.close_period(period, actor=None)
    services.close_period(period, actor=None)
    with pytest.raises(RuleViolation, match=r"attendance\.closed_already"):
        services.close_period(period, actor=None)


def test_a_shift_that_nobody_looked_at_is_on_the_closed_sheet_as_an_absence() -> None:
    agent, period = a_month()
    forgotten = DAY + datetime.timedelta(days=5)
    make_assignment(agent, forgotten)
    services.close_period(period, actor=None)
    assert SnapshotDay.objects.get(employee=agent, on=forgotten).codes == ["absent"]


def test_reopening_needs_a_reason() -> None:
    _agent, period = a_month()
    with pytest.raises(RuleViolation, match=r"attendance\.not_closed"):
        services.reopen_period(period, reason="x", actor=None)
    services.close_period(period, actor=None)
    with pytest.raises(RuleViolation, match=r"attendance\.reason_needed"):
        services.reopen_period(period, reason=" ", actor=None)


def test_a_shift_leader_closes_nothing() -> None:
    agent, period = a_month()
    leader = make_employee(PostCode.SHIFT_LEADER, team=agent.teammemberships.get().team)
    with pytest.raises(PermissionDenied):
        services.close_period(period, actor=leader.user)


def test_a_sheet_that_nobody_closed_closes_on_the_day_it_is_handed_in() -> None:
    _agent, period = a_month()
    assert services.close_due() == 0
    with time_machine.travel(datetime.datetime(2026, 3, 25, 4, tzinfo=datetime.UTC), tick=False):
        assert services.close_due() == 1
        assert services.close_due() == 0
    period.refresh_from_db()
    assert period.is_closed


def test_the_database_refuses_sheets_that_overlap() -> None:
    _agent, period = a_month()
    with pytest.raises(IntegrityError, match="sheets_of_a_site_do_not_overlap"), transaction.atomic():
        AttendancePeriod.objects.create(
            site=period.site, start=period.start + datetime.timedelta(days=3), end=period.end
        )


def test_the_grid_takes_as_many_queries_for_ten_as_for_one() -> None:
    agent, period = a_month()
    team = agent.teammemberships.get().team

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            grid(period, team)
        return len(captured)

    few = queries()
    for _each in range(9):
        other = make_agent(team, with_user=False)
        make_assignment(other, DAY)
        worked_out(other)
    assert queries() == few
    assert len(grid(period, team).lines) == 10


def test_the_exceptions_of_each_day_are_counted_for_the_drawing() -> None:
    agent, period = a_month()
    team = agent.teammemberships.get().team
    other = make_agent(team, with_user=False)
    make_assignment(other, DAY)
    services.close_period(period, actor=None)
    of_day = {one.on: one for one in grid(period, team).counts}
    assert len(of_day) == (period.end - period.start).days
    assert (of_day[DAY].absent, of_day[DAY].on_leave) == (1, 0)


def test_human_resources_has_the_workbook_after_two_clicks() -> None:
    agent, period = a_month()
    hr = make_employee(PostCode.HR, site=agent.site)
    client = Client()
    client.force_login(user_of(hr))
    assert period.get_absolute_url() in client.get("/staffing/attendance/sheets/").content.decode()
    asked = client.post(period.get_absolute_url() + "workbook/")
    assert asked.status_code == 302
    assert "/files/" in asked["Location"]


def test_moments_of_a_day_are_shown_on_the_clock_of_the_site() -> None:
    agent, _period = a_month()
    client = Client()
    client.force_login(user_of(agent))
    page = client.get(f"/staffing/attendance/people/{agent.number}/{DAY}/").content.decode()
    assert moment(agent, DAY, "08:05").astimezone(agent.site.zone).strftime("%H:%M:%S") in page
    assert "attendance.late_grace" in page


@pytest.mark.django_db(transaction=True)
def test_two_who_close_at_once_close_once() -> None:
    _agent, period = a_month()
    close = lambda: services.close_period(period, actor=None)  # noqa: E731
    assert outcomes(close, close) == ["attendance.closed_already", "done"]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_sheets_of_a_closed_period_are_the_same_byte_for_byte_a_year_later(language: str) -> None:
    agent, period = a_month()
    services.close_period(period, actor=None)
    period.refresh_from_db()

    def parts() -> dict[str, bytes]:
        """The parts of the file; its properties say when it was made."""
        stream = io.BytesIO()
        with translation.override(language):
            write_sheet(stream, content_of(period, period.number))
        with zipfile.ZipFile(stream) as file:
            return {name: file.read(name) for name in file.namelist() if name != "docProps/core.xml"}

    before = parts()
    import_punches(agent, "in 07:45", "out 16:30", on=DAY + datetime.timedelta(days=1))
    worked_out(agent, DAY + datetime.timedelta(days=1))
    with time_machine.travel(datetime.datetime(2027, 5, 1, 4, tzinfo=datetime.UTC), tick=False):
        assert parts() == before


def test_the_sums_of_the_workbook_are_the_sums_of_the_days() -> None:
    agent, period = a_month()
    make_assignment(agent, DAY + datetime.timedelta(days=3), "08:00-10:30", code="", origin=Origin.OVERTIME)
    import_punches(agent, "in 07:50", "out 10:31", on=DAY + datetime.timedelta(days=3))
    worked_out(agent, DAY + datetime.timedelta(days=3))
    sheets = cells_of(period)
    days = AttendanceDay.objects.filter(on__gte=period.start, on__lt=period.end)
    head, *_lines, total = sheets["Summary by person"]
    summed = dict(zip(head, total, strict=True))
    for heading, field in (
        ("Time worked", "worked_seconds"),
        ("Late in all", "late_seconds"),
        ("Absent in all", "absent_seconds"),
    ):
        assert summed[heading].total_seconds() == sum(days.values_list(field, flat=True)), heading
    assert len(sheets["Detail"]) - 1 == days.count()
    extra = [summed[f"Overtime {legal} %"] for legal in (150, 200, 300)]
    assert sum(each.total_seconds() for each in extra) == sum(days.values_list("overtime_seconds", flat=True))
    assert [*extra, summed["Regular shifts on holidays"]] == list(sheets["Overtime by legal class"][-1][4:])
