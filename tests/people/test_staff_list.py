"""The staff list in and out: what is hired, changed or left alone, and every way a file is refused."""

import csv
import datetime
import io
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.files.imports import registry
from callcenter.files.imports.registry import ImportRefused, Mapping, Source
from callcenter.people.employees import changes
from callcenter.people.employees.history import SUPERIOR, TEAM, spans, tenures
from callcenter.people.employees.rules import Span, Tenure
from callcenter.people.exchange.exporting import write_staff_list
from callcenter.people.models import Employee
from tests.factories import (
    HIRED_ON,
    make_department,
    make_employee,
    make_employment,
    make_post,
    make_site,
    make_team,
    make_user,
)
from tests.people.setting import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon_in_shanghai")]
HEADER = ["Employee number", "Name", "Chinese name", "Site", "Team", "Post", "Hired on", "Superior’s number"]


@pytest.fixture
def center():
    """A site with two teams; the posts have titles."""
    site = make_site("shanghai", name="Shanghai", name_zh="上海")
    department = make_department(site, code="service", name="Service", name_zh="客服部")
    one = make_team(department, code="one", name="Team One", name_zh="一组")
    two = make_team(department, code="two", name="Team Two", name_zh="二组")
    make_post(PostCode.AGENT)
    make_post(PostCode.SHIFT_LEADER)
    return site, one, two


class File:
    """A staff list on disk, checked or applied as the job would."""

    def __init__(self, folder: Path, hr, rows, header=HEADER, name="staff.csv") -> None:
        self.path = folder / name
        with self.path.open("w", newline="", encoding="utf-8-sig") as stream:
            csv.writer(stream).writerows([header, *rows])
        self.importer = registry.get("people.employees")
        mapping = self.importer.guess_mapping(list(header))
        self.source = Source(self.path, name, "0" * 64, None, mapping, hr)

    def check(self):
        return self.importer.check(self.source)

    def apply(self):
        return self.importer.apply(self.source)

    def errors(self) -> list[tuple[int, str]]:
        return [(error.row, error.column) for error in self.check().errors]


def test_new_people_are_hired_and_a_superior_may_stand_later_in_the_file(tmp_path, hr, center):
    rows = [
        ["E1", "Li Na", "李娜", "上海", "one", "agent", "2026/11/01", "E2"],
        ["E2", "Zhao Lei", "赵磊", "shanghai", "Team One", "Shift leader", "2020-01-01", ""],
    ]
    outcome = File(tmp_path, hr, rows).apply()
    assert outcome.counts == {"new": 2, "changed": 0, "unchanged": 0, "rejected": 0}
    agent, leader = Employee.objects.get(number="E1"), Employee.objects.get(number="E2")
    assert spans(SUPERIOR, agent.pk) == [Span(datetime.date(2026, 11, 1), None, leader.pk)]
    assert spans(TEAM, agent.pk) == [Span(datetime.date(2026, 11, 1), None, center[1].pk)]
    assert agent.name_zh == "李娜"
    assert Event.objects.filter(verb="people.employee.hired", actor=hr).count() == 2


def test_the_same_file_again_changes_nothing(tmp_path, hr, center):
    rows = [["E1", "Li Na", "李娜", "上海", "one", "agent", "2026/11/01", ""]]
    file = File(tmp_path, hr, rows)
    file.apply()
    before = Event.objects.count()
    assert file.apply().counts == {"new": 0, "changed": 0, "unchanged": 1, "rejected": 0}
    assert Event.objects.count() == before


def test_dated_facts_change_from_the_effective_date_else_from_today(tmp_path, hr, center):
    _, one, two = center
    now, later = make_employee(team=one), make_employee(team=one)
    rows = [[now.number, "two", ""], [later.number, "二组", "2026-12-01"]]
    File(tmp_path, hr, rows, ["工号", "班组", "生效日期"]).apply()
    assert spans(TEAM, now.pk)[-1] == Span(TODAY, None, two.pk)
    assert spans(TEAM, later.pk) == [
        Span(HIRED_ON, datetime.date(2026, 12, 1), one.pk),
        Span(datetime.date(2026, 12, 1), None, two.pk),
    ]


def test_effective_date_of_rows_without_one_and_the_order_of_days_can_be_stated(tmp_path, hr, center):
    _, one, two = center
    employee, other = make_employee(team=one), make_employee(team=one)
    file = File(
        tmp_path,
        hr,
        [[employee.number, "two", ""], [other.number, "two", "24/12/2026"]],
        ["Employee number", "Team", "Effective from"],
    )
    file.source.mapping.options.update(effective_from="2026-12-01", date_order="day_first")
    file.apply()
    assert spans(TEAM, employee.pk)[-1] == Span(datetime.date(2026, 12, 1), None, two.pk)
    assert spans(TEAM, other.pk)[-1] == Span(datetime.date(2026, 12, 24), None, two.pk)


@pytest.mark.parametrize(
    ("text", "order", "shown"),
    [
        ("2026/11/01", "", "“2026/11/01” reads as 2026-11-01."),
        ("11/12/2026", "", "“11/12/2026” cannot be read so."),
        ("11/12/2026", "day_first", "“11/12/2026” reads as 2026-12-11."),
        ("11/12/2026", "month_first", "“11/12/2026” reads as 2026-11-12."),
        ("31/31/2026", "month_first", "“31/31/2026” cannot be read so."),
    ],
)
def test_first_day_of_the_file_is_shown_as_it_reads(text, order, shown):
    importer = registry.get("people.employees")
    mapping = Mapping({}, {"date_order": order} if order else {})
    assert importer.readings(mapping, {"hired_on": [text]}) == {"date_order": shown}


def test_planned_changes_stay_when_the_file_changes_today(tmp_path, hr, center):
    _, one, two = center
    three = make_team(one.department, code="three")
    employee = make_employee(team=one)
    changes.transfer_team(employee, three, start=datetime.date(2027, 1, 1), actor=hr)
    File(tmp_path, hr, [[employee.number, "two"]], ["Employee number", "Team"]).apply()
    assert [span.value for span in spans(TEAM, employee.pk)] == [one.pk, two.pk, three.pk]


def test_leave_date_ends_everything_and_closes_the_log_in(tmp_path, hr, center):
    employee = make_employee(team=center[1])
    rows = [[employee.number, "2026-11-10"]]
    File(tmp_path, hr, rows, ["Employee number", "Left on"]).apply()
    employee.refresh_from_db()
    employee.user.refresh_from_db()
    assert employee.left_on == datetime.date(2026, 11, 10)
    assert spans(TEAM, employee.pk)[-1].end == datetime.date(2026, 11, 10)
    assert not employee.user.is_active


def test_leaver_may_be_handed_over_in_the_same_file(tmp_path, hr, center):
    leader, other = make_employee(PostCode.SHIFT_LEADER), make_employee(PostCode.SHIFT_LEADER)
    member = make_employee(superior=leader)
    header = ["Employee number", "Left on", "Superior’s number", "Effective from"]
    leaves = [leader.number, "2026-12-01", "", ""]
    assert File(tmp_path, hr, [leaves], header).errors() == [(2, "Left on")]
    rows = [leaves, [member.number, "", other.number, "2026-12-01"]]
    assert File(tmp_path, hr, rows, header).apply().counts["changed"] == 2
    assert [span.value for span in spans(SUPERIOR, member.pk)] == [leader.pk, other.pk]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({0: ""}, "Employee number"),
        ({0: "bad number!"}, "Employee number"),
        ({1: ""}, "Name"),
        ({1: "x" * 121}, "Name"),
        ({3: ""}, "Site"),
        ({3: "Atlantis"}, "Site"),
        ({4: "no such team"}, "Team"),
        ({5: "astronaut"}, "Post"),
        ({5: "deputy_director"}, "Post"),
        ({5: "sysadmin"}, "Post"),
        ({6: "yesterday"}, "Hired on"),
        ({6: "2026-02-30"}, "Hired on"),
        ({7: "E404"}, "Superior’s number"),
        ({7: "E1"}, "Superior’s number"),
    ],
)
def test_bad_cell_is_named_by_row_and_column_and_nothing_is_kept(tmp_path, hr, center, change, column):
    for code in PostCode:
        make_post(code)
    row = ["E1", "Li Na", "李娜", "shanghai", "one", "agent", "2026-11-01", ""]
    for position, value in change.items():
        row[position] = value
    good = ["E2", "Zhao Lei", "", "shanghai", "one", "agent", "2026-11-01", ""]
    file = File(tmp_path, hr, [good, row])
    assert (3, column) in file.errors()
    with pytest.raises(ImportRefused):
        file.apply()
    assert not Employee.objects.filter(number__in=["E1", "E2"]).exists()


def test_ring_within_the_file_is_found_and_told_as_a_chain(tmp_path, hr, center):
    rows = [
        [f"E{n}", f"P{n}", "", "shanghai", "one", "agent", "2026-11-01", f"E{n % 3 + 1}"] for n in (1, 2, 3)
    ]
    outcome = File(tmp_path, hr, rows).check()
    assert {error.row for error in outcome.errors} == {2, 3, 4}
    assert "E1 P1 → E2 P2 → E3 P3 → E1 P1" in outcome.errors[0].reason


def test_number_twice_in_the_file_names_the_first_row(tmp_path, hr, center):
    row = ["E1", "Li Na", "", "shanghai", "one", "agent", "2026-11-01", ""]
    outcome = File(tmp_path, hr, [row, ["e1", *row[1:]]]).check()
    assert [(error.row, "2" in error.reason) for error in outcome.errors] == [(3, True)]


def test_ambiguous_team_name_asks_for_the_department(tmp_path, hr, center):
    site, *_ = center
    other = make_department(site, code="sales", name="Sales")
    twin = make_team(other, code="one", name="Team One")
    header = [*HEADER, "Department"]
    row = ["E1", "Li Na", "", "shanghai", "Team One", "agent", "2026-11-01", ""]
    assert File(tmp_path, hr, [[*row, ""]], header).errors() == [(2, "Team")]
    File(tmp_path, hr, [[*row, "sales"]], header).apply()
    assert spans(TEAM, Employee.objects.get(number="E1").pk)[0].value == twin.pk


@pytest.mark.parametrize("post", [PostCode.AGENT, PostCode.DIRECTOR, PostCode.GM, PostCode.INFO_COORDINATOR])
def test_only_who_hires_everywhere_may_import(post):
    assert not registry.get("people.employees").may_run(make_user(post), None)


def test_exported_workbook_comes_back_without_any_change(tmp_path, hr, center):
    site, one, two = center
    leader = make_employee(PostCode.SHIFT_LEADER, team=one, phone="+86 21 5555", grade="007")
    make_employee(team=two, superior=leader, name="=HYPERLINK(1)", email="a@example.com", skill_level=4)
    make_employee(site=site, left_on=datetime.date(2026, 1, 1))
    make_employee(team=one, left_on=datetime.date(2027, 1, 1))
    deputy = make_employee(site=site)
    changes.change_main_post(
        deputy, make_post(PostCode.DEPUTY_DIRECTOR), start=TODAY, actor=hr, department=one.department
    )
    stream = io.BytesIO()
    write_staff_list(stream, hr, Employee.objects.visible_to(hr))
    path = tmp_path / "staff.xlsx"
    path.write_bytes(stream.getvalue())
    importer = registry.get("people.employees")
    book = openpyxl.load_workbook(path)
    header = [cell.value for cell in next(book.worksheets[0].iter_rows())]
    assert len(book.worksheets) == 2
    outcome = importer.check(Source(path, path.name, "", None, importer.guess_mapping(header), hr))
    assert [(error.column, error.reason) for error in outcome.errors] == []
    assert outcome.counts["unchanged"] == outcome.rows == Employee.objects.count()


def test_two_thousand_people_come_in_with_as_many_queries_as_a_hundred(tmp_path, hr, center):
    def rows(count):
        return [
            [
                f"B{n:05}",
                f"P{n}",
                f"员工{n}",
                "shanghai",
                "one",
                "agent",
                "2026-11-01",
                f"B{n // 20:05}" if n else "",
            ]
            for n in range(count)
        ]

    with CaptureQueriesContext(connection) as small:
        File(tmp_path, hr, rows(100)).apply()
    with CaptureQueriesContext(connection) as large:
        outcome = File(tmp_path, hr, rows(2000)).apply()
    assert outcome.counts == {"new": 1900, "changed": 0, "unchanged": 100, "rejected": 0}
    assert len(large) <= len(small) + 15  # only more batches
    assert Event.objects.filter(verb="people.employee.hired").count() == 2000


def test_the_trail_of_an_import_says_names_and_days(tmp_path, hr, center):
    _, one, _two = center
    employee = make_employee(team=one)
    header = ["Employee number", "Name", "Site", "Team", "Post", "Hired on", "Superior’s number"]
    rows = [
        [employee.number, employee.name, "shanghai", "two", "agent", "", "E9"],
        ["E9", "Zhao Lei", "shanghai", "two", "Shift leader", "2026-11-01", ""],
    ]
    rows[0][5] = HIRED_ON.isoformat()
    File(tmp_path, hr, rows, header).apply()
    changed = Event.objects.get(verb="people.employee.changed")
    assert changed.before["team"] == [f"{HIRED_ON}– Team One"]
    assert changed.after["team"] == [f"{HIRED_ON}–2026-11-17 Team One", "2026-11-18– Team Two"]
    assert changed.after["superior"] == ["2026-11-18– E9 Zhao Lei"]
    hired = Event.objects.get(verb="people.employee.hired")
    assert hired.after["team"] == ["2026-11-01– Team Two"]
    assert hired.after["post"] == [f"2026-11-01– {make_post(PostCode.SHIFT_LEADER)}"]


def test_a_new_address_is_that_of_the_log_in_and_an_administrator_s_is_guarded(tmp_path, hr, center):
    site, one, _two = center
    agent = make_employee(site=site, team=one, number="E1")
    make_employee(PostCode.SYSADMIN, site=site, number="E2")
    header = ["Employee number", "E-mail"]
    File(tmp_path, hr, [["E1", "li@example.com"]], header=header).apply()
    agent.user.refresh_from_db()
    assert agent.user.email == "li@example.com"
    assert File(tmp_path, hr, [["E2", "mine@example.com"]], header=header).errors() == [(2, "E-mail")]
    admin = make_user(PostCode.SYSADMIN)
    assert File(tmp_path, admin, [["E2", "root@example.com"]], header=header).errors() == []


def test_who_moves_to_another_site_leaves_the_teams_of_the_old_one(tmp_path, hr, center):
    site, one, _two = center
    make_employee(site=site, team=one, number="E1")
    far = make_site("harbin")
    team = make_team(make_department(far, code="service"), code="night")
    header = ["Employee number", "Site", "Team"]
    assert File(tmp_path, hr, [["E1", "harbin", ""]], header=header).errors() == [(2, "Site")]
    assert File(tmp_path, hr, [["E1", "harbin", team.code]], header=header).errors() == []


def test_a_hire_date_after_the_leave_hires_again_and_without_a_post_is_refused(tmp_path, hr, center):
    site, one, _two = center
    gone = datetime.date(2026, 3, 1)
    leaver = make_employee(site=site, number="E1", left_on=gone)
    header = ["Employee number", "Team", "Post", "Hired on"]
    assert File(tmp_path, hr, [["E1", "one", "", "2026-11-16"]], header=header).errors() == [(2, "Post")]
    file = File(tmp_path, hr, [["E1", "one", "agent", "2026-11-16"]], header=header)
    assert file.apply().counts["changed"] == 1
    leaver.refresh_from_db()
    back = datetime.date(2026, 11, 16)
    assert (leaver.hired_on, leaver.left_on) == (back, None)
    assert tenures(leaver) == [Tenure(HIRED_ON, gone), Tenure(back, None)]
    assert spans(TEAM, leaver.pk) == [Span(back, None, one.pk)]
    assert Event.objects.filter(verb="people.employee.rehired", subject_id=leaver.pk).exists()
    assert file.apply().counts == {"new": 0, "changed": 0, "unchanged": 1, "rejected": 0}


def test_a_hire_date_within_the_employment_before_is_refused(tmp_path, hr, center):
    leaver = make_employee(site=center[0], number="E1", left_on=datetime.date(2026, 3, 1))
    make_employment(leaver, datetime.date(2026, 6, 1))
    rows = [["E1", "2026-02-01"]]
    assert (2, "Hired on") in File(tmp_path, hr, rows, header=["Employee number", "Hired on"]).errors()
