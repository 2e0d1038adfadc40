"""Very many deadlines are worked out anew in the background: with progress, all or none, and a file of what moved."""

import datetime
import io
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from python_calamine import CalamineWorkbook

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.clocks import rebase_jobs, rebasing
from callcenter.clocks.models import Clock
from callcenter.clocks.rebasing import Scope
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.keeper import JobCancelled
from callcenter.files.jobs.models import Job, State
from callcenter.objections import RuleViolation
from callcenter.people.models import PostHolding
from tests.clocks.conftest import GiveHours
from tests.clocks.test_rebasing import CLOSED_TUESDAY, LONG
from tests.clocks.test_services import HOUR, MONDAY, OFFICE, start
from tests.factories import make_employee, make_site, make_user

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
PAGE = "/clocks/rebase/"


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(rebase_jobs, "AT_ONCE", 2)
    monkeypatch.setattr(rebase_jobs, "TELL_EVERY", 1)
    with time_machine.travel(MONDAY + 3 * HOUR, tick=False):
        yield


@pytest.fixture
def clocks(hours: GiveHours) -> list[Clock]:
    """Three orders since Friday 15:00, Monday 09:00 and Monday 11:00."""
    hours(OFFICE)
    site = make_site(time_zone="Asia/Shanghai")
    begun = [MONDAY - 3 * DAY + 6 * HOUR, MONDAY, MONDAY + 2 * HOUR]
    return [start(make_employee(site=site), at=at) for at in begun]


@pytest.fixture
def director(clocks: list[Clock]) -> User:
    return make_user(PostCode.DIRECTOR, site=clocks[0].site)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def posted(clocks: list[Clock]) -> dict[str, str]:
    scope = Scope(clocks[0].site)
    return {
        "site": clocks[0].site.code,
        "with_calendar": "on",
        "reason": "Typhoon",
        "seen": rebasing.preview_rebase(scope).mark,
        "apply": "1",
    }


def dues() -> list[datetime.datetime | None]:
    return list(Clock.objects.order_by("pk").values_list("due_at", flat=True))


def test_many_become_a_job_whose_file_says_what_moved(
    clocks: list[Clock], director: User, hours: GiveHours
) -> None:
    hours(CLOSED_TUESDAY)
    before = dues()
    answer = browser(director).post(PAGE, posted(clocks))
    job = Job.objects.get()
    assert answer["Location"] == job.get_absolute_url()
    assert (job.kind, job.state, dues()) == ("clocks.rebase", State.PENDING, before)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.rows_done, job.message) == (State.DONE, 1, "")
    assert [old == new for old, new in zip(before, dues(), strict=True)] == [True, True, False]
    book = CalamineWorkbook.from_filelike(io.BytesIO(job.file.read()))
    heading, row = book.get_sheet_by_index(0).to_python()[:2]
    assert heading[2] == "What it is about"
    assert row[:3] == [clocks[2].pk, "First reply", clocks[2].label]


def test_few_are_done_at_once(clocks: list[Clock], director: User, hours: GiveHours, monkeypatch) -> None:
    monkeypatch.setattr(rebase_jobs, "AT_ONCE", 3)
    hours(CLOSED_TUESDAY)
    before = dues()
    assert browser(director).post(PAGE, posted(clocks))["Location"] == "/clocks/"
    assert not Job.objects.exists()
    assert dues() != before


def test_the_preview_says_that_it_will_take_its_time(clocks: list[Clock], director: User) -> None:
    shown = posted(clocks) | {"preview": "1"}
    assert "worked out in the background" in browser(director).post(PAGE, shown).content.decode()


def test_a_job_is_refused_as_its_page_would_be(clocks: list[Clock], director: User) -> None:
    scope = Scope(clocks[0].site)
    for reason, seen, code in (("", None, "needs_reason"), ("Typhoon", "other", "is_stale")):
        with pytest.raises(RuleViolation, match=code):
            rebase_jobs.start_rebase(scope, actor=director, reason=reason, seen=seen)
    assert browser(director).post(PAGE, posted(clocks) | {"seen": "other"}).status_code == 422
    assert not Job.objects.exists()


def test_who_may_no_longer_do_it_has_not_done_it(
    clocks: list[Clock], director: User, hours: GiveHours
) -> None:
    job = rebase_jobs.start_rebase(Scope(clocks[0].site), actor=director, reason="Typhoon")
    PostHolding.objects.filter(employee__user=director).delete()
    hours(LONG)
    before = dues()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, dues()) == (State.REFUSED, before)


def test_stopped_halfway_nothing_has_moved(
    clocks: list[Clock], director: User, hours: GiveHours, monkeypatch
) -> None:
    """Batches of one: the first is done when somebody stops the job."""
    monkeypatch.setattr(rebasing, "BATCH", 1)
    job = rebase_jobs.start_rebase(Scope(clocks[0].site), actor=director, reason="Longer hours")
    hours(LONG)
    before, told = dues(), []

    def tell(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            assert dues() != before
            raise JobCancelled

    monkeypatch.setattr(
        "callcenter.files.jobs.keeper.Keeper.progress", lambda _keeper, done, total: tell(done, total)
    )
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, told) == (State.CANCELLED, [(1, 3), (2, 3)])
    assert dues() == before
