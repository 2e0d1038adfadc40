"""Workbooks made to harm: bombs, entities, damage, other files under the name. Each is refused with a sentence."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from callcenter.tabular.limits import GB, MB, Limits
from callcenter.tabular.reading import open_table
from callcenter.tabular.refusals import FileRefused

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def plain_workbook() -> bytes:
    book, stream = Workbook(), io.BytesIO()
    book.active.append(["number", "name"])
    book.active.append([1, "A"])
    book.save(stream)
    return stream.getvalue()


def changed(parts: dict[str, bytes | str], drop: tuple[str, ...] = ()) -> bytes:
    """A plain workbook with parts replaced, added or dropped."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(plain_workbook())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts and name not in drop:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def sheet(rows: str) -> str:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


def refused(tmp_path: Path, data: bytes, limits: Limits | None = None) -> str:
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    with (
        pytest.raises(FileRefused) as caught,
        open_table(path, "book.xlsx", limits=limits or Limits()) as table,
    ):
        list(table.rows)
    assert "%(" not in caught.value.sentence
    return caught.value.code


def test_a_workbook_that_unpacks_to_gigabytes_is_not_opened(tmp_path):
    padding = b" " * (60 * MB)
    assert refused(tmp_path, changed({"xl/worksheets/sheet1.xml": padding})) == "tabular.workbook_bomb"


def test_a_workbook_over_the_unpacked_limit_is_not_opened(tmp_path):
    data = changed({"xl/media/picture.bin": b"x" * 5000})
    assert refused(tmp_path, data, Limits(workbook_unpacked_bytes=4000)) == "tabular.workbook_bomb"


def test_a_directory_that_lies_about_sizes_does_not_help(tmp_path):
    data = bytearray(changed({"xl/zeros.xml": b"0" * 50_000}))
    real = (50_000).to_bytes(4, "little")
    while (at := data.find(real)) >= 0:
        data[at : at + 4] = (10).to_bytes(4, "little")
    assert refused(tmp_path, bytes(data)) in {"tabular.broken_workbook", "tabular.workbook_bomb"}


def test_thousands_of_parts_are_refused(tmp_path):
    data = changed({f"xl/part{n}.xml": b"" for n in range(50)})
    assert refused(tmp_path, data, Limits(workbook_parts=40)) == "tabular.workbook_bomb"


def test_two_cells_at_opposite_corners_do_not_take_the_memory(tmp_path):
    """Dense readers allocate 16,384 × 1,048,576 cells for this file of a few kilobytes."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    data = changed({"xl/worksheets/sheet1.xml": sheet(rows)})
    assert refused(tmp_path, data, Limits(workbook_memory=GB)) == "tabular.workbook_bomb"


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol1 "&lol;&lol;&lol;&lol;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        "<!--" + "x" * 2_000_000 + '--><!DOCTYPE x [<!ENTITY e SYSTEM "http://example.test/">]>',
    ],
)
def test_entity_declarations_are_refused(tmp_path, declaration):
    data = changed({"xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{declaration}{sheet("")}'})
    assert refused(tmp_path, data) == "tabular.workbook_entities"


def test_declarations_hidden_in_utf16_are_refused(tmp_path):
    part = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x []>'.encode("utf-16")
    assert refused(tmp_path, changed({"xl/sharedStrings.xml": part})) == "tabular.workbook_entities"


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.999])
def test_a_workbook_that_is_cut_off_is_refused(tmp_path, keep):
    data = plain_workbook()
    assert refused(tmp_path, data[: int(len(data) * keep)]) == "tabular.broken_workbook"


def test_damage_in_the_middle_is_refused(tmp_path):
    data = bytearray(plain_workbook())
    data[200:400] = b"\xff" * 200
    assert refused(tmp_path, bytes(data)) == "tabular.broken_workbook"


def test_broken_xml_inside_is_refused(tmp_path):
    data = changed({"xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData><row"})
    assert refused(tmp_path, data) in {"tabular.broken_workbook", "tabular.empty"}


def test_a_missing_sheet_part_is_refused(tmp_path):
    data = changed({}, drop=("xl/worksheets/sheet1.xml",))
    assert refused(tmp_path, data) in {"tabular.broken_workbook", "tabular.empty"}


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_other_zips_are_named_for_what_they_are(tmp_path):
    ods = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}
    assert refused(tmp_path, zipped(ods)) == "tabular.open_document"
    assert (
        refused(tmp_path, zipped({"xl/workbook.bin": b"", "[Content_Types].xml": b""}))
        == "tabular.binary_excel"
    )
    assert refused(tmp_path, zipped({"readme.txt": b"hello"})) == "tabular.wrong_kind"
    assert (
        refused(tmp_path, zipped({"word/document.xml": b"", "[Content_Types].xml": b""}))
        == "tabular.wrong_kind"
    )


def test_parts_with_climbing_names_write_nothing(tmp_path):
    data = changed({"../../outside.txt": b"no", "/tmp/absolute.txt": b"no"})
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    with open_table(path, "book.xlsx") as table:
        assert [row.values for row in table.rows] == [[1, "A"]]
    assert not (tmp_path.parent / "outside.txt").exists()


def test_ten_thousand_columns_are_refused(tmp_path):
    book = Workbook()
    book.active.append([f"c{n}" for n in range(10_000)])
    stream = io.BytesIO()
    book.save(stream)
    assert refused(tmp_path, stream.getvalue()) == "tabular.too_many_columns"
