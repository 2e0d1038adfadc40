"""Today's floor, the break board and one's own breaks in a real browser: no violations, the live part refreshes in place."""

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from callcenter.people.models import Employee
from staffing.attendance.models import Punch
from staffing.floor.breaks.models import Break
from staffing.roster.models import Assignment
from tests.factories import make_department, make_employee, make_site, make_team, zone_at_noon
from tests.staffing.factories import make_assignment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR = datetime.timedelta(hours=1)


def on_duty(employee: Employee) -> Assignment:
    """A shift that began two hours ago."""
    now = timezone.now().replace(second=0, microsecond=0)
    row = make_assignment(employee, employee.site.today())
    row.starts_at, row.ends_at = now - 2 * HOUR, now + 6 * HOUR
    row.save(update_fields=["starts_at", "ends_at"])
    return row


def comes(row: Assignment) -> None:
    Punch.objects.create(
        site=row.site,
        employee=row.employee,
        occurred_at=row.starts_at - datetime.timedelta(minutes=12),
        direction="in",
        source="device",
    )


def test_the_leader_sees_the_floor_and_an_agent_takes_a_break_by_phone(
    page_as: Callable[..., Page], assert_no_axe_violations: Callable[[Page], None]
) -> None:
    # the template shift of the day runs from 08:00: at the site it is about noon
    team = make_team(make_department(make_site(time_zone=zone_at_noon())))
    leader = make_employee(PostCode.SHIFT_LEADER, team=team)
    agent = make_employee(team=team, superior=leader)
    row = on_duty(agent)
    page = page_as(leader.user)
    page.goto("/staffing/floor/")
    expect(page.locator("#tile-absent .floor-count")).to_have_text("1")
    assert_no_axe_violations(page)
    page.locator("#tile-all").focus()
    comes(row)
    page.evaluate(
        "htmx.ajax('GET', document.querySelector('#floor-live').getAttribute('hx-get'), {source: '#floor-live', swap: 'outerHTML'})"
    )
    expect(page.locator("#tile-present .floor-count")).to_have_text("1")
    expect(page.locator("#tile-all")).to_be_focused()
    expect(page.locator("#floor-spoken")).to_contain_text("0 absent so far")

    page.goto(f"/staffing/floor/breaks/{team.pk}/{row.on}/")
    page.get_by_role("button", name="Spread the breaks").click()
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("#slots-title")).to_contain_text("3")
    assert_no_axe_violations(page)
    Break.objects.filter(kind="meal").delete()
    Break.objects.filter(pk=Break.objects.order_by("starts_at")[0].pk).update(
        starts_at=timezone.now() - datetime.timedelta(minutes=1),
        ends_at=timezone.now() + datetime.timedelta(minutes=14),
    )

    phone = page_as(agent.user, language="zh-hans", width=390, theme="dark")
    phone.goto("/staffing/floor/my-breaks/")
    phone.get_by_role("button", name="我现在去").click()
    expect(phone.get_by_role("button", name="我回来了")).to_be_visible()
    assert_no_axe_violations(phone)
