"""Facts in bulk: rows of JSON go the way of files – checked a column at a time, whole days, all or nothing."""

from typing import Any

import pytest

from callcenter.audit.models import Event
from callcenter.telephony.facts.models import AgentInterval, Call, DayLoad, QueueInterval
from tests.factories import make_site
from tests.integrations.client_factories import caller

pytestmark = pytest.mark.django_db
CALLS = "/api/v1/telephony/calls/load/"
ANSWERED = {
    "started_at": "2026-03-02T10:00:00",
    "answered_at": "2026-03-02T10:00:20",
    "ended_at": "2026-03-02T10:03:00",
    "queue": "sales",
    "agent": "1017",
    "outcome": "answered",
    "switch_ref": "1",
}
ABANDONED = {
    "started_at": "2026-03-02T11:00:00",
    "ended_at": "2026-03-02T11:01:00",
    "outcome": "abandoned",
    "queue": "sales",
    "switch_ref": "2",
}


@pytest.fixture
def switch() -> Any:
    site = make_site(code="harbin")
    return caller("telephony:write", site=site)


def send(browser: Any, rows: list[Any], path: str = CALLS, **more: Any) -> Any:
    return browser.post(path, {"site": "harbin", "rows": rows} | more, content_type="application/json")


def test_calls_are_loaded_in_the_sites_time(switch: Any) -> None:
    answer = send(switch, [ANSWERED, ABANDONED])
    assert answer.status_code == 200, answer.content
    assert answer.json()["days_new"] == ["2026-03-02"]
    assert answer.json()["new_agents"] == ["1017"]
    first, second = Call.objects.order_by("started_at")
    assert first.started_at.isoformat() == "2026-03-02T02:00:00+00:00"
    assert (first.wait_seconds, first.talk_seconds, first.outcome) == (20, 160, 1)
    assert second.outcome == 2
    assert first.feed == "calls:api"
    assert Event.objects.filter(verb="telephony.days.loaded").count() == 1


def test_a_moment_with_an_offset_is_that_instant(switch: Any) -> None:
    send(
        switch,
        [
            ANSWERED
            | {"started_at": "2026-03-02T02:00:00Z", "answered_at": None, "ended_at": None, "talk_seconds": 5}
        ],
    )
    assert Call.objects.get().started_at.isoformat() == "2026-03-02T02:00:00+00:00"


def test_the_same_rows_again_change_nothing_and_other_rows_replace_the_day(switch: Any) -> None:
    send(switch, [ANSWERED, ABANDONED])
    again = send(switch, [ABANDONED, ANSWERED]).json()
    assert again["days_unchanged"] == ["2026-03-02"]
    changed = send(switch, [ANSWERED]).json()
    assert changed["days_changed"] == ["2026-03-02"]
    assert Call.objects.count() == 1
    assert DayLoad.objects.get().revision == 2


def test_one_row_that_does_not_fit_refuses_all_and_says_where(switch: Any) -> None:
    answer = send(
        switch, [ANSWERED, ABANDONED | {"started_at": "yesterday"}, ANSWERED | {"talk_seconds": -1}]
    )
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    found = {error["pointer"]: error["detail"] for error in answer.json()["errors"]}
    assert found == {
        "#/rows/1/started_at": "This cannot be read as a time.",
        "#/rows/2/talk_seconds": "This must not be negative.",
    }
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "Send at least one row."),
        ("x", "Send a list of objects with texts and numbers."),
        ([1], "Send a list of objects with texts and numbers."),
        ([{"started_at": ["x"]}], "Send a list of objects with texts and numbers."),
        ([ANSWERED | {"colour": "red"}], "There are no such fields: colour."),
        ([{"queue": "sales"}], "No column is mapped to “entered”."),
        ([ANSWERED] * 20_001, "Send at most 20,000 rows at a time, or a file."),
    ],
)
def test_what_is_no_list_of_calls_is_refused(switch: Any, rows: Any, sentence: str) -> None:
    answer = send(switch, rows)
    assert answer.status_code == 400, answer.content
    assert sentence in answer.json()["detail"]


def test_what_no_file_could_hold_does_no_harm(switch: Any) -> None:
    answer = send(switch, [ANSWERED | {"queue": "sa\x00les", "agent": "\ud800"}])
    assert answer.status_code == 200, answer.content
    assert Call.objects.get().queue.code == "sales"


def test_another_site_takes_no_facts(switch: Any) -> None:
    make_site(code="sydney")
    answer = send(switch, [ANSWERED], site="sydney")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "#/site"


def test_who_may_only_read_loads_nothing() -> None:
    site = make_site(code="harbin")
    assert send(caller("telephony:read", site=site), [ANSWERED]).status_code == 403


def test_intervals_and_agent_states_are_loaded_the_same_way(switch: Any) -> None:
    queue = {
        "starts_at": "2026-03-02T10:00:00",
        "queue": "sales",
        "offered": 5,
        "answered": 4,
        "abandoned": 1,
    }
    agent = {"starts_at": "2026-03-02T10:00:00", "agent": "1017", "handled": 4, "login_seconds": 1800}
    first = send(switch, [queue], "/api/v1/telephony/queue-intervals/load/")
    second = send(switch, [agent], "/api/v1/telephony/agent-intervals/load/")
    assert (first.status_code, second.status_code) == (200, 200), (first.content, second.content)
    assert QueueInterval.objects.get().offered == 5
    assert AgentInterval.objects.get().login_seconds == 1800
    wrong = send(switch, [queue | {"answered": 6}], "/api/v1/telephony/queue-intervals/load/")
    assert "more than" in wrong.json()["detail"]


def test_a_load_with_a_key_is_done_once(switch: Any) -> None:
    headers = {"Idempotency-Key": "load-1"}
    body = {"site": "harbin", "rows": [ANSWERED]}
    first = switch.post(CALLS, body, content_type="application/json", headers=headers)
    send(switch, [ABANDONED])
    again = switch.post(CALLS, body, content_type="application/json", headers=headers)
    assert again.json() == first.json()
    assert Call.objects.get().switch_ref == "2"
