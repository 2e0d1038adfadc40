"""Switch exports go through the import wizard in a real browser: the real bank's records, and Asterisk's queue_log."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from callcenter.access.posts import PostCode
from callcenter.people.models import Site
from callcenter.telephony.models import AgentInterval, Call, CallType, DayLoad
from tests.browser.wizard import Wizard
from tests.factories import make_site, make_user
from tests.telephony.test_queue_log import LOG
from tests.telephony.test_real_file import RECORDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = [("en", 1440), ("zh-hans", 390)]
LINES = 500  # of the real file


def wizard_at(
    page_as: Callable[..., Page], check: Callable[[Page], None], language: str, width: int
) -> tuple[Wizard, Site]:
    site = make_site(time_zone="Asia/Jerusalem")
    user = make_user(PostCode.INFO_COORDINATOR, site=site)
    return Wizard(page_as(user, language=language, width=width), check), site


@pytest.mark.shared_data
@pytest.mark.skipif(not RECORDS.exists(), reason=f"the real records are not at {RECORDS}")
@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_the_records_of_the_bank_come_in_with_their_types_named(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    tmp_path: Path,
    language: str,
    width: int,
) -> None:
    wizard, site = wizard_at(page_as, assert_no_axe_violations, language, width)
    file = tmp_path / "calls.tsv"
    with RECORDS.open() as records:
        file.write_text("".join(line for line, _number in zip(records, range(LINES + 1), strict=False)))
    wizard.upload("telephony.calls", file)
    wizard.page.wait_for_url("**/mapping/")
    expect(wizard.page.locator("#id_column_started_at")).to_have_value("vru_entry")
    wizard.assign()
    wizard.be_checked()
    name = "一般业务" if language == "zh-hans" else "Regular activity"
    expect(wizard.page.get_by_text(name).first).to_be_visible()
    wizard.page.screenshot(path=tmp_path / "checked.png", full_page=True)
    wizard.apply()
    assert Call.objects.filter(site=site).count() == LINES
    assert CallType.objects.get(site=site, code="PS").name_zh == "一般业务"
    wizard.page.goto("/telephony/calls/?call_type=PS")
    expect(wizard.page.locator("tbody tr").first).to_contain_text(name)
    wizard.look()
    wizard.page.screenshot(path=tmp_path / "calls.png", full_page=True)
    wizard.page.goto("/telephony/days/")
    expect(wizard.page.locator(".month-table a")).to_have_count(DayLoad.objects.filter(site=site).count())
    wizard.page.screenshot(path=tmp_path / "days.png", full_page=True)
    wizard.look()


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_a_queue_log_needs_no_columns(
    page_as: Callable[..., Page],
    assert_no_axe_violations: Callable[[Page], None],
    tmp_path: Path,
    language: str,
    width: int,
) -> None:
    wizard, site = wizard_at(page_as, assert_no_axe_violations, language, width)
    file = tmp_path / "queue_log"
    file.write_text(LOG)
    wizard.upload("telephony.queue_log", file)
    wizard.page.wait_for_url("**/mapping/")
    expect(wizard.page.locator("main select[id^=id_column_]")).to_have_count(0)
    wizard.assign()
    wizard.be_checked()
    wizard.apply()
    assert Call.objects.filter(site=site).count() == 7
    assert AgentInterval.objects.filter(site=site).exists()
    wizard.page.goto("/telephony/calls/")
    expect(wizard.page.locator("tbody tr")).to_have_count(7)
