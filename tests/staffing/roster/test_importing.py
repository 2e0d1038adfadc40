"""A month's roster in and out of files: whole or not at all, twice the same changes nothing, round trip."""

import datetime
import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from callcenter.accounts.models import User
from callcenter.files.imports.registry import ImportRefused, Source
from callcenter.people.models import Employee, Site, Team
from callcenter.tabular.delimited import csv_lines
from callcenter.tabular.reading import read_header
from staffing.roster import workbook
from staffing.roster.importing import RosterImporter
from staffing.roster.models import Assignment, Origin, Roster, RosterChange
from tests.factories import make_site
from tests.staffing.factories import LATE_SHIFT, make_agent, make_assignment, make_roster
from tests.staffing.roster.factories import DAY, MARCH

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_february")]
IMPORTER = RosterImporter()


def source(path: Path, actor: User, **options: Any) -> Source:
    header, _samples = read_header(path, path.name)
    mapping = IMPORTER.guess_mapping(header)
    mapping.options.update(options)
    site_id = actor.employee.site_id
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Source(path, path.name, digest, site_id, mapping, actor)


def written(tmp_path: Path, *lines: str, name: str = "roster.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def codes(agent: Employee) -> dict[int, str]:
    return {row.on.day: row.code for row in Assignment.objects.standing().filter(employee=agent)}


def test_a_file_fills_cells_and_the_same_file_again_changes_nothing(
    roster: Roster, team: Team, director: User, tmp_path: Path
) -> None:
    one, two = make_agent(team), make_agent(team)
    path = written(
        tmp_path,
        "工号,姓名,月份,1,2,3,4",
        f"{one.number},A,2026-03,D,d,休,L",
        f"{two.number},B,2026/3/1,-,L,,D",
    )
    outcome = IMPORTER.apply(source(path, director))
    assert (codes(one), codes(two)) == ({1: "D", 2: "D", 4: "L"}, {2: "L", 4: "D"})
    assert (outcome.rows, outcome.counts["changed"], outcome.counts["unchanged"]) == (2, 5, 3)
    assert set(Assignment.objects.values_list("origin", flat=True)) == {Origin.IMPORT}
    kept = set(Assignment.objects.values_list("pk", flat=True))
    again = IMPORTER.apply(source(path, director))
    assert (again.counts["changed"], again.counts["unchanged"]) == (0, 8)
    assert set(Assignment.objects.values_list("pk", flat=True)) == kept


def test_checking_a_file_writes_nothing(roster: Roster, team: Team, director: User, tmp_path: Path) -> None:
    agent = make_agent(team)
    path = written(tmp_path, "number,month,1,2", f"{agent.number},2026-03,D,L")
    assert IMPORTER.check(source(path, director)).counts["changed"] == 2
    assert not Assignment.objects.exists()


def test_one_wrong_cell_refuses_the_file_with_row_column_and_reason(
    roster: Roster, team: Team, director: User, tmp_path: Path
) -> None:
    agent, starter = make_agent(team), make_agent(team, since=datetime.date(2026, 3, 3))
    path = written(
        tmp_path,
        "number,name,month,1,2,12",
        f"{agent.number},A,2026-03,D,X,D",
        "E99999,B,2026-03,D,,",
        f"{starter.number},C,2026-03,D,,D",
        f"{agent.number},A,2026-03,D,,",
        f"{make_agent().number},Z,2026-03,D,,",
    )
    outcome = IMPORTER.check(source(path, director))
    found = [(error.row, error.column, error.value) for error in outcome.errors]
    assert (2, "2", "") in found
    assert (3, "number", "E99999") in found
    assert (4, "1", "D") in found  # in no team yet
    assert (4, "12", "") in found  # induction
    assert (5, "number", agent.number) in found
    assert all(error.reason for error in outcome.errors)
    with pytest.raises(ImportRefused):
        IMPORTER.apply(source(path, director))
    assert not Assignment.objects.exists()


def test_a_month_without_roster_or_day_is_told(
    roster: Roster, team: Team, director: User, tmp_path: Path
) -> None:
    agent = make_agent(team)
    path = written(tmp_path, "number,month,30,31", f"{agent.number},2026-04,D,D", f"{agent.number},,D,D")
    reasons = [error.reason for error in IMPORTER.check(source(path, director)).errors]
    assert len(reasons) == 3
    assert any("no such day" in each for each in reasons)
    assert any("begin it first" in each for each in reasons)
    assert any("2026-10" in each for each in reasons)
    stated = IMPORTER.check(
        source(written(tmp_path, "number,30", f"{agent.number},D"), director, month="2026-03")
    )
    assert stated.counts["changed"] == 1


def test_what_is_taken_is_loaded_again_without_a_change(
    roster: Roster, team: Team, director: User, tmp_path: Path
) -> None:
    agent, other = make_agent(team), make_agent(team)
    make_assignment(agent, DAY, is_published=False)
    make_assignment(other, DAY, LATE_SHIFT, code="L", is_published=False)
    stream = BytesIO()
    assert workbook.write(roster, stream) == 2
    excel = tmp_path / "roster.xlsx"
    excel.write_bytes(stream.getvalue())
    heading = [str(column.label) for column in workbook.columns(roster)]
    plain = tmp_path / "roster.csv"
    plain.write_text("".join(csv_lines(heading, workbook.rows(roster))), encoding="utf-8")
    for path in (excel, plain):
        outcome = IMPORTER.apply(source(path, director))
        assert outcome.counts == {"changed": 0, "unchanged": 62, "rejected": 0}
    Assignment.objects.all().delete()
    IMPORTER.apply(source(excel, director))
    assert (codes(agent), codes(other)) == ({12: "D"}, {12: "L"})


def test_a_published_roster_is_loaded_with_a_trace(team: Team, director: User, tmp_path: Path) -> None:
    agent = make_agent(team)
    make_roster(team.department, MARCH)
    IMPORTER.apply(source(written(tmp_path, "number,month,12", f"{agent.number},2026-03,D"), director))
    change = RosterChange.objects.get()
    assert (change.origin, change.reason) == (Origin.IMPORT, "Import of roster.csv")


def test_only_who_draws_up_rosters_loads_them(site: Site, director: User) -> None:
    assert IMPORTER.may_run(director, site.pk)
    assert not IMPORTER.may_run(director, make_site().pk)
    assert not IMPORTER.may_run(make_agent().user, site.pk)
