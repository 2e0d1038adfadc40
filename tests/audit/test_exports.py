"""Whoever takes a workbook or CSV away is in the trail, whatever address it comes from."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from tests.web.permission_table import Line, World
from tests.web.test_permission_table import LINES, db, logged_in, sessions, world  # noqa: F401  (fixtures)

pytestmark = pytest.mark.usefixtures("db")
# Addresses that give a file without anybody's data in it.
EMPTY = {
    "files:import_template": "an empty workbook with the columns of an import",
    "api:files-import-kinds-template": "the same by API",
}
ASKED_AS = (PostCode.DIRECTOR, PostCode.SYSADMIN, PostCode.GM, PostCode.HR)
LISTS = [Line(f"telephony:{name}") for name in ("calls", "agents", "queues", "call_types", "days")]
READ = LISTS + [
    line for line in LINES if line.method == "get" and line.success == 200 and line.name not in EMPTY
]


def _gives_a_table(response) -> bool:
    stated = response.get("Content-Disposition", "")
    return response.status_code == 200 and bool(re.search(r"\.(xlsx|csv)\"?$", stated))


def _read(response) -> None:
    """To the end, which closes the file behind it."""
    for _part in response if response.streaming else ():
        pass


def _taken(client: Client, url: str, data: dict[str, object]) -> tuple[int, list[str] | None]:
    """The answer's status, and the verbs of the events that it leaves when it is a workbook or a CSV, else None."""
    before = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    response = client.get(url, data)
    _read(response)
    if not _gives_a_table(response):
        return response.status_code, None
    return response.status_code, list(Event.objects.filter(pk__gt=before).values_list("verb", flat=True))


def _takings(world: World, sessions: dict[PostCode, str], line: Line) -> list[list[str]]:  # noqa: F811
    """The verbs that were recorded, for every way to ask the address that gives a file.

    A page that knows no workbook shows itself when it is asked for one: it is not asked twice more.
    """
    post = next((post for post in ASKED_AS if post in line.allowed), None)
    if post is None:
        return []
    with transaction.atomic():
        world.extra.clear()
        url = reverse(line.name, kwargs=line.args(world))
        data = line.data(world) if callable(line.data) else line.data
        client = logged_in(sessions[post])
        status, verbs = _taken(client, url, {**data, "export": "xlsx"})
        found = [verbs]
        if verbs is not None or status != 200:
            found += [_taken(client, url, {**data, **asked})[1] for asked in ({}, {"export": "csv"})]
        transaction.set_rollback(True)
    return [verbs for verbs in found if verbs is not None]


def test_every_address_that_answers_with_a_table_file_leaves_one_event(
    world: World,  # noqa: F811
    sessions: dict[PostCode, str],  # noqa: F811
):
    given = {line.name: takings for line in READ if (takings := _takings(world, sessions, line))}
    silent = {name: takings for name, takings in given.items() if any(len(verbs) != 1 for verbs in takings)}
    assert not silent, f"a file without exactly one event: {silent}"
    known = {
        "api:people-employees-workbook",
        "api:reports-daily-workbook",
        "access:matrix-workbook",
        "audit:events",
        "files:job_errors",
        "files:jobs",
        "people:employees",
        "people:employees-workbook",
        "reports:daily",
        "rulebook:index",
        "telephony:calls",
    }
    assert known <= given.keys(), f"gave no file: {known - given.keys()}"
    assert all(
        verbs[0].endswith(("exported", "downloaded")) for takings in given.values() for verbs in takings
    )


def test_an_event_says_which_list_with_which_filters_and_how_many_rows(world: World):  # noqa: F811
    client = Client()
    with transaction.atomic():
        client.force_login(world.users[PostCode.DIRECTOR])
        _read(client.get(reverse("rulebook:index"), {"export": "xlsx", "q": "service level"}))
        after = Event.objects.filter(verb="audit.list.exported").latest("pk").after
        transaction.set_rollback(True)
    assert after["list"] == "rulebook.rules"
    assert "q=service+level" in after["query"]
    assert after["rows"] >= 1
