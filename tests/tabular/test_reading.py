"""Reading tables: encodings, delimiters, headers, row numbers."""

import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from callcenter.tabular.limits import Limits
from callcenter.tabular.reading import as_text, open_table, prepare_text, read_header
from callcenter.tabular.refusals import FileRefused

LINES = "工号,姓名,部门\n001,王丽,客服部\n002,李娜,投诉处理部\n"


def write(tmp_path: Path, data: bytes | str, name: str = "file.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
    return path


def read(path: Path, **options) -> tuple[list[str], list[tuple]]:
    with open_table(path, path.name, **options) as table:
        return table.header, [tuple(row) for row in table.rows]


def refusal(path: Path, **options) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        read(path, **options)
    assert "%(" not in caught.value.sentence
    return caught.value


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_chinese_text_is_read_in_every_encoding_that_excel_writes(tmp_path, encoding):
    header, rows = read(write(tmp_path, LINES * 1, encoding=encoding))
    assert header == ["工号", "姓名", "部门"]
    assert rows == [(2, ["001", "王丽", "客服部"]), (3, ["002", "李娜", "投诉处理部"])]


def test_western_letters_are_read_by_their_looks(tmp_path):
    text = "number,name\n" + "".join(
        f"{n},Frédéric Müller à Genève, côté\n".replace(", ", " ") for n in range(40)
    )
    _header, rows = read(write(tmp_path, text, encoding="cp1252"))
    assert rows[0] == (2, ["0", "Frédéric Müller à Genève côté"])


def test_an_encoding_that_the_user_names_is_taken_and_checked(tmp_path):
    path = write(tmp_path, LINES, encoding="gb18030")
    assert read(path, encoding="gb18030")[0][0] == "工号"
    assert refusal(path, encoding="utf-8").code == "tabular.wrong_encoding"


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    path = write(tmp_path, f"a{delimiter}b\n1{delimiter}2\n3{delimiter}4\n")
    assert read(path) == (["a", "b"], [(2, ["1", "2"]), (3, ["3", "4"])])


def test_commas_inside_tab_separated_text_do_not_mislead(tmp_path):
    assert read(write(tmp_path, "name\tnote\nA\tone, two, three\nB\tfour\n"))[0] == ["name", "note"]


def test_one_column_needs_no_delimiter(tmp_path):
    assert read(write(tmp_path, "number\n1\n2\n")) == (["number"], [(2, ["1"]), (3, ["2"])])


def test_rows_keep_the_numbers_that_a_spreadsheet_shows(tmp_path):
    path = write(tmp_path, 'a,b\n\n1,"two\nlines"\n,\n5,6\n')
    assert read(path)[1] == [(3, ["1", "two\nlines"]), (5, ["5", "6"])]


def test_a_table_without_header_names_its_columns_by_letter(tmp_path):
    header, rows = read(write(tmp_path, "1|2|3\n4|5|6\n"), has_header=False)
    assert (header, rows) == (["A", "B", "C"], [(1, ["1", "2", "3"]), (2, ["4", "5", "6"])])


def test_header_names_are_trimmed_and_unnamed_columns_called_by_letter(tmp_path):
    assert read(write(tmp_path, " number ,, Full   name ,,\n1,2,3,,\n"))[0] == ["number", "(B)", "Full name"]


def test_the_samples_beside_the_mapping_skip_empty_cells(tmp_path):
    assert read_header(write(tmp_path, "a,b\n1,\n2,x\n"), "f.csv") == (["a", "b"], [["1", "2"], ["x"]])


def workbook(tmp_path: Path, rows: list[list], **more: list[list]) -> Path:
    book = Workbook()
    for values in rows:
        book.active.append(values)
    for title, others in more.items():
        sheet = book.create_sheet(title)
        for values in others:
            sheet.append(values)
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


def test_a_workbook_gives_typed_values_and_sheet_rows(tmp_path):
    moment = datetime.datetime(2026, 11, 21, 8, 30)
    path = workbook(
        tmp_path, [["n", "when", "share", "text"], [], [7, moment, 0.25, "007"], [None, None, None, "x"]]
    )
    header, rows = read(path)
    assert header == ["n", "when", "share", "text"]
    assert rows == [(3, [7, moment, 0.25, "007"]), (4, ["", "", "", "x"])]


def test_a_table_that_starts_below_and_right_of_the_corner_keeps_its_row_numbers(tmp_path):
    path = workbook(tmp_path, [[], [None, "a", "b"], [None, 1, 2]])
    assert read(path) == (["(A)", "a", "b"], [(3, ["", 1, 2])])


def test_a_named_sheet_is_read_and_a_missing_one_refused_with_the_names(tmp_path):
    path = workbook(tmp_path, [["a"], [1]], Second=[["b"], [2]])
    assert read(path, sheet="Second")[0] == ["b"]
    assert "Second" in refusal(path, sheet="Third").sentence


@pytest.mark.parametrize(
    ("value", "text"),
    [(7, "7"), (0.1, "0.1"), (True, "TRUE"), (None, ""), (datetime.timedelta(hours=30), "30:00:00"),
     (datetime.date(2026, 1, 2), "2026-01-02"), (datetime.time(8, 5), "08:05:00")],
)  # fmt: skip
def test_values_as_text(value, text):
    assert as_text(value) == text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "tabular.empty"),
        (b"\n\n,,\n", "tabular.empty"),
        (b"a,b,A\n1,2,3\n", "tabular.duplicate_header"),
        (b"a,b\n1,2,3\n", "tabular.row_too_long"),
        (b'a,b\n1,"two\n3,4\n', "tabular.bad_quote"),
        (b'a,b\n1,"t"wo\n', "tabular.bad_quote"),
        (b"a,b\n1,\x002\n", "tabular.nul_bytes"),
        (b"a,b,c\n1,2,3\n4,5", "tabular.truncated"),
        ("工号,姓名\n001,王丽".encode()[:-1], "tabular.truncated"),
        (b"a,b\n" + bytes(range(128, 256)) * 9, "tabular.encoding"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "tabular.wrong_kind"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01" + b"\0" * 40, "tabular.wrong_kind"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 60, "tabular.wrong_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "tabular.old_excel"),
        (("a,b\n" + "x" * 200_000 + ",1\n").encode(), "tabular.cell_too_long"),
        ((",".join(f"c{n}" for n in range(10_000)) + "\n").encode(), "tabular.too_many_columns"),
        ((",".join("ab") + "\n" + "1," * 10_000 + "1\n").encode(), "tabular.too_many_columns"),
        (b"\xff\xfea\x00\xd8", "tabular.wrong_encoding"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path, data, code):
    assert refusal(write(tmp_path, data)).code == code


def test_a_problem_is_named_with_its_row(tmp_path):
    data = b"a,b\n" + b"1,2\n" * 50_000 + b"1,2,3\n"
    assert refusal(write(tmp_path, data)).objections[0].figures["row"] == 50_002


def test_a_zero_byte_far_into_the_file_is_named_with_its_line(tmp_path):
    data = b"a,b\n" + b"1,2\n" * 500_000 + b"1,\x00\n"
    assert refusal(write(tmp_path, data)).objections[0].figures["row"] == 500_002


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    assert refusal(write(tmp_path, "a\n1\n"), limits=Limits(bytes=2)).code == "tabular.too_large"


def test_more_rows_than_the_limit_are_refused(tmp_path):
    assert refusal(write(tmp_path, "a\n1\n2\n3\n"), limits=Limits(rows=2)).code == "tabular.too_many_rows"


def test_text_under_an_excel_name_is_refused(tmp_path):
    assert refusal(write(tmp_path, LINES, name="calls.xlsx")).code == "tabular.not_xlsx"


def test_a_workbook_under_a_text_name_is_read_as_a_workbook(tmp_path):
    path = workbook(tmp_path, [["a"], [1]]).rename(tmp_path / "calls.csv")
    assert read(path)[0] == ["a"]


def test_prepared_text_is_the_file_itself_when_it_is_utf8(tmp_path):
    path = write(tmp_path, LINES)
    assert prepare_text(path, path.name, tmp_path / "work")[0] == path


def test_prepared_text_of_another_encoding_is_a_copy_in_utf8(tmp_path):
    path = write(tmp_path, LINES, encoding="gb18030")
    copy, written = prepare_text(path, path.name, tmp_path)
    assert (copy.read_text("utf-8"), written.delimiter) == (LINES, ",")


def test_a_prepared_workbook_keeps_blank_rows_so_that_numbers_stay(tmp_path):
    path = workbook(tmp_path, [["a", "b"], [], [1, "x,y"]])
    copy, _written = prepare_text(path, path.name, tmp_path)
    assert copy.read_text("utf-8").splitlines() == ["a,b", ",", '1,"x,y"']
