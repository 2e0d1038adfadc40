"""The report as a workbook, opened as Excel would: typed cells, totals, what every figure means and rests on."""

import datetime
import io

import openpyxl
import pytest

from callcenter.access.posts import PostCode
from callcenter.measures.registry import combine
from callcenter.telephony.facts.models import Outcome
from reports.daily import workbook
from reports.daily.report import build
from reports.rollups import services
from reports.rollups.periods import Kind, period_of
from tests.factories import make_site, make_user
from tests.reports.factories import DAY, call, load_calls

pytestmark = pytest.mark.django_db
CALLS = [
    call(Outcome.ANSWERED, wait=5, half_hour=18, talk=4000),
    call(Outcome.ANSWERED, wait=40, half_hour=18, agent="ben", queue="service"),
    call(Outcome.ABANDONED, wait=90, half_hour=21),
    call(Outcome.ABANDONED, wait=4, half_hour=21),
]


def drain() -> None:
    while services.recompute_next():
        pass


@pytest.fixture
def site():
    site = make_site("north", time_zone="Asia/Shanghai")
    load_calls(site, CALLS)
    drain()
    return site


def opened(site, kind: Kind = Kind.DAY):
    stream = io.BytesIO()
    workbook.write(build(site, period_of(kind, DAY)), stream)
    return openpyxl.load_workbook(stream)


def columns(sheet):
    return {cell.value: cell.column - 1 for cell in sheet[1]}


def test_percentages_are_numbers_with_numerator_and_denominator_beside_them(site):
    sheet = opened(site)["By half hour"]
    where = columns(sheet)
    first = sheet[2]
    level = first[where["Service level (20 s)"]]
    assert (level.value, level.number_format) == (0.5, "0.0%")
    assert first[where["Service level (20 s): numerator"]].value == 1
    assert first[where["Service level (20 s): denominator"]].value == 2


def test_lengths_of_time_are_times_that_go_past_a_day(site):
    sheet = opened(site)["By agent"]
    talk = sheet[2][columns(sheet)["Talk time"]]
    assert (talk.value, talk.number_format) == (datetime.timedelta(seconds=4000), "[h]:mm:ss")


def test_totals_are_worked_out_from_counts_and_not_from_percentages(site):
    sheet = opened(site)["By half hour"]
    where, total = columns(sheet), sheet[sheet.max_row]
    assert total[0].value == "Total"
    assert total[where["Offered"]].value == 4
    assert total[where["Connect rate"]].value == 0.5  # the half hours have 100% and 0%
    assert total[where["Abandon rate: numerator"]].value == 1
    assert total[where["Abandon rate: denominator"]].value == 3
    assert total[0].font.bold


def test_headline_figures_are_typed_each_by_its_own_unit(site):
    load_calls(site, [call(day=DAY - datetime.timedelta(days=1))])
    drain()
    sheet = opened(site)["Headline figures"]
    where = columns(sheet)
    by_label = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    offered, rate, asa = (
        by_label[label][1] for label in ("Offered", "Connect rate", "Average speed of answer")
    )
    assert (offered.value, offered.number_format) == (4, "#,##0")
    assert (rate.value, rate.number_format) == (0.5, "0.0%")
    assert (asa.value, asa.number_format) == (
        datetime.timedelta(seconds=22, microseconds=500_000),
        "[h]:mm:ss",
    )
    before = by_label["Connect rate"][where["day before (2026-03-01)"]]
    assert (before.value, before.number_format) == (1, "0.0%")
    assert by_label["Connect rate"][where["a week before (2026-02-23)"]].value is None


def test_days_of_a_month_are_dates(site):
    sheet = opened(site, Kind.MONTH)["By day"]
    assert sheet["A2"].value == datetime.datetime(2026, 3, 2)
    assert sheet["A2"].is_date


def test_definitions_say_how_with_what_and_as_of_when_the_figures_were_counted(site):
    load_calls(site, [*CALLS, call(half_hour=22)], source_name="corrected.csv")
    drain()
    said = {row[0].value: row[1].value for row in opened(site)["Definitions"].iter_rows(min_row=2)}
    assert said["Connect rate"].startswith("answered ÷ offered × 100")
    assert "(version 1)" in said["Connect rate"]
    assert said["T of the service level"] == "20 seconds"
    assert said["S of a short abandon"] == "5 seconds"
    assert said["Time zone"] == "Times are those of Asia/Shanghai."
    assert "2026-03-02: revision 2" in said["State of the figures"]
    assert "corrected.csv" in said["State of the figures"]
    assert said["Facts as of"][:2] == "20"


def test_first_figures_say_that_they_are(site):
    said = {row[0].value: row[1].value for row in opened(site)["Definitions"].iter_rows(min_row=2)}
    assert said["State of the figures"] == "First figures, not revised"


def test_a_revised_day_is_told_by_the_api_with_its_file_and_differences(site, client):
    client.force_login(make_user(PostCode.DIRECTOR, site=site))
    load_calls(site, [*CALLS, call(half_hour=22)], source_name="corrected.csv")
    drain()
    data = client.get("/api/v1/reports/daily/", {"site": "north", "date": DAY}).json()
    assert data["is_revised"] is True
    (revision,) = data["revisions"]
    assert revision["file"] == "corrected.csv"
    offered = next(d for d in revision["differences"] if d["measure"] == "telephony.offered")
    assert (offered["before"], offered["after"]) == (4, 5)


def test_a_month_is_summed_from_counts_never_from_its_percentages(client):
    """Worked example 14.7: 80 of 100 on one day and 9 of 10 on the next are 89 of 110, not the mean of the two."""
    site = make_site("south", time_zone="UTC")
    client.force_login(make_user(PostCode.DIRECTOR, site=site))
    for day, answered, abandoned in ((DAY, 80, 20), (DAY + datetime.timedelta(days=1), 9, 1)):
        calls = [call(day=day, half_hour=16 + n % 20) for n in range(answered)]
        calls += [call(Outcome.ABANDONED, wait=30, day=day, half_hour=16) for _ in range(abandoned)]
        load_calls(site, calls)
    drain()
    for kind in (Kind.WEEK, Kind.MONTH):
        report = build(site, period_of(kind, DAY))
        rate = next(line for line in report.headlines if line.measure.key == "telephony.connect_rate")
        assert (rate.figure.numerator, rate.figure.denominator, rate.text) == (89, 110, "80.9%")
        assert [row.item for row in report.section("days").rows] == [DAY, DAY + datetime.timedelta(days=1)]
        half_hours = report.section("half_hours")
        first = next(row for row in half_hours.rows if row.item == 16)
        connect = next(cell for cell in first.cells if cell.measure.key == "telephony.connect_rate")
        assert (connect.figure.numerator, connect.figure.denominator) == (5, 26)
        for section in report.sections:
            total = combine(row.counts for row in section.rows)
            assert total["answered"] == 89
    page = client.get(f"/reports/daily/south/{DAY}/?period=month").content.decode()
    assert "80.9%" in page
    assert "85.0%" not in page
