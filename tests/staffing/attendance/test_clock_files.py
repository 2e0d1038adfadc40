"""Files as time clocks write them: other encodings, headings, orders, nights, twins, gaps, both clock changes."""

import datetime
import hashlib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.db import transaction

from callcenter.files.imports.registry import Source
from callcenter.people.models import Employee
from callcenter.tabular.reading import open_table
from staffing.attendance.models import AttendanceDay, Punch
from staffing.attendance.punches.importer import PunchImporter
from tests.factories import make_department, make_site, make_team
from tests.staffing.attendance.factories import DAY, moment, worked_out
from tests.staffing.factories import NIGHT_SHIFT, make_agent, make_assignment

pytestmark = pytest.mark.django_db
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def agent() -> Employee:
    return make_agent(number="10017")


def bring_in(path: Path, agent: Employee, expected: tuple[int, int]) -> Any:
    """Check and apply a file as the page does, twice; (new, unchanged) of the first time."""
    importer = PunchImporter()
    with open_table(path, path.name) as table:
        mapping = importer.guess_mapping(table.header)
    source = Source(
        path, path.name, hashlib.sha256(path.read_bytes()).hexdigest(), agent.site_id, mapping, None
    )
    checked = importer.check(source)
    assert (checked.errors, checked.counts["new"], checked.counts["unchanged"]) == ([], *expected)
    for counts in (expected, (0, sum(expected))):
        with transaction.atomic():
            made = importer.apply(source)
        assert (made.counts["new"], made.counts["unchanged"]) == counts
    return mapping


def later(agent: Employee, on: datetime.date = DAY) -> Any:
    return time_machine.travel(moment(agent, on + 3 * ONE_DAY, "12:00"), tick=False)


def test_a_chinese_clock_in_gbk_with_tabs_and_the_night_first(agent: Employee, tmp_path: Path) -> None:
    make_assignment(agent, DAY, NIGHT_SHIFT, code="N")
    make_assignment(agent, DAY + 2 * ONE_DAY)
    rows = [
        "部门\t姓名\t考勤号码\t日期时间\t签到/签退",
        "客服部\t李娜\t10017\t2026/3/13 8:02:11\tC/Out",
        "客服部\t李娜\t 10017 \t2026/3/12 19:41\tC/In",
        "客服部\t李娜\t10017\t2026/3/12 19:41:00\tC/In",
        "\t\t\t\t",
        "客服部\t李娜\t10017\t2026/3/14 7:50\t",
    ]
    path = tmp_path / "考勤.txt"
    path.write_bytes("\r\n".join(rows).encode("gbk"))
    with later(agent):
        bring_in(path, agent, (3, 1))
        night = worked_out(agent)
        assert (night.codes, night.is_incomplete) == ([], False)
        assert night.last_out == moment(agent, DAY + ONE_DAY, "08:02:11")
        following = worked_out(agent, DAY + 2 * ONE_DAY)
        assert (following.codes, following.first_in is not None) == (["missing_punch"], True)
    assert not AttendanceDay.objects.filter(on=DAY + ONE_DAY).exclude(codes=["off"]).exists()


def test_a_workbook_with_numbers_as_numbers_and_date_and_time_apart(agent: Employee, tmp_path: Path) -> None:
    make_assignment(agent, DAY)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["AC-No.", "Name", "Date", "Time", "State"])
    sheet.append([10017, "Li Na", datetime.date(2026, 3, 12), datetime.time(16, 31, 4), "OverTime Out"])
    sheet.append([10017.0, "Li Na", datetime.datetime(2026, 3, 12), datetime.time(7, 52), "C/In"])
    sheet.append([None, None, None, None, None])
    path = tmp_path / "clock.xlsx"
    book.save(path)
    with later(agent):
        bring_in(path, agent, (2, 0))
        assert worked_out(agent).codes == ["rollcall_late"]


def test_a_night_over_the_autumn_clock_change_counts_the_hour_twice(tmp_path: Path) -> None:
    on = datetime.date(2026, 10, 24)
    site = make_site(time_zone="Europe/Berlin")
    agent = make_agent(make_team(department=make_department(site=site)), number="B-7")
    make_assignment(agent, on, "22:00-06:00", code="N")
    path = tmp_path / "berlin.csv"
    path.write_text(
        "﻿Emp No;Date and time;In/Out\nB-7;2026-10-25 06:01;out\nb-7;2026-10-24 21:45;in\n", encoding="utf-8"
    )
    with later(agent, on):
        bring_in(path, agent, (2, 0))
        day = worked_out(agent, on)
    assert (day.codes, day.worked_seconds) == ([], 9 * 3600)
    assert Punch.objects.count() == 2
