"""Rosters in a real browser: the grid by keyboard, undo, paste and rotations; a phone's day; My shifts; both languages."""

import datetime
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from callcenter.access.posts import PostCode
from callcenter.people.models import Employee, Team
from staffing.roster.models import Assignment, HeadsNeeded, Roster, RosterChange
from staffing.roster.services import CellEdit, edit_cells
from staffing.shifts.models import Rotation, RotationDay
from staffing.swaps.board.models import Posting
from tests.factories import make_department, make_employee, make_site, make_team
from tests.staffing.factories import (
    LATE_SHIFT,
    NIGHT_SHIFT,
    make_agent,
    make_assignment,
    make_roster,
    make_shift_type,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Check = Callable[[Page], None]
MARCH = datetime.date(2026, 3, 1)
URL = "/staffing/roster/shanghai/phones/2026-03/"
LOWEST = """[...document.querySelectorAll("[data-chart-canvas]")].map((canvas) => {
    const chart = window.echarts?.getInstanceByDom(canvas);
    return chart ? chart.getModel().getComponent("yAxis").axis.scale.getExtent()[0] : 0;
})"""


@pytest.fixture
def team() -> Team:
    site = make_site("shanghai", name="Shanghai", name_zh="上海")
    kinds = [
        make_shift_type(site, "D", name_zh="白班"),
        make_shift_type(site, "D2", LATE_SHIFT, colour="purple"),
        make_shift_type(site, "N", NIGHT_SHIFT, colour="indigo", name_zh="夜班"),
    ]
    rotation = Rotation.objects.create(site=site, code="2-2", name="Two on", anchor_on=MARCH, crews=2)
    for place, kind in enumerate((kinds[0], kinds[2], None, None)):
        RotationDay.objects.create(rotation=rotation, place=place, shift_type=kind)
    return make_team(make_department(site, code="phones"), code="a", name="Team A")


@pytest.fixture
def agents(team: Team) -> list[Employee]:
    return [make_agent(team, number=f"E{number}", name=f"Agent {number}") for number in (1, 2, 3)]


@pytest.fixture
def director(team: Team) -> object:
    return make_employee(PostCode.DIRECTOR, site=team.department.site, number="A1").user


@pytest.fixture
def draft(team: Team, agents: list[Employee]) -> Roster:
    return make_roster(team.department, MARCH, is_published=False)


def cell(page: Page, number: str, day: int) -> Locator:
    return page.locator(f'tr[data-n="{number}"] td').nth(day - 1)


def codes(agent: Employee) -> dict[int, str]:
    rows = Assignment.objects.standing().filter(employee=agent).order_by("on")
    return {row.on.day: row.code for row in rows}


def saved(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text="Everything is saved")).to_be_visible()


def test_cells_are_filled_and_undone_with_the_keyboard_alone(
    draft: Roster,
    director: object,
    agents: list[Employee],
    page_as: Callable[..., Page],
    assert_no_axe_violations: Check,
) -> None:
    page = page_as(director)
    page.goto(URL)
    cell(page, "E1", 2).click()
    page.keyboard.press("n")  # nothing else begins with it: taken at once
    page.keyboard.press("ArrowRight")
    page.keyboard.type("d")  # D2 begins with it, too: the arrow takes it
    page.keyboard.press("ArrowRight")
    page.keyboard.type("d2")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("n")
    saved(page)
    assert codes(agents[0]) == {2: "N", 3: "D", 4: "D2"}
    assert codes(agents[1]) == {4: "N", 5: "N", 6: "N"}
    expect(cell(page, "E1", 3)).to_have_class("s-blue g-block")  # no rest after the night
    expect(page.locator("tfoot tr").last.locator("td").nth(3)).to_have_text("2")
    cell(page, "E1", 3).click()
    expect(page.locator("[data-here]")).to_contain_text("h of rest before the shift")
    assert_no_axe_violations(page)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(cell(page, "E1", 4)).to_have_attribute("data-v", "")
    saved(page)
    assert codes(agents[1]) == {}
    page.keyboard.press("Control+y")
    expect(cell(page, "E1", 4)).to_have_attribute("data-v", "D2")
    cell(page, "E1", 2).click()
    page.keyboard.press("Delete")
    saved(page)
    assert codes(agents[0]) == {3: "D", 4: "D2"}
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys of the roster")).to_be_visible()
    assert_no_axe_violations(page)


def test_a_block_from_excel_is_pasted_and_the_week_copied(
    draft: Roster, director: object, agents: list[Employee], page_as: Callable[..., Page]
) -> None:
    page = page_as(director)
    page.goto(URL)
    cell(page, "E1", 2).click()
    paste = """text => {
        const data = new DataTransfer(); data.setData("text/plain", text);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
    }"""
    page.evaluate(paste, "D\tN\t休\r\nN\t-\td2\r\n")
    saved(page)
    assert codes(agents[0]) == {2: "D", 3: "N"}
    assert codes(agents[1]) == {2: "N", 4: "D2"}
    page.evaluate(paste, "D\tQ")
    expect(page.locator("[data-here]")).to_have_text("There is no shift “Q”.")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Alt+w")
    saved(page)
    assert codes(agents[0]) == {2: "D", 3: "N", 9: "D", 10: "N"}
    assert codes(agents[1]) == {2: "N", 4: "D2", 9: "N", 11: "D2"}


def test_rows_are_filled_with_a_rotation_and_a_refused_batch_is_taken_back(
    draft: Roster, director: object, agents: list[Employee], page_as: Callable[..., Page]
) -> None:
    page = page_as(director)
    page.goto(URL)
    cell(page, "E1", 1).click()
    page.keyboard.press("Shift+ArrowDown")
    for _each in range(3):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#fill-rotation option")).to_have_count(1)
    page.get_by_role("link", name="Fill with rotation").click()
    page.get_by_role("dialog").get_by_role("button", name="Fill").click()
    saved(page)
    assert codes(agents[0]) == {1: "D", 2: "N"}
    assert codes(agents[1]) == {3: "D", 4: "N"}
    make_assignment(agents[2], MARCH, roster=draft, is_published=False)  # somebody else, meanwhile
    cell(page, "E3", 1).click()
    page.keyboard.press("n")
    expect(page.get_by_role("alert")).to_contain_text("changed the cell of Agent 3")
    expect(cell(page, "E3", 1)).to_have_attribute("data-v", "D")


def test_of_two_who_edit_one_cell_the_second_reads_who_was_first_and_what_was_typed_is_kept(
    draft: Roster,
    team: Team,
    director: object,
    agents: list[Employee],
    page_as: Callable[..., Page],
    assert_no_axe_violations: Check,
) -> None:
    other = make_employee(PostCode.DIRECTOR, site=team.department.site, number="A2", name="Ada Lovelace")
    page = page_as(director)
    page.goto(URL)
    cell(page, "E1", 2).click()
    edit_cells(draft, [CellEdit(agents[0].pk, MARCH.replace(day=2), "D", "")], actor=other.user)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("n")  # three cells at once, of which Ada has filled the first meanwhile
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Ada Lovelace changed the cell of Agent 1")
    expect(alert).to_contain_text("What you put in is kept:")
    expect(cell(page, "E1", 2)).to_have_attribute("data-v", "D")
    assert codes(agents[0]) == {2: "D"}
    assert_no_axe_violations(page)
    alert.get_by_role("button", name="Put in the other 2").click()
    saved(page)
    assert codes(agents[0]) == {2: "D", 3: "N", 4: "N"}
    expect(alert).to_be_hidden()
    edit_cells(draft, [CellEdit(agents[1].pk, MARCH.replace(day=9), "D", "")], actor=other.user)
    cell(page, "E2", 9).click()
    page.keyboard.press("n")
    alert.get_by_role("button", name="Put mine in all the same").click()
    saved(page)
    assert codes(agents[1]) == {9: "N"}


def test_a_finding_leads_to_its_cell(
    draft: Roster, director: object, agents: list[Employee], page_as: Callable[..., Page]
) -> None:
    page = page_as(director)
    page.goto(f"{URL}?employee=E2&day=2026-03-17")
    expect(page.locator("[data-here] strong")).to_contain_text("Agent 2 · ")
    expect(cell(page, "E2", 17)).to_have_class(re.compile("is-at"))


def test_what_a_day_lacks_is_offered_with_one_click(
    team: Team,
    director: object,
    agents: list[Employee],
    page_as: Callable[..., Page],
    assert_no_axe_violations: Check,
) -> None:
    month = datetime.date.today().replace(day=1) + datetime.timedelta(days=62)
    on = month.replace(day=10)
    make_roster(team.department, month.replace(day=1))
    make_assignment(agents[0], on)
    HeadsNeeded.objects.create(
        department=team.department, weekday=on.weekday(), span=(480, 960), heads=2, period=(MARCH, None)
    )
    page = page_as(director)
    page.goto(f"/staffing/roster/shanghai/phones/{on:%Y-%m}/coverage/?day=10")
    assert_no_axe_violations(page)
    page.wait_for_function(f"{LOWEST}.every((low) => low < 0)")  # what is missing is drawn below the line
    page.get_by_role("button", name="Offer as open shift: Open shift D").click()
    expect(page.get_by_role("heading", name="On the board for this day")).to_be_visible()
    assert Posting.objects.get().kind == "open_shift"
    expect(page.get_by_role("button", name="Offer as open shift")).to_have_count(0)
    assert_no_axe_violations(page)
    page.goto("/staffing/roster/reserve/")
    assert_no_axe_violations(page)


def test_a_published_roster_asks_why_once(
    team: Team, director: object, agents: list[Employee], page_as: Callable[..., Page]
) -> None:
    make_roster(team.department, MARCH)
    page = page_as(director)
    page.goto(URL)
    cell(page, "E1", 2).click()
    page.keyboard.type("d2")
    dialog = page.get_by_role("dialog", name="Why does the published roster change?")
    dialog.get_by_role("button", name="Take the change back").click()
    expect(cell(page, "E1", 2)).to_have_attribute("data-v", "")
    page.keyboard.type("d2")
    dialog.get_by_label("Reason").fill("Somebody fell ill")
    dialog.get_by_role("button", name="Save").click()
    saved(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.type("d2")
    saved(page)
    expect(cell(page, "E2", 2)).to_have_class("s-purple g-changed is-at")
    assert set(RosterChange.objects.values_list("reason", flat=True)) == {"Somebody fell ill"}


def test_a_phone_shows_a_day_and_changes_a_cell_in_chinese_and_in_the_dark(
    draft: Roster,
    director: object,
    agents: list[Employee],
    page_as: Callable[..., Page],
    assert_no_axe_violations: Check,
) -> None:
    make_assignment(agents[0], MARCH.replace(day=12), roster=draft, is_published=False)
    page = page_as(director, "zh-hans", 390, "dark")
    page.goto(f"{URL}?day=12")
    expect(page.locator("[data-grid]")).to_be_hidden()
    expect(page.get_by_text("1 人上班")).to_be_visible()
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert_no_axe_violations(page)
    page.get_by_role("link", name="Agent 1").click()
    page.get_by_label("N · 夜班").check()
    assert_no_axe_violations(page)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("link", name="Agent 1")).to_contain_text("N")
    assert codes(agents[0]) == {12: "N"}


def test_my_shifts_on_a_phone(
    team: Team, agents: list[Employee], page_as: Callable[..., Page], assert_no_axe_violations: Check
) -> None:
    today = team.department.site.today()
    make_assignment(agents[0], today)
    make_assignment(agents[0], today + datetime.timedelta(days=1), NIGHT_SHIFT, code="N")
    for language, theme in (("en", "light"), ("zh-hans", "dark")):
        page = page_as(agents[0].user, language, 390, theme)
        page.goto("/staffing/roster/mine/")
        expect(page.locator(".my-day").first).to_contain_text("08:00–16:30")
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert_no_axe_violations(page)
        page.goto(f"/staffing/roster/mine/month/{today:%Y-%m}/")
        assert_no_axe_violations(page)
    page.goto("/staffing/roster/mine/calendar/")
    page.get_by_role("button", name="生成保密地址").click()
    address = page.get_by_role("textbox", name="您的地址").input_value()
    answer = page.request.get(address)
    assert "BEGIN:VCALENDAR" in answer.text()
    assert_no_axe_violations(page)


def test_a_shift_type_and_a_rotation_are_drawn_while_they_are_typed(
    team: Team, director: object, page_as: Callable[..., Page], assert_no_axe_violations: Check
) -> None:
    page = page_as(director)
    page.goto("/staffing/shifts/types/")
    assert_no_axe_violations(page)
    page.goto("/staffing/shifts/types/new/")
    page.get_by_label("Code").fill("S")
    page.get_by_label("Name", exact=False).first.fill("Split")
    page.get_by_label("Working time").fill("8:30-15, 20-23")
    expect(page.locator("#shift-preview")).to_contain_text("9:30 h working time")
    assert_no_axe_violations(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="S Split")).to_be_visible()
    assert_no_axe_violations(page)
    page.goto("/staffing/shifts/rotations/new/")
    page.get_by_role("button", name="Four on, two off").click()
    expect(page.locator(".rotation-table tbody tr")).to_have_count(3)
    assert_no_axe_violations(page)
