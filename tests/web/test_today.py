"""Today as home: what each post finds there, in how many queries."""

import datetime
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.files.jobs.models import Job, State, Step, Work
from callcenter.rulebook.services import set_value
from callcenter.telephony.models import SwitchAgent
from reports.rollups import services
from reports.rollups.models import Reason, StaleDay
from tests.factories import make_department, make_employee, make_site, make_team, make_user
from tests.reports.factories import call, load_calls

pytestmark = pytest.mark.django_db
MOST_QUERIES = 60  # one or two of each room that asks something of somebody


@pytest.fixture
def site():
    return make_site("north", time_zone="UTC")


@pytest.fixture
def team(site):
    return make_team(make_department(site))


def reads(user: User) -> tuple[str, int]:
    """Today as the user sees it with its panels, and the queries of the dearer of the two; savepoints apart."""
    client = Client()
    client.force_login(user)
    page, most = "", 0
    for address, headers in (("/", {}), (reverse("web:today_panels"), {"HX-Request": "true"})):
        with CaptureQueriesContext(connection) as queries:
            page += client.get(address, headers=headers).content.decode()
        most = max(most, sum(query["sql"].startswith("SELECT") for query in queries))
    return page, most


def yesterday(site) -> datetime.date:
    return site.today() - timedelta(days=1)


def summed(site, calls) -> None:
    load_calls(site, calls)
    while services.recompute_next():
        pass


@pytest.mark.parametrize("post", PostCode)
def test_every_panel_of_a_post_is_shown_within_few_queries(post, site, team):
    user = make_user(post, site=site, team=team)
    summed(site, [call(day=yesterday(site))])
    set_value(
        "kpi.sl_seconds",
        site=site,
        value=45,
        effective_on=site.today() + timedelta(days=3),
        reason="Later",
        actor=None,
    )
    page, count = reads(user)
    assert "could not be read" not in page
    assert count <= MOST_QUERIES


@pytest.mark.parametrize("post", [PostCode.HR, PostCode.SYSADMIN, PostCode.DIRECTOR, PostCode.AGENT])
def test_the_queries_of_today_do_not_grow(post, site, team):
    user = make_user(post, site=site, team=team)
    summed(site, [call(day=yesterday(site))])
    _page, few = reads(user)
    for number in range(20):
        newcomer = make_employee(site=site, team=team, since=site.today() - timedelta(days=1))
        User.objects.filter(pk=newcomer.user_id).update(must_change_password=True)
        SwitchAgent.objects.create(site=site, code=f"agent {number}")
        StaleDay.objects.create(site=site, day=site.today() - timedelta(days=number), reason=Reason.ASKED)
    _page, many = reads(user)
    assert many <= few + 1  # the to-do asks who an unknown agent may be


def test_an_agent_sees_their_own_calls_beside_the_team_s_mean(site, team):
    me, mate = make_employee(site=site, team=team), make_employee(site=site, team=team)
    for code, person in (("anna", me), ("ben", mate)):
        SwitchAgent.objects.create(site=site, code=code, employee=person)
    day = yesterday(site)
    calls = [call(day=day, talk=100), call(day=day, talk=200), call(day=day, talk=600, agent="ben")]
    summed(site, [*calls, call(day=day - timedelta(days=1), talk=60)])
    page, _count = reads(me.user)
    assert "My calls yesterday" in page
    assert ">2</a>" in page
    assert "5:00" in page  # talk time of 100 and 200 seconds
    assert "2:30" in page  # their mean
    assert "team: 5:00" in page  # 900 seconds over three calls, not the mean of two means
    assert "My calls of the last 14 days" in page
    assert "1:00" in page  # the day before, in the chart's table
    assert f"{reverse('telephony:calls')}?site={site.code}&amp;from={day}&amp;to={day}" in page


def test_without_javascript_the_panels_are_a_page_of_their_own(site, team):
    client = Client()
    client.force_login(make_user(PostCode.HR, site=site, team=team))
    assert (
        f'<noscript><a class="btn" href="{reverse("web:today_panels")}">' in client.get("/").content.decode()
    )
    page = client.get(reverse("web:today_panels")).content.decode()
    assert "<!doctype html>" in page
    assert "People this week" in page
    part = client.get(reverse("web:today_panels"), headers={"HX-Request": "true"}).content.decode()
    assert "<!doctype html>" not in part
    assert "People this week" in part


def test_an_agent_without_calls_is_told_so(site, team):
    page, _count = reads(make_user(site=site, team=team))
    assert "No calls of yours are loaded for the last two weeks." in page


def test_hr_sees_who_joins_and_leaves_and_whose_password_is_still_temporary(site):
    today = site.today()
    joiner = make_employee(site=site, since=today, name="Newly Come")
    make_employee(site=site, name="Soon Gone", left_on=today)
    User.objects.filter(pk=joiner.user_id).update(must_change_password=True)
    page, _count = reads(make_user(PostCode.HR, site=site))
    panel = page[page.index("People this week") :]
    assert "Newly Come" in panel[: panel.index("Temporary passwords")]
    assert "Soon Gone" in panel[: panel.index("Temporary passwords")]
    assert joiner.number in panel[panel.index("Temporary passwords") :]


def test_the_administrator_sees_failed_jobs_stale_days_and_refused_log_ins(site):
    Job.objects.create(
        work=Work.IMPORT, kind="x", label="X", step=Step.CHECK, state=State.FAILED, file_name="broken.csv",
        message="The disk was full.", finished_at="2026-01-01T00:00Z",
    )  # fmt: skip
    StaleDay.objects.create(site=site, day=datetime.date(2026, 1, 1), reason=Reason.ASKED)
    user = make_user(PostCode.SYSADMIN, site=site)
    for name in (str(user), "intruder"):
        Client().post(reverse("account_login"), {"login": name, "password": "guess"})
    page, _count = reads(user)
    assert "broken.csv" in page
    assert "The disk was full." in page
    assert "2026-01-01" in page
    panel = page[page.index("Log-ins of 24 hours") :]
    assert str(user) in panel[: panel.index("Day sums")]
    assert "names that no log-in has" in panel
    assert "intruder" not in page


def test_the_coordinator_sees_days_without_facts_and_the_last_files(site):
    summed(site, [call(day=yesterday(site) - timedelta(days=1))])
    page, _count = reads(make_user(PostCode.INFO_COORDINATOR, site=site))
    assert "Days not loaded" in page
    assert f"Not loaded: {yesterday(site):%m-%d}, " in page


def test_a_director_sees_what_is_in_alarm_and_which_rules_will_change(site):
    summed(site, [call(day=yesterday(site), wait=500)])
    first = site.today() + timedelta(days=3)
    set_value("kpi.sl_seconds", site=site, value=45, effective_on=first, reason="Later", actor=None)
    page, _count = reads(make_user(PostCode.DIRECTOR, site=site))
    assert "In alarm" in page
    assert "45 s" in page[page.index("Planned rule changes") :]
    assert first.isoformat() in page
