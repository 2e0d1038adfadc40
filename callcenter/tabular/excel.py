"""Reading .xlsx: after the checks of `content`, in a child process that may fail alone."""

import contextlib
import datetime
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from callcenter.tabular.limits import DEFAULT, Limits
from callcenter.tabular.refusals import FileRefused

CHILD = Path(__file__).with_name("excel_child.py")
OPENED_BADLY = 1  # an exception in the child: a damaged workbook

Value = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | datetime.timedelta


def sheet_names(path: Path, limits: Limits = DEFAULT) -> list[str]:
    """The visible sheets with cells, in the workbook's order."""
    with _child(path, "", limits) as child:
        return list(_next(child))


def records(path: Path, sheet: str = "", limits: Limits = DEFAULT) -> Iterator[tuple[int, list[Value]]]:
    """Each row that is not blank with its number in the sheet; the first sheet unless one is named."""
    with _child(path, sheet, limits) as child:
        names = _next(child)
        if sheet and sheet not in names:
            raise FileRefused("tabular.no_sheet", sheet=sheet, sheets=", ".join(names))
        if not names:
            raise FileRefused("tabular.empty")
        start, width, _height = _next(child)
        if width > limits.columns:
            raise FileRefused("tabular.too_many_columns", found=width, limit=limits.columns)
        left = (
            start[1] if start else 0
        )  # rows above the table come as blank rows, columns left of it not at all
        number = 0
        for batch in iter(lambda: _next(child, default=None), None):
            for row in batch:
                number += 1
                if any(value != "" for value in row):
                    yield number, [""] * left + [_plain(value) for value in row]


def _plain(value: Value) -> Value:
    """Excel keeps every number as a float: whole ones come back whole."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


@contextlib.contextmanager
def _child(path: Path, sheet: str, limits: Limits) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-I", str(CHILD), str(path.resolve()), sheet]
    command += [str(limits.workbook_memory), str(limits.workbook_seconds)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603  (no shell, own script)
    try:
        yield child
    finally:
        child.kill()
        child.wait()
        assert child.stdout is not None
        child.stdout.close()


def _next(child: "subprocess.Popen[bytes]", **default: Any) -> Any:
    """What the child says next. At its end: `default` when it ended well, else a refusal."""
    stream: IO[bytes] | None = child.stdout
    assert stream is not None
    try:
        return pickle.load(stream)  # noqa: S301  (our own child wrote it)
    except (EOFError, pickle.UnpicklingError) as error:
        status = child.wait()
        if status == 0 and "default" in default:
            return default["default"]
        damaged = status in (0, OPENED_BADLY)
        raise FileRefused("tabular.broken_workbook" if damaged else "tabular.workbook_bomb") from error
