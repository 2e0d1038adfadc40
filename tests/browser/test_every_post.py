"""Every post walks through the demo center as it is delivered: each page of its navigation, in both languages, on desktop and phone.

A page must answer, fit its width, and in Chinese say nothing in English but names, codes and words of the trade.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from playwright.sync_api import Page, ViewportSize

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.approvals.models import Request
from callcenter.audit.models import Event
from callcenter.demo.services import Size, load_demo
from callcenter.integrations.clients.models import Client
from callcenter.integrations.webhooks.models import Endpoint
from callcenter.people.models import Company, Department, Employee, Post, PostHolding, Site, Team
from callcenter.rulebook.registry import Kind, all_rules
from callcenter.telephony.models import CallType, Queue
from staffing.floor.models import Handover

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAYS = Size(days=9)  # yesterday, the same weekday of the week before, and a day more
DESKTOP, PHONE = 1440, 390
SIZES: dict[int, ViewportSize] = {
    DESKTOP: {"width": DESKTOP, "height": 900},
    PHONE: {"width": PHONE, "height": 844},
}

# Visible texts of the main column, without what is data or code.
TEXTS = """() => {
    const skipped = 'script,style,code,pre,svg,canvas,template,[lang=en],.visually-hidden,[data-untranslated]';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        const text = walker.currentNode.textContent.trim();
        if (text && parent && !parent.closest(skipped) && parent.checkVisibility()) found.push(text);
    }
    return found;
}"""
# Two English words in a row, neither of them data (a code has digits, a hyphen or a dot in it).
ENGLISH = re.compile(r"(?<![\w@./·-])[A-Za-z]{3,} [A-Za-z]{3,}(?![\w@/])")
ALLOWED = ("OpenID Connect",)


def names() -> list[str]:
    """English texts that are the center's data: they show in both languages, the longest first."""
    named = (Company, Site, Department, Team, Post, Employee, Queue, CallType, Client, Endpoint)
    found = {name for model in named for name in model.objects.values_list("name", flat=True)}
    found |= set(Request.objects.values_list("label", flat=True))
    reasons = Event.objects.exclude(reason="").values_list("reason", flat=True).distinct()
    found |= {reason.rpartition(" · ")[2] for reason in reasons}
    found |= {text for text in written() if len(text) > 5}
    return sorted(found | set(ALLOWED), key=len, reverse=True)


def written() -> Iterator[str]:
    """What the demo's people and its customers wrote, line by line, what the trail calls it, what letters say in English."""
    yield from (str(rule.default) for rule in all_rules() if rule.kind is Kind.TEXT)
    yield from Event.objects.values_list("subject_label", flat=True).distinct()
    for model in apps.get_models():
        if model.__module__.startswith(("staffing.", "quality.", "complaints.")):
            for field in model._meta.fields:
                if isinstance(field, models.CharField | models.TextField) and not field.choices:
                    for text in model._default_manager.values_list(field.name, flat=True).distinct():
                        yield from (text or "").splitlines()
    for topics in Handover.objects.values_list("topics", flat=True):
        for text in topics.values():
            yield from str(text).splitlines()


def users_by_post() -> dict[PostCode, User]:
    """One log-in of the demo center for each post; those at headquarters before those of the second site."""
    held = PostHolding.objects.filter(
        is_primary=True,
        employee__user__must_change_password=False,
        employee__left_on=None,
        period__endswith=None,
    )
    found: dict[PostCode, User] = {}
    for holding in held.select_related("post", "employee__user").order_by("employee__site__code", "employee"):
        assert holding.employee.user is not None
        found.setdefault(PostCode(holding.post.code), holding.employee.user)
    return found


def addresses(page: Page) -> list[str]:
    """Where the navigation leads, and from each list its first record."""
    page.goto("/more/")
    links = "nav a[href^='/'], main a[href^='/']"
    shown = page.eval_on_selector_all(links, "all => all.map(one => one.getAttribute('href'))")
    own = {"/", "/more/", reverse("account_logout")}
    return list(dict.fromkeys(path for path in shown if path not in own and "?" not in path))


def first_record(page: Page) -> str | None:
    """The address of the first row's record, where the page is a list."""
    link = page.locator("main table tbody a[href^='/']").first
    return link.get_attribute("href") if link.count() else None


def shape(path: str) -> str:
    """The address without what names a record: one of a kind is looked at."""
    return re.sub(r"[^/]*\d[^/]*", "…", urlsplit(path).path)


def faults(page: Page, where: str, path: str, language: str, data: re.Pattern[str]) -> list[str]:
    """Opens the address and tells what is wrong with the page; `data` is what may be English in Chinese.

    It is opened once and looked at in both widths: what a phone shows is laid out anew, not asked for anew.
    """
    page.set_viewport_size(SIZES[DESKTOP])
    answer = page.goto(path)
    assert answer is not None
    found = [] if answer.status == 200 else [f"{where}: {answer.status}"]
    for width, size in SIZES.items():
        page.set_viewport_size(size)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{where}: wider than a window of {width}")
        if language == "zh-hans":
            texts = (data.sub("", text) for text in page.evaluate(TEXTS))
            found += [f"{where} at {width}: “{text[:80]}”" for text in texts if ENGLISH.search(text)]
    return found


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh-hans", "dark")])
def test_every_post_can_open_all_that_its_navigation_shows(
    page_as: Callable[..., Page], language: str, theme: str
) -> None:
    load_demo(DAYS)
    users = users_by_post()
    assert set(users) == set(PostCode), "the demo center lacks a post"
    data = re.compile("|".join(map(re.escape, names())))
    seen: set[str] = set()  # shapes of addresses; the permission table has each of them with every post
    problems: list[str] = []
    for post, user in users.items():
        page = page_as(user, language, DESKTOP, theme)
        problems += faults(page, f"{post} /", "/", language, data)
        waiting = [path for path in addresses(page) if shape(path) not in seen]
        for path in waiting:
            seen.add(shape(path))
            problems += faults(page, f"{post} {path}", path, language, data)
            record = first_record(page)
            if record and shape(record) not in seen:
                waiting.append(record)
        page.context.close()
    assert not problems, "\n".join(problems)


# What the sheet of a page is wide between its margins, in pixels: A4 upright, A4 and A3 across.
PAPER = {"auto": 703, "wide": 1032, "widest": 1496, "roster-a3": 1496, "roster-a4": 1032}
ON_PAPER = """() => {
    const seen = (element) => element.checkVisibility({visibilityProperty: true}) && element.getClientRects().length;
    const name = (element) => `${element.localName}.${element.className}`.slice(0, 60);
    const found = [];
    for (const control of document.querySelectorAll("button, input, select, textarea, .btn")) {
        if (seen(control)) found.push(`${name(control)} is printed`);
    }
    for (const table of document.querySelectorAll("table")) {
        if (seen(table) && table.getBoundingClientRect().right > innerWidth + 1) found.push(`${name(table)} is cut off`);
    }
    for (const card of document.querySelectorAll(".card")) {
        if (getComputedStyle(card).breakInside !== "auto" && card.clientHeight > 700) found.push(`${name(card)} leaves a sheet empty`);
    }
    return found;
}"""


def paper_faults(page: Page, path: str) -> list[str]:
    """What is wrong with the page on paper: controls, tables cut off, sheets left empty."""
    page.goto(path)
    page.emulate_media(media="print")
    sheet = page.evaluate("getComputedStyle(document.querySelector('.page')).page")
    page.set_viewport_size({"width": PAPER[sheet], "height": 900})
    found = page.evaluate(ON_PAPER)
    page.emulate_media(media="screen")
    return [f"{path}: {fault}" for fault in dict.fromkeys(found)]


def test_every_page_of_the_director_prints_whole_and_without_controls(page_as: Callable[..., Page]) -> None:
    load_demo(DAYS)
    page = page_as(users_by_post()[PostCode.DIRECTOR], theme="dark")
    paths = ["/", *addresses(page)]
    problems: list[str] = []
    seen: set[str] = set()
    for path in paths:
        problems += paper_faults(page, path)
        record = first_record(page)
        if record and shape(record) not in seen:
            seen.add(shape(record))
            paths.append(record)
    assert not problems, "\n".join(problems)


def test_long_names_of_people_teams_and_sites_fit_a_phone(page_as: Callable[..., Page]) -> None:
    load_demo(DAYS)
    user = users_by_post()[PostCode.GM]
    long = "Maximiliana Alexandrovna Featherstonehaugh-Cholmondeley de la Fontaine y Villanueva"
    for model in (Company, Site, Department, Team, Employee, Queue):
        model.objects.update(
            name=long, name_zh="北方地区区域客户联络与电话银行业务运营中心以及个人业务综合服务班组"
        )
    page = page_as(user, width=390)
    paths = [
        "/",
        *(path for path in addresses(page) if path != reverse("api:docs")),
    ]  # nobody's name is there
    wide = []
    for path in paths:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)
        record = first_record(page)
        if record and shape(record) not in map(shape, paths):
            paths.append(record)
    assert wide == []
