"""The process that opens a workbook: alone, with limited memory, so that a hostile one can end nothing but it.

Run as a script: `excel_child.py PATH SHEET MEMORY SECONDS`. Writes to standard output: the sheet names, then lists of
rows (each row a list of values), pickled one after the other. Imports nothing of the product.
"""

import pickle
import sys
from itertools import islice

BATCH = 500
NO_SHEET = 3


def main() -> int:
    path, sheet, memory, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    try:
        import resource
    except ImportError:  # Windows: the checks before opening must do
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    out = sys.stdout.buffer
    book = CalamineWorkbook.from_path(path)
    names = [
        found.name
        for found in book.sheets_metadata
        if found.typ == SheetTypeEnum.WorkSheet and found.visible == SheetVisibleEnum.Visible
    ]
    pickle.dump(names, out)
    if sheet and sheet not in names:
        return NO_SHEET
    if not names:
        return 0
    table = book.get_sheet_by_name(sheet or names[0])
    pickle.dump((table.start, table.width, table.height), out)
    rows = table.iter_rows()
    while batch := list(islice(rows, BATCH)):
        pickle.dump(batch, out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
