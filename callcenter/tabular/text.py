"""Reading CSV, TSV and other delimited text, record by record."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from callcenter.tabular.encodings import encoding_of, first_undecodable_line
from callcenter.tabular.limits import DEFAULT, MB, Limits
from callcenter.tabular.refusals import FileRefused

DELIMITERS = (",", "\t", ";", "|")
SAMPLE_RECORDS = 60
SAMPLE_CHARACTERS = 256 * 1024


@dataclass(frozen=True)
class TextFormat:
    """How a text file is written."""

    encoding: str
    delimiter: str


def format_of(path: Path, *, encoding: str = "", delimiter: str = "") -> TextFormat:
    """Encoding and delimiter, found out unless given; refuses what cannot be decoded."""
    if encoding and (line := first_undecodable_line(path, encoding)) is not None:
        raise FileRefused("tabular.wrong_encoding", encoding=encoding.upper(), row=line)
    encoding = encoding or encoding_of(path)
    return TextFormat(encoding, delimiter or _delimiter_of(path, encoding))


def _delimiter_of(path: Path, encoding: str) -> str:
    """The delimiter that cuts most of the first records into the same number of values, more than one."""
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(SAMPLE_CHARACTERS)
        if file.read(1):  # the last line of the sample may be a part
            sample = sample[: sample.rfind("\n") + 1] or sample
    best, best_score = DELIMITERS[0], (0.0, 0)
    for delimiter in DELIMITERS:
        widths = Counter(_widths(sample, delimiter))
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        score = (count / widths.total() if width > 1 else 0.0, width)
        if score[0] >= 0.5 and (round(score[0], 1), score[1]) > best_score:
            best, best_score = delimiter, (round(score[0], 1), score[1])
    return best


def _widths(sample: str, delimiter: str) -> list[int]:
    widths = []
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if record:
                widths.append(len(record))
            if len(widths) >= SAMPLE_RECORDS:
                break
    except csv.Error:
        pass  # a wrong delimiter makes nonsense of the quotes
    return widths


def records(path: Path, written: TextFormat, limits: Limits = DEFAULT) -> Iterator[tuple[int, list[str]]]:
    """Each record with its row number as a spreadsheet counts (the first is 1; blank lines count but are left out)."""
    with path.open(encoding=written.encoding, newline="") as file:
        reader = csv.reader(file, delimiter=written.delimiter, strict=True)
        number = 0
        try:
            for number, record in enumerate(reader, 1):
                if len(record) > limits.columns and any(record[limits.columns :]):
                    raise FileRefused("tabular.too_many_columns", found=len(record), limit=limits.columns)
                if any(record):
                    yield number, record
        except csv.Error as error:
            code = "tabular.cell_too_long" if "field limit" in str(error) else "tabular.bad_quote"
            raise FileRefused(code, row=number + 1, limit=csv.field_size_limit()) from error


def ends_within_a_line(path: Path) -> bool:
    """Whether the last line has no line end."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2))
        return not file.read().rstrip(b"\x00").endswith((b"\n", b"\r"))


def as_utf8(path: Path, encoding: str, folder: Path) -> Path:
    """The same text in UTF-8 without mark: the file itself when it is that, else a copy in `folder`."""
    if encoding == "utf-8":
        return path
    copy = folder / f"{path.stem}.utf8{path.suffix}"
    with (
        path.open(encoding=encoding, newline="") as source,
        copy.open("w", encoding="utf-8", newline="") as target,
    ):
        while text := source.read(MB):
            target.write(text)
    return copy
