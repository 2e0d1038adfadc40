"""Rosters in a real browser: the manager lets a check pass, the director publishes; every page in both languages and looks."""

import datetime
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.people.models import Employee, Team
from staffing.roster.models import Roster, RosterOverride
from tests.factories import make_department, make_employee, make_site, make_team
from tests.staffing.factories import LATE_SHIFT, make_agent, make_assignment, make_roster

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]
MONTH, DAY = datetime.date(2026, 3, 1), datetime.date(2026, 3, 12)
BASE = "/staffing/roster/shanghai/phones/2026-03/"


@pytest.fixture
def team() -> Team:
    site = make_site("shanghai", name="Shanghai", name_zh="上海")
    return make_team(make_department(site, code="phones", name="Hotline", name_zh="热线部"))


@pytest.fixture
def roster(team: Team) -> Roster:
    roster = make_roster(team.department, MONTH, is_published=False)
    agent = make_agent(team, number="E1", name="Wang Li", name_zh="王丽")
    make_assignment(agent, DAY, LATE_SHIFT, code="L", is_published=False)
    make_assignment(agent, DAY + datetime.timedelta(days=1), is_published=False)
    make_agent(team, number="E2", name="New Person", since=team.department.site.today())
    return roster


def user(team: Team, post: PostCode) -> User:
    found: Employee = make_employee(post, site=team.department.site)
    assert found.user is not None
    return found.user


def test_a_check_is_let_pass_and_the_roster_is_published_with_the_keyboard(
    team: Team, roster: Roster, page_as: Callable[..., Page]
) -> None:
    manager = page_as(user(team, PostCode.CENTER_MANAGER))
    manager.goto(f"{BASE}check/")
    manager.get_by_role("checkbox").first.focus()
    manager.keyboard.press("Space")
    manager.get_by_label("Reason").focus()
    manager.keyboard.type("Flood")
    manager.get_by_role("button", name="Let pass").focus()
    manager.keyboard.press("Enter")
    expect(manager.get_by_text("Let pass: 1.")).to_be_visible()
    assert RosterOverride.objects.get().reason == "Flood"
    director = page_as(user(team, PostCode.DIRECTOR))
    director.goto(f"{BASE}publish/")
    director.get_by_role("button", name="Publish version 1").focus()
    director.keyboard.press("Enter")
    expect(director.get_by_text("Version 1 is published.")).to_be_visible()


@pytest.mark.parametrize(
    ("language", "width", "theme"),
    [("en", 1440, "light"), ("zh-hans", 390, "dark"), ("zh-hans", 1440, "light"), ("en", 390, "light")],
)
def test_the_pages_of_a_roster_have_no_violations(
    language: str,
    width: int,
    theme: str,
    team: Team,
    roster: Roster,
    page_as: Callable[..., Page],
    assert_no_axe_violations: Check,
) -> None:
    roster.versions.create(number=1, content={"E1": {"2026-03-12": ["D", 480, 990]}})
    manager = page_as(user(team, PostCode.CENTER_MANAGER), language=language, width=width, theme=theme)
    manager.goto(f"{BASE}check/")
    assert_no_axe_violations(manager)
    page = page_as(user(team, PostCode.DIRECTOR), language=language, width=width, theme=theme)
    for address in (
        "/staffing/roster/",
        "/staffing/roster/begin/",
        "/staffing/roster/induction/",
        "/staffing/roster/shanghai/phones/needs/",
        f"{BASE}publish/",
        f"{BASE}versions/",
        f"{BASE}compare/?from=1",
        f"{BASE}changes/",
        f"{BASE}fairness/",
    ):
        page.goto(address)
        assert_no_axe_violations(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
