"""A real Chromium on a real server: `page_as` logs somebody in, `assert_no_axe_violations` checks accessibility.

Every page opened through `page_as` or `visitor` must stay without script errors and without anything the content
security policy had to block. A failing test leaves its pictures in the data folder, under browser-failures/.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from callcenter.accounts.models import User
from tests.conftest import chromium

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
]
AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
HEIGHTS = {390: 844}
_outcome = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[Any]:
    report = yield
    if report.failed:
        item.stash[_outcome] = True
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the run. Playwright keeps an event loop, which Django would otherwise mistake for async code."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def open_page(
    browser: Browser, live_server: Any, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Makes pages; at the end each must have had no script error and nothing blocked."""
    pages: list[Page] = []
    problems: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and re.search(
            "Content Security Policy|Content-Security-Policy", message.text
        ):
            problems.append(message.text)

    def make(cookies: dict[str, str], width: int, language: str, theme: str, **options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            base_url=live_server.url,
            locale="zh-CN" if language == "zh-hans" else "en-US",
            has_touch=width < 600,
            **options,
        )
        context.set_default_timeout(10_000)
        context.set_default_navigation_timeout(
            30_000
        )  # the first look at a page may build what is kept afterwards
        jar = cookies | {settings.LANGUAGE_COOKIE_NAME: language, "theme": theme}
        context.add_cookies(
            [{"name": key, "value": value, "url": live_server.url} for key, value in jar.items()]
        )
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: problems.append(str(error)))
        pages.append(page)
        return page

    yield make
    failed = request.node.stash.get(_outcome, False)
    for number, page in enumerate(pages):
        if failed and not page.is_closed():
            folder = Path(settings.DATA_DIR) / "browser-failures"
            page.screenshot(path=folder / f"{request.node.name}-{number}.png", full_page=True)
        page.context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def page_as(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """`page_as(user, language="en", width=1440, theme="light")`: a page with that user logged in, nothing opened yet."""

    def make(
        user: User, language: str = "en", width: int = 1440, theme: str = "light", **options: Any
    ) -> Page:
        User.objects.filter(pk=user.pk).update(language=language, theme=theme)
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        return open_page({settings.SESSION_COOKIE_NAME: cookie}, width, language, theme, **options)

    return make


@pytest.fixture
def visitor(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """`visitor(language="en", width=1440, theme="light")`: a page of somebody who has not logged in."""

    def make(language: str = "en", width: int = 1440, theme: str = "light", **options: Any) -> Page:
        return open_page({}, width, language, theme, **options)

    return make


@pytest.fixture
def assert_no_axe_violations() -> Callable[..., None]:
    """`assert_no_axe_violations(page)`: axe-core finds nothing against WCAG 2.2 A and AA on the page as it stands.

    `within`: only there, as in something open that covers a part of what lies behind it.
    """

    def check(page: Page, within: str = "") -> None:
        page.evaluate(AXE.read_text())
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        # What it passed need not be written out, and no media are there to be fetched beforehand.
        options = {
            "runOnly": {"type": "tag", "values": tags},
            "resultTypes": ["violations"],
            "preload": False,
        }
        found = page.evaluate(
            "([within, options]) => axe.run(within || document, options).then(result => result.violations)",
            [within, options],
        )
        lines = [
            f"{violation['id']}: {violation['help']}\n    "
            + "\n    ".join(f"{node['target']} {node['html'][:160]}" for node in violation["nodes"][:4])
            for violation in found
        ]
        assert not lines, f"{page.url}\n" + "\n".join(lines)

    return check
