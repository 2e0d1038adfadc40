"""The report of the real month equals an independent count of the file, in plain Python, line by line."""

import csv
import datetime
import hashlib
import io
import json
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from callcenter.files.imports.registry import Source
from callcenter.telephony.feeds import importers
from reports.rollups import services
from tests.factories import make_site

FILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "anonymous_bank_1999_02_calls.tsv"
DAYS = (datetime.date(1999, 2, 1), datetime.date(1999, 2, 28))
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.shared_data,
    pytest.mark.skipif(
        not FILE.exists(), reason="the real records (../shared/data) are not beside the project"
    ),
]


def independent_count(day: datetime.date) -> dict[str, Any]:
    """offered = AGENT + HANG, wait = q_time, handling time = ser_time, as the file's own description says."""
    outcomes: Counter[str] = Counter()
    in_20 = waited = handled_seconds = longest = abandoned_after_5 = 0
    half_hours: Counter[str] = Counter()
    with FILE.open(encoding="ascii", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["date"] != day.strftime("%y%m%d"):
                continue
            outcomes[row["outcome"]] += 1
            wait = int(row["q_time"])
            if row["outcome"] == "PHANTOM":
                continue
            longest = max(longest, wait)
            hour, minute, _second = row["vru_entry"].split(":")
            half_hours[f"{int(hour) % 24:02}:{'30' if int(minute) >= 30 else '00'}"] += 1
            if row["outcome"] == "AGENT":
                in_20 += wait <= 20
                waited += wait
                handled_seconds += int(row["ser_time"])
            else:
                abandoned_after_5 += wait > 5
    answered, abandoned = outcomes["AGENT"], outcomes["HANG"]
    offered = answered + abandoned
    short = abandoned - abandoned_after_5
    return {
        "offered": Fraction(offered),
        "answered": Fraction(answered),
        "abandoned": Fraction(abandoned),
        "ignored": Fraction(outcomes["PHANTOM"]),
        "connect_rate": Fraction(100 * answered, offered),
        "service_level": Fraction(100 * in_20, offered),
        "abandon_rate": Fraction(100 * (abandoned - short), offered - short),
        "asa": Fraction(waited, answered),
        "aht": Fraction(handled_seconds, answered),
        "longest_wait": Fraction(longest),
        "half_hours": dict(half_hours),
    }


@pytest.fixture
def site():
    """The real month, imported as it is, summed."""
    site = make_site("haifa", time_zone="Asia/Jerusalem", country="IL")
    importer = importers.CallImporter()
    source = Source(
        path=FILE,
        name=FILE.name,
        sha256=hashlib.sha256(FILE.read_bytes()).hexdigest(),
        site_id=site.pk,
        mapping=importer.presets()["anonymous-bank"],
        actor=None,
    )
    importer.apply(source)
    while services.recompute_next():
        pass
    return site


def reported(site, day: datetime.date) -> dict[str, Any]:
    out = io.StringIO()
    call_command("daily_report", site=site.code, date=day, json=True, stdout=out)
    return json.loads(out.getvalue())


def test_the_report_of_the_first_and_the_last_day_equals_an_independent_count_of_the_file(site):
    for day in DAYS:
        expected = independent_count(day)
        report = reported(site, day)
        half_hours = {
            line["item"]: line["counts"]["offered"]
            for line in report["half_hours"]
            if line["counts"]["offered"]
        }
        assert half_hours == expected.pop("half_hours")
        found = {}
        for figure in report["figures"]:
            parts = figure["numerator"], figure["denominator"]
            scale = 100 if figure["unit"] == "percent" else 1
            exact = Fraction(scale * parts[0], parts[1]) if parts[1] else Fraction(figure["value"])
            found[figure["measure"].removeprefix("telephony.")] = exact
        assert found == expected
        print(day, {name: round(float(value), 2) for name, value in expected.items()})


def test_the_month_is_the_sum_of_its_days(site):
    out = io.StringIO()
    call_command("daily_report", site=site.code, date=DAYS[0], period="month", json=True, stdout=out)
    figures = {figure["measure"]: figure for figure in json.loads(out.getvalue())["figures"]}
    with FILE.open(encoding="ascii", newline="") as lines:
        outcomes = Counter(row["outcome"] for row in csv.DictReader(lines, delimiter="\t"))
    assert figures["telephony.offered"]["value"] == outcomes["AGENT"] + outcomes["HANG"]
    assert figures["telephony.ignored"]["value"] == outcomes["PHANTOM"]
