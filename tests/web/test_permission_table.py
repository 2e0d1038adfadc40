"""Every address of the product against every post. Add lines in tests/<room>/permission_lines.py; see permission_table.py."""

import importlib
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
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


@pytest.fixture
def world(db: None) -> World:
    site = factories.make_site("one")
    department = factories.make_department(site)
    team = factories.make_team(department)
    users: dict[PostCode, User] = {post: factories.make_user(post, site=site, team=team) for post in PostCode}
    return World(site, department, team, factories.make_employee(site=site, team=team), users)


def _ask(client: Client, line: Line, world: World) -> int:
    url = reverse(line.name, kwargs=line.args(world))
    data = line.data(world) if callable(line.data) else line.data
    return int(getattr(client, line.method)(url, data, headers=line.headers).status_code)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.method} {line.name}")
def test_each_post_gets_the_answer_its_duties_allow(line: Line, world: World) -> None:
    from django.db import transaction

    wrong = []
    for post, user in world.users.items():
        client = Client()
        client.force_login(user)
        with transaction.atomic():  # what one post changes, the next one does not find
            status = _ask(client, line, world)
            transaction.set_rollback(True)
        if status != line.expected(post):
            wrong.append(f"{post}: {status}, expected {line.expected(post)}")
    nobody = _ask(Client(), line, world)
    if nobody != line.nobody:
        wrong.append(f"nobody: {nobody}, expected {line.nobody}")
    assert not wrong, "\n".join(wrong)
