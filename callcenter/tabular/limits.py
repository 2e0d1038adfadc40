"""How much is read: limits that keep one file from taking the machine."""

from dataclasses import dataclass

KB, MB, GB = 1024, 1024**2, 1024**3


@dataclass(frozen=True)
class Limits:
    """Ceilings on one file. Technical ones: they protect the server and are no rule of the trade."""

    bytes: int = 512 * MB
    columns: int = 500
    rows: int = 10_000_000
    cell_characters: int = 100_000
    workbook_bytes: int = 100 * MB
    workbook_parts: int = 5_000
    workbook_unpacked_bytes: int = 2 * GB
    workbook_ratio: int = 250  # unpacked / packed, asked only above `workbook_ratio_from`
    workbook_ratio_from: int = 50 * MB
    workbook_memory: int = 3 * GB  # of the process that opens it
    workbook_seconds: int = 600  # processor time of that process


DEFAULT = Limits()
