"""Lines of the log: JSON with the ids under way, requests with an id of their own, tasks with that of who asked."""

import json
import logging
import runpy
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils.module_loading import import_string
from gunicorn.config import Config

from callcenter import log_context
from callcenter.celery import app
from callcenter.operation.logs.formatting import Ids, Json, Line
from callcenter.operation.logs.requests import RequestIdMiddleware
from tests.factories import make_user


def written(formatter: logging.Formatter, message: str, *args: Any, **fields: Any) -> str:
    record = logging.getLogger("callcenter.test").makeRecord(
        "callcenter.test", logging.WARNING, __file__, 1, message, args, None, extra=fields
    )
    Ids().filter(record)
    return formatter.format(record)


def test_a_line_is_one_object_with_the_ids_under_way() -> None:
    with log_context.within(request_id="r-1"), log_context.within(job_id=7, task_id=None):
        line = json.loads(written(Json(), "%s rows\nread", 12, rows=12))
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "WARNING",
        "logger": "callcenter.test",
        "message": "12 rows\nread",
        "rows": 12,
        "request_id": "r-1",
        "job_id": "7",
    }


def test_an_error_is_still_one_line() -> None:
    try:
        raise ValueError("班长")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "broke", (), __import__("sys").exc_info())
    Ids().filter(record)
    line = Json().format(record)
    assert "\n" not in line
    assert "ValueError: 班长" in json.loads(line)["exception"]


def test_people_read_a_line_with_the_ids_at_its_end() -> None:
    assert written(Line(), "read").endswith("WARNING callcenter.test read")
    with log_context.within(job_id=7):
        assert written(Line(), "read").endswith("WARNING callcenter.test read [job_id=7]")


@pytest.mark.parametrize(("form", "is_json"), [("json", True), ("line", False)])
def test_the_web_servers_own_lines_are_written_as_all_others(
    form: str, is_json: bool, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CALLCENTER_LOG_FORMAT", form)
    told = runpy.run_path(str(settings.BASE_DIR / "gunicorn.conf.py"))
    log_class = import_string(told["logger_class"])
    log_class(Config()).warning("Worker %s was sent %s", 7, "SIGKILL")
    line = capfd.readouterr().err.strip()
    if is_json:
        assert json.loads(line)["logger"] == "gunicorn.error"
        assert json.loads(line)["message"] == "Worker 7 was sent SIGKILL"
    else:
        assert line.endswith("WARNING gunicorn.error Worker 7 was sent SIGKILL")


def test_ids_are_gone_after_the_block_also_after_an_error() -> None:
    with pytest.raises(ValueError, match="x"), log_context.within(job_id=7):
        raise ValueError("x")
    assert log_context.ids() == {}


@pytest.mark.parametrize(
    ("sent", "is_taken"),
    [
        ("abcd-1234:5.6_7", True),
        ("short", False),
        ("x" * 129, False),
        ("with space 123", False),
        ('a"b\x7f1234567', False),
    ],
)
def test_a_plain_id_is_taken_over_and_any_other_replaced(sent: str, is_taken: bool) -> None:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(log_context.ids()["request_id"])
        return HttpResponse()

    answer = RequestIdMiddleware(view)(RequestFactory().get("/", headers={"X-Request-ID": sent}))
    assert answer["X-Request-ID"] == seen[0]
    assert (seen[0] == sent) is is_taken
    assert len(seen[0]) >= 8


@pytest.mark.django_db
def test_a_request_is_one_line_without_what_was_searched(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(make_user())
    with caplog.at_level(logging.INFO, "callcenter.requests"):
        answer = client.get("/?q=Li+Na", headers={"X-Request-ID": "from-the-proxy"})
    assert answer["X-Request-ID"] == "from-the-proxy"
    (record,) = [found for found in caplog.records if found.name == "callcenter.requests"]
    facts = vars(record)
    assert (facts["view"], facts["status"], facts["method"]) == ("web:today", 200, "GET")
    assert "Li" not in record.getMessage()


def test_a_task_logs_its_own_id_and_that_of_the_request_that_asked() -> None:
    seen: list[dict[str, str]] = []

    @app.task(name="tests.look", bind=True)
    def look(self: Any) -> None:
        seen.append(log_context.ids())

    headers: dict[str, Any] = {}
    from callcenter.celery import send_request_id

    with log_context.within(request_id="r-9"):
        send_request_id(headers=headers)
    assert headers == {"request_id": "r-9"}
    look.apply(task_id="t-1", headers=headers)
    assert seen[0]["task_id"] == "t-1"
    assert log_context.ids() == {}
    app.tasks.pop("tests.look")
