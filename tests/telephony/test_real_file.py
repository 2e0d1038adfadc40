"""The real month, as it is, against an independent count in plain Python."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import Count, Sum

from callcenter.telephony.models import Call, DayLoad, SwitchAgent
from tests.factories import make_site

RECORDS = Path(__file__).resolve().parents[3] / "shared" / "data" / "anonymous_bank_1999_02_calls.tsv"
OUTCOMES = {"AGENT": 1, "HANG": 2, "PHANTOM": 3}

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.django_db,
    pytest.mark.skipif(not RECORDS.exists(), reason=f"the real records are not at {RECORDS}"),
]


def records() -> list[dict[str, str]]:
    with RECORDS.open(newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def import_month(**options: object) -> None:
    call_command("import_calls", str(RECORDS), site="bank", mapping="anonymous-bank", **options)


def test_every_record_is_stored_and_counts_as_the_file_says() -> None:
    make_site("bank", time_zone="Asia/Jerusalem")
    import_month()
    rows = records()
    assert Call.objects.count() == len(rows) == 33_344
    by_outcome = Call.objects.values_list("outcome").annotate(
        Count("id"), Sum("wait_seconds"), Sum("talk_seconds")
    )
    found = {outcome: (count, wait, talk) for outcome, count, wait, talk in by_outcome.order_by()}
    assert found == {
        code: (
            sum(row["outcome"] == word for row in rows),
            sum(int(row["q_time"]) for row in rows if row["outcome"] == word),
            sum(int(row["ser_time"]) for row in rows if row["outcome"] == word),
        )
        for word, code in OUTCOMES.items()
    }
    per_day = Call.objects.values_list("day", "outcome").annotate(Count("id")).order_by()
    assert Counter({(f"{day:%y%m%d}", outcome): count for day, outcome, count in per_day}) == Counter(
        (row["date"], OUTCOMES[row["outcome"]]) for row in rows
    )
    per_agent = Call.objects.exclude(agent=None).values_list("agent__code").annotate(Count("id")).order_by()
    assert dict(per_agent) == Counter(row["server"] for row in rows if row["server"] != "NO_SERVER")
    per_half_hour = Call.objects.values_list("half_hour").annotate(Count("id")).order_by()
    assert dict(per_half_hour) == Counter(
        int(hour) * 2 + int(minute) // 30
        for hour, minute, _second in (row["vru_entry"].split(":") for row in rows)
    )
    assert Call.objects.filter(outcome=1, agent=None).count() == 491
    assert SwitchAgent.objects.filter(employee=None).count() == 24


def test_the_same_file_twice_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    make_site("bank", time_zone="Asia/Jerusalem")
    import_month()
    before = list(Call.objects.order_by("day", "id").values_list("id", flat=True))
    import_month()
    assert "Nothing was changed" in capsys.readouterr().out
    assert list(Call.objects.order_by("day", "id").values_list("id", flat=True)) == before
    assert set(DayLoad.objects.values_list("revision", flat=True)) == {1}


def test_a_corrected_file_of_one_day_replaces_that_day_only(tmp_path: Path) -> None:
    make_site("bank", time_zone="Asia/Jerusalem")
    import_month()
    rows = [row for row in records() if row["date"] == "990228"][:-1]
    corrected = tmp_path / "corrected.tsv"
    with corrected.open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter="\t")
        writer.writeheader()
        writer.writerows(rows)
    call_command("import_calls", str(corrected), site="bank", mapping="anonymous-bank")
    assert Call.objects.count() == 33_343
    assert Call.objects.filter(day="1999-02-28").count() == len(rows)
    assert list(DayLoad.objects.filter(revision=2).values_list("day", flat=True)) == [
        DayLoad.objects.order_by("-day")[0].day
    ]
