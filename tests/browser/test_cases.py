"""The life of a complaint in a browser, as the posts that live it: taken by the agent, handled by the officer, decided up the line."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from complaints.cases.models import Case, CauseClass, State, Step, StepKind
from tests.complaints.factories import make_center, make_customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("en", 1440, "light"), ("zh-hans", 390, "dark")]


@pytest.mark.parametrize(("language", "width", "theme"), LOOKS)
def test_a_complaint_lives_from_the_hotline_to_its_report(
    page_as: Callable[..., Page], assert_no_axe_violations: Any, language: str, width: int, theme: str
) -> None:
    center = make_center()
    cause, _is_new = CauseClass.objects.get_or_create(
        code="attitude", defaults={"family": "service", "name": "Attitude", "name_zh": "服务态度"}
    )
    make_customer(center.site, name="王芳", phone="13800138000", phone_key="13800138000")
    agent = page_as(center.user("agent"), language, width, theme)
    agent.goto(reverse("cases:new"))
    agent.locator("#id_contact_phone").type("138 0013 8000", delay=10)
    expect(agent.locator("#case-customers")).to_contain_text("王芳")
    agent.fill("#id_title", "水壶漏水")
    agent.fill("#id_content", "第三天开始漏水。")
    agent.fill("#id_demand", "换新")
    agent.select_option("#id_cause", str(cause.pk))
    agent.evaluate("scrollTo(0, 0)")  # what the bar at the top half covers is not what is touched
    assert_no_axe_violations(agent)
    agent.locator("button[name=go][value=submit]").click()
    expect(agent.locator("h1")).to_contain_text("水壶漏水")
    case = Case.objects.get()
    assert case.state == State.SUBMITTED
    assert case.customer is not None

    officer = page_as(center.user("officer"), language, width, theme)
    officer.goto(case.get_absolute_url())
    officer.locator(f'form[action="{reverse("cases:accept", args=[case.reference])}"] button').click()
    expect(officer.locator("h1")).to_contain_text("水壶漏水")
    case.refresh_from_db()
    assert case.state == State.ACCEPTED
    assert_no_axe_violations(officer)
    officer.goto(reverse("cases:contact", args=[case.reference]))
    officer.fill("#id_contact_words", "已回执。")
    officer.locator("main form button[type=submit]").click()
    for step in Step.objects.filter(case=case, kind=StepKind.INVESTIGATE):
        officer.goto(reverse("cases:finish-step", args=[case.reference, step.pk]))
        officer.fill("#id_finish_step_result", "录音证实。")
        officer.locator("main form button[type=submit]").click()
        expect(officer.locator("h1")).to_contain_text("水壶漏水")
    officer.goto(reverse("cases:findings", args=[case.reference]))
    assert_no_axe_violations(officer)
    officer.fill("#id_findings_text", "态度不耐烦。")
    officer.select_option("#id_findings_fault", "own")
    officer.select_option("#id_findings_outcome", "substantiated")
    officer.locator("main form button[type=submit]").click()
    expect(officer.locator("h1")).to_contain_text("水壶漏水")
    officer.locator(
        f'form[action="{reverse("cases:finish-investigation", args=[case.reference])}"] button'
    ).click()
    expect(officer.locator("h1")).to_contain_text("水壶漏水")
    case.refresh_from_db()
    assert case.state == State.INVESTIGATED
    assert officer.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", ["cases:index", "cases:mine", "cases:steps", "cases:settings"])
def test_lists_and_settings_of_complaints_read_well(
    page_as: Callable[..., Page], assert_no_axe_violations: Any, name: str
) -> None:
    center = make_center()
    for language, width, theme in LOOKS:
        page = page_as(center.user("director"), language, width, theme)
        page.goto(reverse(name))
        assert_no_axe_violations(page)
