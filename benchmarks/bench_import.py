"""Import of a real month repeated to 1,000,000 calls, against a bare COPY of the same rows into one unindexed table."""

import csv
import datetime
import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import Result, at_least, note

CALLS = 1_000_000
ROUNDS = 3
RECORDS = Path(__file__).resolve().parents[2] / "shared" / "data" / "anonymous_bank_1999_02_calls.tsv"


def run() -> list[Result]:
    if not RECORDS.exists():
        print(f"bench_import: not measured, the real records are not at {RECORDS}", file=sys.stderr)
        return []
    from django.db import connection

    from callcenter.people.models import Company, Site

    site = Site.objects.create(
        company=Company.objects.create(name="Bench"),
        code="bench",
        name="Bench",
        time_zone="Asia/Jerusalem",
        country="IL",
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calls.tsv"
        rows = repeated(RECORDS, path, CALLS)
        same = Path(folder) / "same_rows.csv"
        ours, bare = [], []
        for number in range(ROUNDS):
            as_new()
            ours.append(timed(lambda: imported(site, path)))
            if not number:
                with same.open("wb") as file, connection.cursor() as cursor:
                    cursor.copy_expert("COPY (SELECT * FROM telephony_call) TO STDOUT (FORMAT csv)", file)
            bare.append(timed(lambda: copied(same)))
            print(f"bench_import: ours {ours[-1]:.1f} s, bare COPY {bare[-1]:.1f} s", file=sys.stderr)
        unchanged = timed(lambda: imported(site, path))
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE telephony_call, telephony_dayload")
        months_there = timed(lambda: imported(site, path))
    return [
        at_least("import, rows/s against a bare COPY", min(bare) / min(ours), 0.25),
        note("import of 1,000,000 calls", rows / min(ours), "rows/s"),
        note("import into months that other days are in already", rows / months_there, "rows/s"),
        note("the same file again (nothing changes)", rows / unchanged, "rows/s"),
    ]


def as_new() -> None:
    """No calls and no months of calls, as when a center takes in its history."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'telephony_call'::regclass"
        )
        months = [name for (name,) in cursor.fetchall()]
        cursor.execute("TRUNCATE telephony_dayload")
        if months:
            cursor.execute(f"DROP TABLE {', '.join(months)}")


def repeated(records: Path, path: Path, count: int) -> int:
    """The month again and again, 28 days later each time, until there are `count` calls."""
    with records.open(newline="") as file:
        header, *calls = csv.reader(file, delimiter="\t")
    date = header.index("date")
    days = {call[date] for call in calls}
    written = shift = 0
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(header)
        while written < count:
            later = {day: _later(day, shift * 28) for day in days}
            part = calls[: count - written]
            writer.writerows([*call[:date], later[call[date]], *call[date + 1 :]] for call in part)
            written += len(part)
            shift += 1
    return written


def _later(day: str, days: int) -> str:
    return (datetime.datetime.strptime(day, "%y%m%d") + datetime.timedelta(days=days)).strftime("%y%m%d")


def imported(site: object, path: Path) -> None:
    from django.db import transaction

    from callcenter.files.imports.registry import Source, get

    importer = get("telephony.calls")
    mapping = importer.presets()["anonymous-bank"]
    with transaction.atomic():
        importer.apply(Source(path, path.name, "", site.pk, mapping, None))  # type: ignore[attr-defined]


def copied(path: Path) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), path.open("rb") as file, connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare; CREATE TABLE bare AS SELECT * FROM telephony_call LIMIT 0")
        cursor.copy_expert("COPY bare FROM STDIN (FORMAT csv)", file)


def timed(work: object) -> float:
    os.sync()
    started = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - started
