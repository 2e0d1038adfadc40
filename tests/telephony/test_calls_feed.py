"""Call-by-call files: read right, or refused with the row, the column and a sentence."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from callcenter.files.imports.registry import ImportRefused, Mapping, Outcome, get
from callcenter.people.models import Site
from callcenter.telephony.facts.models import Call
from tests.factories import make_site
from tests.telephony.factories import make_source, moment

HEADER = "call_id,started_at,answered_at,ended_at,queue,agent,outcome,wait,talk\n"
GOOD = "1,2026-03-02 09:00:00,2026-03-02 09:00:20,2026-03-02 09:02:00,sales,1017,answered,20,100\n"


@pytest.fixture
def site(db: None) -> Site:
    return make_site()


def check(
    path: Path, text: str | bytes, site: Site, mapping: Mapping | None = None, **options: Any
) -> Outcome:
    return get("telephony.calls").check(make_source(path, text, site, mapping, **options))


def test_a_plain_export_is_stored_as_it_says(site: Site, tmp_path: Path) -> None:
    abandoned = "2,2026-03-02 09:05:00,,2026-03-02 09:05:31,sales,,abandoned,31,\n"
    outcome = get("telephony.calls").apply(
        make_source(tmp_path / "calls.csv", HEADER + GOOD + abandoned, site)
    )
    assert (outcome.rows, outcome.error_count, outcome.counts["days_new"]) == (2, 0, 1)
    first, second = Call.objects.order_by("started_at")
    assert (first.started_at, first.wait_seconds, first.talk_seconds) == (moment("2026-03-02 01:00"), 20, 100)
    assert (first.outcome, first.source_row) == (1, 2)
    assert (second.outcome, second.wait_seconds, second.agent_id, second.answered_at) == (2, 31, None, None)


def test_lengths_that_are_not_stated_follow_from_the_moments(site: Site, tmp_path: Path) -> None:
    text = "started_at,answered_at,ended_at\n2026-03-02 09:00:00,2026-03-02 09:00:20,2026-03-02 09:02:00\n"
    get("telephony.calls").apply(make_source(tmp_path / "calls.csv", text, site))
    call = Call.objects.get()
    assert (call.outcome, call.wait_seconds, call.talk_seconds) == (1, 20, 100)


def test_the_end_follows_from_the_lengths_where_no_moment_says_it(site: Site, tmp_path: Path) -> None:
    text = "started_at,outcome,ivr_seconds,wait_seconds,talk_seconds\n2026-03-02 09:00:00,answered,5,10,60\n"
    get("telephony.calls").apply(make_source(tmp_path / "calls.csv", text, site))
    assert Call.objects.get().ended_at == moment("2026-03-02 01:01:15")


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("2,2026-03-02 25:99:00,,,,,answered,,", "started_at", "cannot be read"),
        ("2,,,,,,answered,,", "started_at", "missing"),
        ("2,1989-12-31 09:00:00,,,,,answered,,", "started_at", "before 1990"),
        ("2,2050-01-01 09:00:00,,,,,answered,,", "started_at", "in the future"),
        (
            "2,2026-03-02 09:00:00,,2026-03-02 08:59:59,,,answered,,",
            "ended_at",
            "ended before it was entered",
        ),
        ("2,2026-03-02 09:00:00,,,,,answered,-1,", "wait", "must not be negative"),
        ("2,2026-03-02 09:00:00,,,,,answered,9999999,", "wait", "larger than can be"),
        ("2,2026-03-02 09:00:00,,,,,answered,soon,", "wait", "not a number"),
        ("2,2026-03-02 09:00:00,,,,,vanished,,", "outcome", "no outcome"),
        (f"2,2026-03-02 09:00:00,,,{'q' * 65},,answered,,", "queue", "longer than 64"),
    ],
)
def test_a_row_that_cannot_be_is_named_with_its_column_and_reason(
    site: Site, tmp_path: Path, row: str, column: str, reason: str
) -> None:
    source = make_source(tmp_path / "calls.csv", HEADER + GOOD + row + "\n", site)
    outcome = get("telephony.calls").check(source)
    assert outcome.error_count == 1
    assert (outcome.errors[0].row, outcome.errors[0].column) == (3, column)
    assert reason in outcome.errors[0].reason
    with pytest.raises(ImportRefused):
        get("telephony.calls").apply(source)
    assert not Call.objects.exists()


def test_blank_lines_count_as_rows_as_in_a_spreadsheet(site: Site, tmp_path: Path) -> None:
    outcome = check(
        tmp_path / "calls.csv", HEADER + GOOD + "\n\n" + GOOD.replace("answered,20", "answered,x"), site
    )
    assert [error.row for error in outcome.errors] == [5]


def test_every_row_is_checked_and_the_list_of_errors_is_cut_but_counted(site: Site, tmp_path: Path) -> None:
    bad = GOOD.replace("answered,20", "answered,-5")
    outcome = check(tmp_path / "calls.csv", HEADER + GOOD * 1500 + bad * 1200, site)
    assert (outcome.error_count, len(outcome.errors), outcome.counts["rejected"]) == (1200, 1000, 1200)
    assert outcome.errors[0].row == 1502


def test_a_wrong_mapping_is_one_sentence_that_names_the_column(site: Site, tmp_path: Path) -> None:
    wrong = Mapping({"started_at": "queue", "outcome": "outcome"})
    outcome = check(tmp_path / "calls.csv", HEADER + GOOD * 30, site, wrong)
    assert outcome.error_count == 1
    assert outcome.errors[0].column == "queue"
    assert (
        "The mapping seems wrong: 30 of 30 rows do not fit in the column “queue”" in outcome.errors[0].reason
    )


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"started_at": "begin"}, "The file has no column “begin”"),
        ({"queue": "queue"}, "No column is mapped to “entered”"),
    ],
)
def test_columns_that_are_not_there_are_named(
    site: Site, tmp_path: Path, columns: dict[str, str], sentence: str
) -> None:
    outcome = check(tmp_path / "calls.csv", HEADER + GOOD, site, Mapping(columns))
    assert sentence in outcome.errors[0].reason


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The file is empty."),
        (HEADER, "no rows below it"),
        (HEADER.replace("queue", "agent") + GOOD, "occur more than once in the header: agent"),
        (HEADER + GOOD + GOOD[:30], "cut off in its last line (line 3)"),
        (HEADER + GOOD.strip() + ",one,two,three\n", "Row 2 has 12 values, but the header has 9 columns"),
    ],
)
def test_a_file_that_is_no_whole_table_is_refused_in_a_sentence(
    site: Site, tmp_path: Path, text: str, sentence: str
) -> None:
    mapping = Mapping({"started_at": "started_at"})
    outcome = check(tmp_path / "calls.csv", text, site, mapping)
    assert outcome.error_count == 1
    assert sentence in outcome.errors[0].reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_text_is_read_in_every_usual_encoding(site: Site, tmp_path: Path, encoding: str) -> None:
    text = "开始时间,技能组,坐席,呼叫结果\n2026-03-02 09:00:00,客户投诉处理,王丽,接通\n"
    mapping = get("telephony.calls").guess_mapping(["开始时间", "技能组", "坐席", "呼叫结果"])
    get("telephony.calls").apply(make_source(tmp_path / "calls.csv", text.encode(encoding), site, mapping))
    call = Call.objects.select_related("queue", "agent").get()
    assert (str(call.queue), call.agent and call.agent.code, call.outcome) == ("客户投诉处理", "王丽", 1)


def test_a_workbook_is_read_with_its_typed_cells(site: Site, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["started_at", "queue", "outcome", "wait_seconds"])
    sheet.append([moment("2026-03-02 09:00").replace(tzinfo=None), "sales", "answered", 12])
    path = tmp_path / "calls.xlsx"
    book.save(path)
    mapping = get("telephony.calls").guess_mapping(["started_at", "queue", "outcome", "wait_seconds"])
    get("telephony.calls").apply(make_source(path, path.read_bytes(), site, mapping))
    call = Call.objects.get()
    assert (call.started_at, call.wait_seconds) == (moment("2026-03-02 01:00"), 12)


def test_the_day_may_stand_in_a_column_of_its_own_and_a_call_may_run_past_midnight(
    site: Site, tmp_path: Path
) -> None:
    text = "date,started_at,ended_at,outcome\n2026-03-02,23:59:50,0:02:10,answered\n"
    get("telephony.calls").apply(make_source(tmp_path / "calls.csv", text, site))
    call = Call.objects.get()
    assert (str(call.day), call.ended_at) == ("2026-03-02", moment("2026-03-02 16:02:10"))


def test_a_second_feed_of_the_same_days_is_told(site: Site, tmp_path: Path) -> None:
    get("telephony.calls").apply(make_source(tmp_path / "calls.csv", HEADER + GOOD, site, feed="a"))
    outcome = check(tmp_path / "calls.csv", HEADER + GOOD, site, feed="b")
    assert "1 of these days also hold rows of the feed “calls:a”: both are counted." in outcome.notes


def test_the_check_says_what_would_change_and_writes_nothing(site: Site, tmp_path: Path) -> None:
    outcome = check(tmp_path / "calls.csv", HEADER + GOOD, site)
    assert (outcome.counts["days_new"], outcome.details["new_agents"]) == (1, ["1017"])
    assert outcome.preview[0][outcome.preview_header.index("Entered")] == "2026-03-02 09:00:00"
    assert not Call.objects.exists()


def test_reasons_are_in_the_language_of_who_asked(site: Site, tmp_path: Path) -> None:
    with translation.override("zh-hans"):
        outcome = check(tmp_path / "calls.csv", HEADER + GOOD.replace("answered,20", "answered,-5"), site)
    assert outcome.errors[0].reason == "不能为负数。"


def test_the_preview_shows_no_customer_s_number(site: Site, tmp_path: Path) -> None:
    text = "started_at,answered_at,ended_at,customer\n2026-03-02 09:00:00,2026-03-02 09:00:05,2026-03-02 09:01:00,13812341234\n"
    outcome = get("telephony.calls").check(make_source(tmp_path / "calls.csv", text, site))
    assert outcome.preview[0][outcome.preview_header.index("Customer number")] == "138****1234"
