"""The shell: navigation by post, Today, search, preferences, error pages, icons, template comments."""

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.objections import Objection, define
from callcenter.web import cells, icons, navigation, rules, search, today
from callcenter.web.templatetags import shell
from tests import factories

define({"web.example": "No more than %(limit)s."})


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_every_entry_of_the_navigation_has_an_address_and_an_icon() -> None:
    for entry in navigation._entries:
        assert reverse(entry.url_name)
        assert entry.icon in icons.known_icons(), "run manage.py build_icons"


def test_every_icon_that_is_named_is_in_the_sprite() -> None:
    assert icons.named_icons() - icons.known_icons() == set(), "run manage.py build_icons"


def test_an_icon_is_found_wherever_it_is_named() -> None:
    code = """
@dataclass
class Entry:
    label: str
    icon: str = "point"

def line(person, icon): ...

Entry("check", "user-off")
listing.Entry("check")
line(one, "bed")
other("no", "bell")
"""
    assert icons.passed_icons([code]) == {"user-off", "bed"}
    assert "user-off" in icons.named_icons()  # the bulk action of switch agents


def test_an_icon_keeps_apart_labels_that_only_read_the_same() -> None:
    """Icons are kept once drawn; a label that is safe HTML must not stand in for one that somebody typed."""
    assert 'aria-label="<b>"' in shell.icon("check", label=mark_safe("<b>"))
    assert 'aria-label="&lt;b&gt;"' in shell.icon("check", label="<b>")


def test_every_template_comment_ends_on_its_line() -> None:
    """Django shows a `{#` without `#}` on the same line to the reader."""
    root = Path(settings.BASE_DIR)
    for template in root.glob("templates/**/*.html"):
        for line in template.read_text().splitlines():
            assert "{#" not in re.sub(r"\{#.*?#\}", "", line), template


def test_no_template_has_inline_script_or_style() -> None:
    root = Path(settings.BASE_DIR)
    for template in root.glob("templates/**/*.html"):
        text = re.sub(r"{%.*?%}", "", template.read_text())  # `with one=one` is no handler
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text), template
        for opening in re.findall(r"<script[^>]*>", text):
            assert "src=" in opening or "application/json" in opening, template


@pytest.mark.django_db
def test_the_navigation_shows_what_the_post_may_see() -> None:
    agent = logged_in(factories.make_user(PostCode.AGENT)).get("/").content.decode()
    director = logged_in(factories.make_user(PostCode.DIRECTOR)).get("/").content.decode()
    assert "Audit trail" in director
    assert "Audit trail" not in agent
    assert 'aria-current="page"' in agent


@pytest.mark.django_db
def test_the_phone_s_bar_has_at_most_four_entries_and_more() -> None:
    page = logged_in(factories.make_user(PostCode.DIRECTOR)).get("/").content.decode()
    bar = page[page.index('class="bottombar') :]
    assert 2 <= bar[: bar.index("</nav>")].count("<a ") <= 5


def test_no_two_lines_of_the_navigation_have_the_same_icon() -> None:
    named = [entry.icon for entry in navigation._entries]
    assert sorted(name for name in set(named) if named.count(name) > 1) == []


def test_lines_of_a_long_area_stand_in_a_group() -> None:
    for area in (navigation.Area.STAFFING, navigation.Area.ADMIN):
        lines = [entry for entry in navigation._entries if entry.area is area]
        assert [entry.url_name for entry in lines if entry.group is None] == []


def _open_groups(page: str) -> set[str]:
    """The groups of the left navigation that show their lines."""
    return set(re.findall(r'data-nav-group="(\w+)"[^>]* open', page))


@pytest.mark.django_db
def test_the_group_of_the_open_page_shows_its_lines_beside_those_the_reader_left_open() -> None:
    client = logged_in(factories.make_user(PostCode.DIRECTOR))
    assert _open_groups(client.get("/more/").content.decode()) == {"floor"}
    assert _open_groups(client.get("/staffing/shifts/types/").content.decode()) == {"floor", "planning"}
    client.cookies[navigation.COOKIE] = "records.system.nonsense"
    assert _open_groups(client.get("/more/").content.decode()) == {"records", "system"}
    client.cookies[navigation.COOKIE] = ""
    assert _open_groups(client.get("/staffing/shifts/types/").content.decode()) == {"planning"}


@pytest.mark.django_db
def test_few_lines_are_not_divided_and_an_agent_s_own_work_lies_open() -> None:
    page = logged_in(factories.make_user(PostCode.AGENT)).get("/more/").content.decode()
    assert re.findall(r'data-nav-group="(\w+)"', page) == ["mine"]
    assert _open_groups(page) == {"mine"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("post", "path", "line"),
    [
        (PostCode.AGENT, "/staffing/swaps/", "My swaps"),
        (PostCode.DIRECTOR, "/staffing/swaps/all/", "Swaps"),
        (PostCode.AGENT, "/staffing/leave/ask/", "My leave"),
        (PostCode.DIRECTOR, "/staffing/leave/calendar/", "Leave"),
        (PostCode.DIRECTOR, "/staffing/attendance/?on=2026-11-20", "Attendance"),
    ],
)
def test_the_line_of_the_open_page_is_marked(post: PostCode, path: str, line: str) -> None:
    page = logged_in(factories.make_user(post)).get(path).content.decode()
    marked = re.findall(r'class="sidebar-entry"[^>]*aria-current="page">.*?<span>(.*?)</span>', page)
    assert marked == [line]


@pytest.mark.django_db
def test_an_agent_s_phone_has_what_agents_do() -> None:
    page = logged_in(factories.make_user(PostCode.AGENT)).get("/").content.decode()
    bar = page[page.index('class="bottombar') :]
    labels = re.findall(r"<span>([^<]*)</span></a>", bar[: bar.index("</nav>")])
    assert labels == ["Today", "Shifts", "Punch", "Leave", "Swaps", "More"]


@pytest.mark.django_db
def test_today_lists_the_earliest_due_first_and_survives_a_failing_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = timezone.now()

    def rooms_todos(request: HttpRequest) -> list[today.Todo]:
        return [
            today.Todo("Second", "", "/", now + datetime.timedelta(hours=30)),
            today.Todo("Last", "", "/"),
            today.Todo("First", "", "/", now - datetime.timedelta(hours=2), tone="late"),
        ]

    def failing(request: HttpRequest) -> Any:
        User.objects.raw("select nonsense")[0]

    def panel(request: HttpRequest) -> today.Panel:
        return today.Panel("A panel", "components/badge.html", {"label": "working", "colour": "green"})

    def many(request: HttpRequest) -> list[today.Todo]:
        return [
            today.Todo(f"Later {number}", "", "/", now + datetime.timedelta(days=3)) for number in range(9)
        ]

    monkeypatch.setattr(today, "_todos", [rooms_todos, failing, many])
    monkeypatch.setattr(today, "_panels", [])
    today.register_panel(failing)  # type: ignore[arg-type]
    today.register_panel(panel)
    today.register_panel(panel, posts=(PostCode.GM,))
    client = logged_in(factories.make_user(PostCode.AGENT))
    page = client.get("/").content.decode() + client.get("/today/panels/").content.decode()
    assert page.index("First") < page.index("Second") < page.index("Last")
    assert "2 h 0 min overdue" in page
    assert page.count("todo todo-late") == 1
    assert page.count("todo todo-soon") == 0
    assert page.index("Later 7") < page.index("2 more that can wait") < page.index("Later 8")
    assert "A part of this list could not be read just now." in page
    assert "This panel could not be read just now" in page
    assert page.count("working") == 1


@pytest.mark.django_db
def test_an_empty_today_says_what_will_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(today, "_todos", [])
    assert "Nothing waits for you" in logged_in(factories.make_user()).get("/").content.decode()


@pytest.mark.django_db
def test_the_search_asks_every_room_and_skips_one_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(user: User, text: str) -> list[search.Hit]:
        raise RuntimeError

    def finding(user: User, text: str) -> list[search.Hit]:
        return [search.Hit(f"{text} {number}", "found", "/") for number in range(20)]

    monkeypatch.setattr(search, "_providers", [(1, "Failing", failing), (2, "Rooms", finding)])
    client = logged_in(factories.make_user())
    page = client.get("/search/?q=<wang>").content.decode()
    assert "&lt;wang&gt; 7" in page
    assert "&lt;wang&gt; 8" not in page


@pytest.mark.django_db
def test_language_and_theme_stay_on_the_user() -> None:
    user = factories.make_user()
    client = logged_in(user)
    client.post("/preference/", {"language": "zh-hans", "theme": "dark", "next": "/more/"})
    user.refresh_from_db()
    assert (user.language, user.theme) == ("zh-hans", "dark")
    page = logged_in(user).get("/").content.decode()
    assert 'lang="zh-Hans"' in page
    assert 'data-bs-theme="dark"' in page
    client.post("/preference/", {"language": "klingon", "theme": "pink"})
    user.refresh_from_db()
    assert (user.language, user.theme) == ("zh-hans", "dark")


@pytest.mark.django_db
def test_a_visitor_s_choice_stays_in_cookies_and_leads_nowhere_else() -> None:
    client = Client()
    response = client.post(
        "/preference/", {"language": "zh-hans", "theme": "dark", "next": "https://evil.example/"}
    )
    assert response.headers["Location"] == "/"
    page = client.get("/account/login/").content.decode()
    assert 'lang="zh-Hans"' in page
    assert 'data-bs-theme="dark"' in page


@pytest.mark.django_db
def test_the_site_switch_keeps_to_sites_within_reach() -> None:
    user = factories.make_user(PostCode.GM)
    other = factories.make_site("other")
    client = logged_in(user)
    client.post("/people/switch-site/", {"site": "other", "next": "/"})
    assert client.get("/").wsgi_request.site == other
    assert client.post("/people/switch-site/", {"site": "nowhere"}).status_code == 404
    agent = logged_in(factories.make_user(PostCode.AGENT))
    assert agent.post("/people/switch-site/", {"site": "other"}).status_code == 404


@pytest.mark.django_db
def test_error_pages_are_in_both_languages() -> None:
    user = factories.make_user()
    User.objects.filter(pk=user.pk).update(language="zh-hans")
    chinese = logged_in(user).get("/nowhere/")
    assert chinese.status_code == 404
    assert "不存在" in chinese.content.decode()
    assert "This page does not exist" in Client().get("/nowhere/").content.decode()


@pytest.mark.django_db
@pytest.mark.urls("tests.web.list_urls")
def test_the_page_for_failures_stands_alone() -> None:
    response = Client(raise_request_exception=False).get("/test-broken/")
    assert response.status_code == 500
    assert "出错了" in response.content.decode()


@pytest.mark.django_db
def test_an_expired_form_is_explained() -> None:
    response = Client(enforce_csrf_checks=True).post("/preference/", {"theme": "dark"})
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()


@pytest.mark.django_db
def test_pages_carry_the_strict_policy() -> None:
    policy = Client().get("/account/login/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_a_refusal_names_rule_value_since_and_who(monkeypatch: pytest.MonkeyPatch) -> None:
    fact = rules.RuleFact(
        "swap.limit", "Swaps a month", "2", "2026-01-01", "/rulebook/swap.limit/", "Director"
    )
    monkeypatch.setattr(rules, "_provider", lambda keys: [fact])
    objection = Objection("web.example", {"limit": 2}, rules=("swap.limit",))
    html = Template("{% include 'components/refusal.html' with objections=objections only %}").render(
        Context({"objections": [objection]})
    )
    for words in ("No more than 2.", "Swaps a month", "since 2026-01-01", "Director may change it"):
        assert words in html


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (-125, "2 h 5 min overdue since 13:55"),
        (0, "0 min overdue since 16:00"),
        (1, "due today 16:01, 1 min left"),
        (60 * 26, "due tomorrow 18:00, 1 d 2 h left"),
        (60 * 24 * 9, "due 2026-11-30 16:00, 9 d 0 h left"),
    ],
)
def test_deadlines_read_as_people_say_them(minutes: float, words: str) -> None:
    now = datetime.datetime(2026, 11, 21, 16, 0, tzinfo=datetime.UTC)
    assert cells.due(now + datetime.timedelta(minutes=minutes), now) == words


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (None, "number", "—"),
        (0, "number", "0"),
        (1234567, "number", "1,234,567"),
        (1.5, "number", "1.50"),
        (75, "seconds", "1:15"),
        (3675, "duration", "1:01:15"),
        (datetime.timedelta(hours=30), "duration", "30:00:00"),
        (0.8236, "percent", "82.4%"),
        (datetime.date(2026, 11, 21), "date", "2026-11-21"),
        ("", "text", "—"),
    ],
)
def test_values_are_written_by_their_kind(value: Any, kind: str, words: str) -> None:
    assert cells.shown(value, kind) == words


def test_weekdays_follow_the_language() -> None:
    saturday = datetime.date(2026, 11, 21)
    assert cells.day(saturday) == "2026-11-21, Sat"
    with translation.override("zh-hans"):
        assert cells.day(saturday) == "2026-11-21, 周六"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/people/permissions/?q=%00", "/people/employees/E%001/", "/search/?q=a%00"]
)
def test_zero_bytes_in_an_address_are_a_bad_request(address: str) -> None:
    client = Client()
    client.force_login(factories.make_user(PostCode.SYSADMIN))
    assert client.get(address).status_code == 400


def test_a_moment_in_a_sentence_is_said_in_the_readers_time() -> None:
    at = datetime.datetime(2026, 11, 23, 5, 0, tzinfo=datetime.UTC)
    with timezone.override(datetime.timezone(datetime.timedelta(hours=8))):
        assert Objection("web.example", {"limit": at}).sentence == "No more than 2026-11-23 13:00."
