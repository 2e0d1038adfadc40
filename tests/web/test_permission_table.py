"""Every address of the product against every post. Add lines in tests/<room>/permission_lines.py; see permission_table.py."""

import importlib
import itertools
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views import defaults
from pytest_django import DjangoDbBlocker

from callcenter import urls
from callcenter.access.posts import PostCode
from tests import factories
from tests.web.permission_table import Line, World

TESTS = Path(settings.BASE_DIR) / "tests"


def _modules() -> list[object]:
    found = sorted(TESTS.rglob("permission_lines.py"))
    return [
        importlib.import_module(".".join(p.relative_to(TESTS.parent).with_suffix("").parts)) for p in found
    ]


LINES: list[Line] = list(itertools.chain.from_iterable(module.LINES for module in _modules()))  # type: ignore[attr-defined]
OPEN: dict[str, str] = {}
for module in _modules():
    OPEN |= getattr(module, "OPEN", {})


def addresses(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """The names of all addresses, with their namespaces; a nameless one gives its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}" if pattern.name else f"(nameless) {pattern.pattern}"


def test_every_address_is_in_the_permission_table() -> None:
    """A new page without a line here fails: say who may open it, in tests/<room>/permission_lines.py."""
    missing = sorted(set(addresses()) - {line.name for line in LINES} - OPEN.keys())
    assert not missing, f"no permission line for: {', '.join(missing)}"


def test_the_permission_table_names_no_address_that_is_gone() -> None:
    gone = sorted(({line.name for line in LINES} | OPEN.keys()) - set(addresses()))
    assert not gone, f"lines for addresses that do not exist: {', '.join(gone)}"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Made once for all lines; each line takes back what it did."""
    with django_db_blocker.unblock(), transaction.atomic():
        site = factories.make_site("one")
        department = factories.make_department(site)
        team = factories.make_team(department)
        users = {post: factories.make_user(post, site=site, team=team) for post in PostCode}
        yield World(site, department, team, factories.make_employee(site=site, team=team), users)
        transaction.set_rollback(True)


@pytest.fixture
def db(world: World) -> None:
    """In the place of pytest-django's, which makes the test database only where some test asks for `db`."""


@pytest.fixture(scope="module")
def sessions(world: World, django_db_blocker: DjangoDbBlocker) -> dict[PostCode, str]:
    """One session for each post, opened once for all lines."""
    keys = {}
    with django_db_blocker.unblock():
        for post, user in world.users.items():
            client = Client()
            client.force_login(user)
            keys[post] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return keys


@pytest.fixture(scope="module", autouse=True)
def refused_in_few_words() -> Iterator[None]:
    """The page of a refusal is the same at every address: it is drawn once for each visitor, and none goes on the log."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            urls, "handler403", _once_for_each_visitor(defaults.permission_denied, 403), raising=False
        )
        patch.setattr(urls, "handler404", _once_for_each_visitor(defaults.page_not_found, 404), raising=False)
        patch.setattr(logging.getLogger("django.request"), "disabled", True)
        yield


def _once_for_each_visitor(
    page: Callable[..., HttpResponseBase], status: int
) -> Callable[..., HttpResponseBase]:
    drawn: set[str] = set()

    def answer(request: HttpRequest, exception: Exception) -> HttpResponseBase:
        visitor = str(request.user)
        if visitor in drawn:
            return HttpResponse(status=status)
        drawn.add(visitor)
        return page(request, exception)

    return answer


def logged_in(session: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def _status(client: Client, line: Line, url: str, data: dict[str, Any]) -> int:
    """The answer; what one post changes, the next one does not find."""
    with transaction.atomic():
        response = getattr(client, line.method)(url, data, headers=line.headers)
        transaction.set_rollback(True)
    return int(response.status_code)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.method} {line.name}")
def test_each_post_gets_the_answer_its_duties_allow(
    line: Line, world: World, sessions: dict[PostCode, str]
) -> None:
    wrong = []
    with transaction.atomic():
        world.extra.clear()
        url = reverse(line.name, kwargs=line.args(world))
        data = line.data(world) if callable(line.data) else line.data
        for post, session in sessions.items():
            status = _status(logged_in(session), line, url, data)
            if status != line.expected(post):
                wrong.append(f"{post}: {status}, expected {line.expected(post)}")
        nobody = _status(Client(), line, url, data)
        if nobody != line.nobody:
            wrong.append(f"nobody: {nobody}, expected {line.nobody}")
        transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)
