"""The calendar's pages, workbook, import and API: what is shown is what is published, in constant queries."""

import csv
import datetime
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callcenter.access.posts import PostCode
from callcenter.files.imports import registry
from callcenter.files.imports.registry import ImportRefused, Source
from callcenter.rulebook.services import set_value
from callcenter.workcalendar import recurring, selectors
from callcenter.workcalendar.models import CalendarDay, Edition
from callcenter.workcalendar.rules import DayKind
from tests.factories import make_employee, make_site
from tests.workcalendar.factories import LONG, NATIONAL_DAY, OFFICE, make_day, make_week

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 21)
NEXT_MONTH = datetime.date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel("2026-11-21T04:00:00Z", tick=False):
        yield


@pytest.fixture
def site():
    return make_site("shanghai", name="Shanghai")


@pytest.fixture
def director(site):
    client = Client()
    client.force_login(make_employee(PostCode.DIRECTOR, site=site).user)
    return client


def address(name: str, *args: Any) -> str:
    return reverse(f"workcalendar:{name}", args=["shanghai", *args])


WEEK = {f"day_{number}": "08:00–20:00" for number in range(5)} | {"day_5": "", "day_6": "closed"}


def test_opening_hours_are_shown_before_they_are_published(director, site) -> None:
    make_week(site)
    asked = WEEK | {"effective_on": "2026-12-01", "reason": "More calls", "seen": "1"}
    looked = director.post(address("hours"), asked)
    assert looked.status_code == 200
    assert Edition.objects.count() == 1
    foreseen = looked.context["foreseen"]
    assert foreseen.changed_days > 250
    published = director.post(address("hours"), asked | {"foreseen": foreseen.fingerprint})
    assert published.status_code == 302
    assert selectors.open_hours(site, NEXT_MONTH).week_on(NEXT_MONTH) == LONG


def test_what_somebody_else_published_meanwhile_is_not_written_over(director, site) -> None:
    make_week(site)
    asked = WEEK | {"effective_on": "2026-12-01", "reason": "More calls", "seen": "1"}
    foreseen = director.post(address("hours"), asked).context["foreseen"]
    make_day(site)
    answer = director.post(address("hours"), asked | {"foreseen": foreseen.fingerprint})
    assert answer.status_code == 422
    assert [each.code for each in answer.context["refusal"].objections] == ["workcalendar.changed_meanwhile"]
    again = director.post(address("hours"), asked | {"foreseen": foreseen.fingerprint, "seen": "2"})
    assert again.status_code == 200, "the look that was shown is not what would be published now"
    assert Edition.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"day_0": "nine"}, "not read as opening hours"),
        ({"day_0": "9-12, 11-13"}, "overlaps"),
        ({f"day_{number}": "" for number in range(7)}, "no open time"),
        ({"effective_on": "2026-11-20"}, "is past"),
        ({"reason": ""}, "required"),
    ],
)
def test_hours_that_do_not_fit_keep_the_form_and_say_why(
    director, site, fields: dict[str, str], word: str
) -> None:
    make_week(site)
    answer = director.post(address("hours"), WEEK | {"effective_on": "2026-12-01", "reason": "More"} | fields)
    assert answer.status_code == 422
    assert word in answer.content.decode()


def test_a_range_over_new_year_becomes_a_day_each(director, site) -> None:
    make_week(site)
    asked = {
        "first": "2026-12-30",
        "last": "2027-01-02",
        "kind": "closed",
        "name": "Moving house",
        "reason": "Moving",
    }
    foreseen = director.post(address("days"), asked).context["foreseen"]
    assert foreseen.changed_days == 3  # the Saturday is closed already
    director.post(address("days"), asked | {"foreseen": foreseen.fingerprint})
    found = list(CalendarDay.objects.values_list("on", flat=True))
    assert (found[0], found[-1], len(found)) == (datetime.date(2026, 12, 30), datetime.date(2027, 1, 2), 4)


def test_a_day_is_switched_off_from_the_years_page(director, site) -> None:
    make_week(site)
    make_day(site)
    row = CalendarDay.objects.get()
    first = director.post(address("switch"), {"days": row.pk, "is_active": "off"})
    assert first.status_code == 200
    asked = {"days": row.pk, "is_active": "off", "reason": "We work"}
    foreseen = director.post(address("switch"), asked).context["foreseen"]
    director.post(address("switch"), asked | {"foreseen": foreseen.fingerprint})
    row.refresh_from_db()
    assert not row.is_active
    assert "switched off" in director.get(address("year") + "?year=2026").content.decode()


def test_planned_hours_are_withdrawn_on_their_page(director, site) -> None:
    make_week(site)
    make_week(site, LONG, NEXT_MONTH)
    planned = selectors.versions(site)[1]
    assert director.post(address("withdraw", planned.pk)).status_code == 200
    foreseen = director.post(address("withdraw", planned.pk), {"reason": "No"}).context["foreseen"]
    director.post(address("withdraw", planned.pk), {"reason": "No", "foreseen": foreseen.fingerprint})
    assert selectors.open_hours(site, NEXT_MONTH).week_on(NEXT_MONTH) == OFFICE


def test_the_chosen_public_days_are_published_with_the_hours_of_a_sunday(director, site) -> None:
    make_week(site)
    page = director.get(address("public") + "?year=2026")
    assert "National Day" in page.content.decode()
    asked = {"year": "2026", "only": ["2026-10-01", "2026-10-10"], "holidays_as": "0", "reason": "Law"}
    foreseen = director.post(address("public"), asked).context["foreseen"]
    director.post(address("public"), asked | {"foreseen": foreseen.fingerprint})
    plan = selectors.open_hours(site, TODAY).plan(NATIONAL_DAY)
    assert (plan.intervals, plan.is_holiday, plan.is_working_day) == (OFFICE[0], True, False)
    assert "2026-10-01" not in director.get(address("public") + "?year=2026").content.decode()


def test_the_years_page_takes_as_many_queries_for_one_day_as_for_two_hundred(director, site) -> None:
    make_week(site)
    make_day(site)
    director.get(address("year"))
    with CaptureQueriesContext(
        connection,
    ) as one:
        director.get(address("year") + "?year=2026")
    for month in range(1, 13):
        for day in range(1, 18):
            if month != 10:
                make_day(site, datetime.date(2026, month, day), name=f"Day {month}-{day}")
    director.get(address("year"))
    with CaptureQueriesContext(connection) as many:
        director.get(address("year") + "?year=2026")
    assert len(many) <= len(one)
    assert len(one) <= 20


def test_the_workbook_is_read_back_by_the_import_as_unchanged(director, site, tmp_path: Path) -> None:
    make_week(site)
    make_day(site)
    make_day(
        site,
        datetime.date(2026, 12, 24),
        name="Christmas Eve",
        name_zh="",
        kind=DayKind.PART_DAY,
        intervals=((32_400, 43_200),),
    )
    answer = director.get(address("year") + "?year=2026&export=xlsx")
    path = tmp_path / "calendar.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames[:2] == ["Days", "Opening hours"]
    rows = list(book["Days"].iter_rows(values_only=True))
    importer = registry.get("workcalendar.days")
    mapping = importer.guess_mapping([str(cell) for cell in rows[0]])
    assert set(mapping.columns) == {"on", "kind", "name", "name_zh", "hours", "is_yearly"}
    outcome = importer.check(Source(path, path.name, "0" * 64, site.pk, mapping, None))
    assert (outcome.counts["unchanged"], outcome.error_count, outcome.errors) == (2, 0, [])


def source(site: Any, path: Path, rows: list[list[str]], actor: Any = None) -> Source:
    header = ["日期", "类型", "名称", "时段", "每年"]
    stream = io.StringIO()
    csv.writer(stream).writerows([header, *rows])
    path.write_text(stream.getvalue(), encoding="utf-8-sig")
    return Source(
        path, path.name, "0" * 64, site.pk, registry.get("workcalendar.days").guess_mapping(header), actor
    )


def test_a_file_in_chinese_is_published_as_one_edition(site, tmp_path: Path) -> None:
    make_week(site)
    rows = [
        ["2026-10-01", "节假日", "国庆节", "", ""],
        ["2026/10/10", "调休上班", "调休", "9-18", "否"],
        ["2026年12月24日", "另定时段", "平安夜", "９：００－１２：００", "是"],
    ]
    importer = registry.get("workcalendar.days")
    file = source(site, tmp_path / "days.csv", rows)
    assert importer.check(file).counts == {"new": 3, "changed": 0, "unchanged": 0, "rejected": 0}
    importer.apply(file)
    assert Edition.objects.count() == 2
    assert selectors.open_hours(site, TODAY).plan(datetime.date(2027, 12, 24)).intervals == (
        (32_400, 43_200),
    )
    assert importer.apply(file).counts["unchanged"] == 3
    assert Edition.objects.count() == 2


def test_a_file_with_bad_rows_is_refused_whole_with_each_row(site, tmp_path: Path) -> None:
    rows = [
        ["2026-10-01", "holiday", "National Day", "", ""],
        ["2026-13-01", "holiday", "No such month", "", ""],
        ["2026-10-02", "party", "What", "", ""],
        ["2026-10-03", "holiday", "", "", ""],
        ["2026-10-04", "other hours", "No hours", "", ""],
        ["2026-10-05", "closed", "With hours", "9-12", ""],
        ["2026-10-06", "holiday", "Perhaps", "nine", "maybe"],
        ["2026-10-01", "holiday", "Twice", "", ""],
    ]
    importer = registry.get("workcalendar.days")
    with pytest.raises(ImportRefused) as refused:
        importer.apply(source(site, tmp_path / "days.csv", rows))
    found = {(error.row, error.column) for error in refused.value.outcome.errors}
    assert {row for row, _ in found} == {3, 4, 5, 6, 7, 8, 9}
    assert (8, "时段") in found
    assert (8, "每年") in found
    assert not CalendarDay.objects.exists()


def test_the_api_says_what_holds_and_publishes_with_a_preview(director, site) -> None:
    make_week(site)
    base = "/api/v1/workcalendar/calendars/shanghai/"
    assert director.get("/api/v1/workcalendar/calendars/").json()[0]["edition"] == 1
    days = [{"on": "2026-11-23", "kind": "closed", "name": "Outage"}]
    asked = {"days": days, "reason": "Power", "is_preview": True}
    looked = director.post(base + "set-days/", asked, "application/json")
    assert (looked.status_code, looked.json()["changed_days"], looked.json()["edition"]) == (200, 1, None)
    done = director.post(base + "set-days/", asked | {"is_preview": False}, "application/json")
    assert (done.status_code, done.json()["edition"]["number"]) == (201, 2)
    plan = director.get(base + "?from=2026-11-23&to=2026-11-24").json()
    assert [day["is_working_day"] for day in plan] == [False, True]
    assert plan[1]["intervals"] == [[32_400, 43_200], [46_800, 64_800]]
    again = director.post(base + "set-days/", asked | {"is_preview": False}, "application/json")
    assert again.status_code == 409
    week = {"week": ["08:00–20:00"] * 5 + ["", ""], "effective_on": "2026-12-01", "reason": "More calls"}
    assert director.post(base + "set-week/", week, "application/json").status_code == 201
    assert (
        director.post(base + "set-week/", week | {"week": ["nine"] * 7}, "application/json").status_code
        == 400
    )
    assert director.get(base + "?from=2026-01-01&to=2028-01-01").status_code == 400
    assert [edition["number"] for edition in director.get(base + "editions/").json()] == [3, 2, 1]
    assert director.get(base + "days/?year=2026").json()[0]["source"] == "manual"


def test_the_meeting_of_all_agents_follows_the_rulebook(director, site) -> None:
    duty = next(each for each in recurring.offered() if each.key == "meeting.all_agent")
    first, last = datetime.date(2026, 12, 1), datetime.date(2026, 12, 31)
    assert list(duty.pattern(site, first)(first, last)) == [datetime.date(2026, 12, 18)]
    set_value(
        "meeting.all_agent", site=site, value="inclusive", effective_on=first, reason="Agreed", actor=None
    )
    assert list(duty.pattern(site, first)(first, last)) == [datetime.date(2026, 12, 25)]
    assert "Meeting of all agents" in director.get(address("deadlines")).content.decode()


def test_today_shows_the_duties_of_ones_post_and_special_days(director, site) -> None:
    make_week(site)
    make_day(site, datetime.date(2026, 11, 24), name="Outage drill", name_zh="", kind=DayKind.CLOSED)
    page = director.get("/today/panels/").content.decode()
    assert "Outage drill" in page
    assert "Attendance handed to human resources" in page
    assert "Shift leaders’ service quality report" not in page
