"""The page Operation in a real browser, in both languages, widths and themes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from callcenter.operation import queues
from callcenter.operation.models import Backup, RetentionRun
from tests.browser.looks import every_look
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@every_look
def test_who_looks_after_the_product_sees_how_it_runs(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    tmp_path: Path,
    language: str,
    width: int,
    theme: str,
) -> None:
    user = make_user(PostCode.SYSADMIN)
    page = page_as(user, language=language, width=width, theme=theme)
    page.goto("/operation/")
    assert_no_axe_violations(page)
    now = timezone.now()
    queues.beat()
    Backup.objects.create(
        file_name="callcenter-20261121-030000.zip",
        started_at=now,
        finished_at=now,
        is_verified=True,
        size=48_000_000,
        rows=135_000,
        files=12,
    )
    RetentionRun.objects.create(
        what="audit.event", days=1095, before=now, rows=12, started_at=now, finished_at=now
    )
    page.goto("/operation/")
    expect(page.locator("main")).to_contain_text("callcenter-20261121-030000.zip")
    assert_no_axe_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.screenshot(path=tmp_path / "operation.png", full_page=True)
    page.locator("a[href$='operation.keep_audit_days/']").click()
    expect(page.locator("main")).to_contain_text("1,095")
