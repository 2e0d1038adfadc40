"""Files of cases: the one beside the project where it is there, and a small one with every kind and every way to write it."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from callcenter.clocks import cases

SHARED = Path(settings.BASE_DIR).parent / "shared" / "data" / "business_clock_cases.json"
OFFICE = {
    "timezone": "Europe/Berlin",
    "weekly": {"Mon-Fri": [["09:00", "17:00"]], "sat": [{"open": "10:00", "close": "14:00"}], "7": None},
    "holidays": ["2024-05-01", {"date": "2024-05-09", "name": "Ascension Day"}, "2024-12-24/2024-12-26"],
    "holidays_annual": [["12-31", "01-01"], {"from": "10-03", "to": "10-03"}],
    "overrides": [{"date": "2024-12-23", "hours": ["09:00", "12:00"]}],
    "comment": "unknown keys change nothing",
}
NIGHT = {"tz": "UTC", "weekly": {"mon": ["22:00-06:00"], "tue": ["22:00-06:00"]}, "holidays": ["2024-05-07"]}
CASES: list[dict[str, Any]] = [
    {"kind": "add", "calendar": "office", "start": "2024-05-08T16:00:00", "amount_seconds": 7200, "expected": "2024-05-10T10:00:00"},
    {"kind": "add", "calendar": "office", "start": "2024-05-10T10:00:00", "amount_seconds": -3600, "expected": "2024-05-10T09:00:00"},
    {"kind": "sub", "calendar": "office", "start": "2024-05-10T10:00:00", "amount_seconds": 7200, "expected": "2024-05-08T16:00:00"},
    {"kind": "elapsed", "calendar": "office", "start": "2024-12-23T08:00:00", "end": "2024-12-27T10:00:00", "expected_seconds": 14_400},
    {"kind": "elapsed", "calendar": "office", "start": "2024-05-10T10:00:00", "end": "2024-05-10T09:00:00", "expected_seconds": -3600},
    {"kind": "add_days", "calendar": "office", "start": "2024-12-30T11:00:00", "days": 1, "mode": "date_only", "expected": "2025-01-02"},
    {"kind": "add_days", "calendar": "office", "start": "2024-12-30T11:00:00", "days": 1, "mode": "end_of_day", "expected": "2025-01-02T23:59:59"},
    {"kind": "add_days", "calendar": "office", "start": "2024-12-30T11:00:00", "days": 1, "mode": "close", "expected": "2025-01-02T17:00:00"},
    {"kind": "add_days", "calendar": "office", "start": "2024-12-30T11:00:00", "days": 2, "mode": "calendar_days", "expected": "2025-01-01T11:00:00"},
    {"kind": "add_mixed", "calendar": "office", "start": "2024-05-08T16:30:00", "days": 1, "amount_seconds": 3600, "expected": "2024-05-11T10:30:00"},
    {"kind": "is_open", "calendar": "office", "start": "2024-05-10T09:00:00", "expected_bool": True},
    {"kind": "is_open", "calendar": "office", "start": "2024-05-10T17:00:00", "expected": False},
    {"kind": "is_working_day", "calendar": "office", "date": "2024-05-09", "expected_bool": False},
    {"kind": "is_working_day", "calendar": "office", "start": "2024-05-10T03:00:00", "expected_bool": True},
    {"kind": "is_holiday", "calendar": "office", "date": "2031-01-01", "expected_bool": True},
    {"kind": "is_holiday", "calendar": "office", "date": "2024-12-25", "expected_bool": True},
    {"kind": "local_gap", "calendar": "office", "start": "2024-03-31T02:30:00", "expected": "2024-03-31T01:30:00Z"},
    {"kind": "local_gap", "calendar": None, "timezone": "Europe/Berlin", "local": "2024-03-31T02:30:00", "expected": "2024-03-31T03:30:00+02:00"},
    {"kind": "local_ambiguous_first", "calendar": "office", "start": "2024-10-27T02:30:00", "expected": "2024-10-27T00:30:00Z"},
    {"kind": "error", "calendar": None, "amount_seconds": 0, "hours": [], "expected_error": "duration must be positive"},
    {"kind": "error", "calendar": None, "amount_seconds": 60, "hours": [["09:00", "18:60"]], "expected_error": "not a time of day"},
    {"kind": "error", "calendar": {"timezone": "UTC", "weekly": {}}, "expected_error": "calendar has no open time"},
    {"kind": "error", "calendar": {"timezone": "Mars/Olympus", "weekly": {"mon": [["09:00", "10:00"]]}}},
    {"kind": "add", "calendar": "night", "start": "2024-05-06T23:00:00", "amount_seconds": 25_200, "expected": "2024-05-07T06:00:00"},
    {"kind": "add", "calendar": "office", "start": "2024-05-10T09:00:00Z", "amount_seconds": 60, "expected": "2024-05-10T23:59:00Z", "semantics": "another rule", "canonical": "2024-05-10T09:01:00Z"},
    {"kind": "add", "calendar": "office", "start": "2024-05-10T09:00:30", "amount_seconds": 60, "expected": "2024-05-10T09:01:00", "precision_seconds": 60},
]  # fmt: skip


def test_every_case_of_other_systems_suites_passes() -> None:
    if not SHARED.exists():
        pytest.skip(f"{SHARED.name} is not beside this checkout")
    outcomes = list(cases.run(json.loads(SHARED.read_text(encoding="utf-8"))))
    assert len(outcomes) == 265
    assert [outcome for outcome in outcomes if not outcome.has_passed] == []


@pytest.mark.parametrize("number", range(len(CASES)))
def test_every_kind_and_every_way_to_write_it_is_read(number: int) -> None:
    data = {"calendars": {"office": OFFICE, "night": NIGHT}, "cases": [CASES[number]]}
    (outcome,) = cases.run(data)
    assert outcome.has_passed, outcome


def test_a_case_that_cannot_be_read_has_failed_and_stops_nothing() -> None:
    good = CASES[0]
    bad = [
        {"kind": "unheard_of"},
        {"kind": "add", "calendar": "nowhere"},
        {"kind": "add", "calendar": "office"},
    ]
    found = list(cases.run({"calendars": {"office": OFFICE}, "cases": [*bad, good]}))
    assert [outcome.has_passed for outcome in found] == [False, False, False, True]


def test_the_command_ends_with_the_count_and_fails_with_a_failure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"calendars": {"office": OFFICE}, "cases": CASES[:2]}), encoding="utf-8")
    call_command("clock_cases", str(file))
    assert capsys.readouterr().out.splitlines()[-1] == "2 passed, 0 failed"
    wrong = CASES[0] | {"id": "one", "expected": "2024-05-10T10:00:02"}
    file.write_text(json.dumps({"calendars": {"office": OFFICE}, "cases": [wrong]}), encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("clock_cases", str(file))
    out = capsys.readouterr().out.splitlines()
    assert out[-1] == "0 passed, 1 failed"
    assert "one (add): expected" in out[0]
