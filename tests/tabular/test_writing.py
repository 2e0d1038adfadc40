"""Writing workbooks and CSV: types, zones, formulas, totals; and back again."""

import csv
import datetime
import io
import zoneinfo
from decimal import Decimal

import openpyxl
import pytest

from callcenter.tabular import workbook as workbook_module
from callcenter.tabular.delimited import csv_lines
from callcenter.tabular.reading import open_table
from callcenter.tabular.workbook import Column, Sheet, write_workbook

SHANGHAI = zoneinfo.ZoneInfo("Asia/Shanghai")
MIDNIGHT_UTC = datetime.datetime(2026, 11, 21, 16, 30, 15, tzinfo=datetime.UTC)
ATTACKS = [
    '=HYPERLINK("http://example.test","x")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "=1",
    "'=1",
    "-",
]


def written(*sheets: Sheet, **options) -> openpyxl.Workbook:
    stream = io.BytesIO()
    write_workbook(stream, sheets, **options)
    return openpyxl.load_workbook(stream)


def sheet_of(columns, rows, **options) -> Sheet:
    return Sheet("Calls", columns, rows, **options)


def test_values_are_typed_and_formatted():
    columns = [
        Column("Number"), Column("Count", "number"), Column("Rate", "number"), Column("Share", "percent"),
        Column("Wait", "seconds"), Column("Talk", "duration"), Column("Day", "date"), Column("At", "datetime"),
        Column("State", "badge"), Column("Open", "bool"),
    ]  # fmt: skip
    row = (
        "007", 12_345, Decimal("1.5"), 0.8125, 95, datetime.timedelta(hours=30),
        datetime.date(2026, 11, 21), MIDNIGHT_UTC, ("Late", "red"), True,
    )  # fmt: skip
    sheet = written(sheet_of(columns, [row]), zone=SHANGHAI)["Calls"]
    assert [(cell.value, cell.number_format) for cell in sheet[2]] == [
        ("007", "General"),
        (12_345, "#,##0"),
        (1.5, "#,##0.00"),
        (0.8125, "0.0%"),
        (datetime.timedelta(seconds=95), "[m]:ss"),
        (datetime.timedelta(hours=30), "[h]:mm:ss"),
        (datetime.datetime(2026, 11, 21), "yyyy-mm-dd"),
        (datetime.datetime(2026, 11, 22, 0, 30, 15), "yyyy-mm-dd hh:mm:ss"),
        ("Late", "General"),
        (True, "General"),
    ]


def test_the_zone_is_stated_in_the_heading_and_the_definitions():
    book = written(
        sheet_of([Column("At", "datetime")], [(MIDNIGHT_UTC,)]),
        zone=SHANGHAI,
        definitions=[("AHT", "Talk + hold")],
    )
    assert book["Calls"]["A1"].value == "At (Asia/Shanghai)"
    rows = [[cell.value for cell in row] for row in book["Definitions"].iter_rows()]
    assert rows[:2] == [["Term", "Meaning"], ["AHT", "Talk + hold"]]
    assert "Asia/Shanghai" in rows[2][1]


def test_an_aware_time_without_a_zone_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="zone"):
        written(sheet_of([Column("At", "datetime")], [(MIDNIGHT_UTC,)]))


def test_the_header_is_frozen_filtered_and_printed_on_each_page():
    sheet = written(sheet_of([Column("A"), Column("B")], [(1, 2), (3, 4)], totals=("Total", 6)))["Calls"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A2", "A1:B3", "$1:$1")
    assert [cell.value for cell in sheet[4]] == ["Total", 6]
    assert sheet["A4"].font.bold


def test_totals_may_be_known_only_after_the_last_row():
    seen = []

    def rows():
        for n in (1, 2, 3):
            seen.append(n)
            yield (n,)

    sheet = written(sheet_of([Column("N", "number")], rows(), totals=lambda: (sum(seen),)))["Calls"]
    assert sheet["A5"].value == 6


def test_columns_are_wide_enough_for_chinese():
    sheet = written(sheet_of([Column("部门"), Column("Note")], [("客户服务与投诉处理部门一组", "x")]))[
        "Calls"
    ]
    assert sheet.column_dimensions["A"].width >= 26


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_formula_in_a_workbook_stays_text_and_reads_back_unchanged(attack, tmp_path):
    stream = io.BytesIO()
    write_workbook(stream, [sheet_of([Column("Note"), Column("N", "number")], [(attack, -5)])])
    cell = openpyxl.load_workbook(stream)["Calls"]["A2"]
    assert (cell.data_type, cell.value.strip()) == ("s", attack.strip())
    assert cell.quotePrefix == (attack[0] != "'")
    path = tmp_path / "back.xlsx"
    path.write_bytes(stream.getvalue())
    with open_table(path, "back.xlsx") as table:
        assert [row.values[1] for row in table.rows] == [-5]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_formula_in_csv_is_neutralised_and_reads_back_unchanged(attack, tmp_path):
    text = "".join(csv_lines(["Note", "N"], [(attack, -5)]))
    cell = list(csv.reader(io.StringIO(text[1:], newline="")))[1]
    assert cell[0].startswith("'")
    assert cell[1] == "-5"
    path = tmp_path / "back.csv"
    path.write_text(text, "utf-8", newline="")
    with open_table(path, "back.csv") as table:
        back = next(table.rows).values[0]
    assert back == attack


def test_characters_that_xml_cannot_hold_are_left_out():
    sheet = written(sheet_of([Column("A")], [("a\x00b\x0bc\ud800d\uffff",), ("x" * 40_000,)]))["Calls"]
    assert sheet["A2"].value == "abcd"
    assert len(sheet["A3"].value) == 32_767


def test_numbers_that_are_none_leave_the_cell_empty():
    sheet = written(sheet_of([Column("A", "number")], [(float("nan"),), (float("inf"),), (None,), ("—",)]))[
        "Calls"
    ]
    assert [sheet.cell(n, 1).value for n in (2, 3, 4, 5)] == [None, None, None, "—"]


def test_sheet_names_are_made_acceptable_and_unique():
    book = written(
        sheet_of([Column("A")], []), Sheet("calls", [Column("A")], []), Sheet("a/b:c*[d]", [Column("A")], [])
    )
    assert book.sheetnames == ["Calls", "calls (2)", "a b c  d"]


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr(workbook_module, "MAX_ROWS", 5)
    book = written(sheet_of([Column("N")], [(n,) for n in range(7)]))
    assert book.sheetnames == ["Calls", "Calls (2)", "Calls (3)"]
    assert [sheet.max_row - 1 for sheet in book] == [3, 3, 1]


def test_a_row_of_another_width_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="zip"):
        written(sheet_of([Column("A"), Column("B")], [(1,)]))
