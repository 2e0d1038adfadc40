"""Retention: days out of the rulebook, the legal minimum as their bound, batches, records; and what must stay stays."""

import datetime
import threading
from io import StringIO
from typing import Any

import polars as pl
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.audit.letting_go import LEGAL_DAYS, OldEvents
from callcenter.audit.models import Event
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.models import Job, JobError, State, Step, Work
from callcenter.objections import RuleViolation
from callcenter.operation.models import RetentionRun
from callcenter.operation.retention import registry, services
from callcenter.operation.retention.registry import Kept
from callcenter.rulebook.services import set_value
from callcenter.rulebook.values import today_at
from callcenter.telephony.models import Call
from callcenter.telephony.operation import CustomerNumbers
from tests.factories import make_site, make_user
from tests.telephony.factories import load_calls, make_calls

pytestmark = pytest.mark.django_db


def days_ago(days: float) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def make_event(at: datetime.datetime) -> Event:
    return Event.objects.create(at=at, verb="operation.backup.made")


def test_events_older_than_three_years_go_and_the_trail_says_so() -> None:
    old, kept = make_event(days_ago(1096)), make_event(days_ago(1094))
    run = services.apply("audit.event")
    assert run is not None
    assert (run.rows, run.days) == (1, 1095)
    assert not Event.objects.filter(pk=old.pk).exists()
    assert Event.objects.filter(pk=kept.pk).exists()
    said = Event.objects.get(verb="operation.retention.applied")
    assert (said.after["what"], said.after["rows"]) == ("audit.event", 1)


def test_a_run_that_finds_nothing_leaves_no_record_in_the_trail() -> None:
    run = services.apply("audit.event")
    assert run is not None
    assert run.rows == 0
    assert not Event.objects.filter(verb="operation.retention.applied").exists()


def test_the_trail_is_kept_for_six_months_at_least_whatever_anybody_sets() -> None:
    user = make_user(PostCode.SYSADMIN)
    fields: dict[str, Any] = {"site": None, "effective_on": today_at(None), "reason": "Room", "actor": user}
    with pytest.raises(RuleViolation):
        set_value("operation.keep_audit_days", value=LEGAL_DAYS - 1, **fields)
    set_value("operation.keep_audit_days", value=LEGAL_DAYS, **fields)
    assert services.days_kept("operation.keep_audit_days") == LEGAL_DAYS


@pytest.mark.parametrize("days", [0, LEGAL_DAYS - 1])
def test_the_database_refuses_to_let_younger_events_go(days: int) -> None:
    event = make_event(days_ago(days))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        OldEvents().drop(timezone.now() + datetime.timedelta(days=1), 10)
    assert Event.objects.filter(pk=event.pk).exists()


def test_an_old_event_is_deleted_by_nobody_who_does_not_announce_it() -> None:
    event = make_event(days_ago(2000))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()
    OldEvents().drop(days_ago(1500), 10)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=make_event(days_ago(2000)).pk).update(reason="x")


def test_the_longest_that_a_site_asks_for_holds() -> None:
    site = make_site()
    set_value(
        "operation.keep_job_errors_days",
        site=site,
        value=400,
        effective_on=site.today(),
        reason="Law",
        actor=None,
    )
    assert services.days_kept("operation.keep_job_errors_days") == 400


def make_job(**fields: Any) -> Job:
    defaults: dict[str, Any] = {"work": Work.IMPORT, "kind": "tests", "step": Step.CHECK, "state": State.DONE}
    defaults |= {"finished_at": timezone.now()}
    return Job.objects.create(**(defaults | fields))


def test_row_errors_go_a_year_after_their_job_and_the_job_stays() -> None:
    old = make_job(finished_at=days_ago(366))
    young = make_job(finished_at=days_ago(364))
    for job in (old, young):
        JobError.objects.bulk_create([JobError(job=job, row=n, reason="x") for n in range(3)])
    run = services.apply("files.job_error")
    assert run is not None
    assert run.rows == 3
    assert set(JobError.objects.values_list("job_id", flat=True)) == {young.pk}
    assert Job.objects.filter(pk=old.pk).exists()


def test_files_of_jobs_are_kept_for_the_days_of_the_rulebook() -> None:
    assert (jobs.keep_until() - timezone.now()).days in {29, 30}
    today = timezone.now().date()
    set_value(
        "operation.keep_job_files_days", site=None, value=7, effective_on=today, reason="Less", actor=None
    )
    assert (jobs.keep_until() - timezone.now()).days in {6, 7}


def test_numbers_of_customers_go_and_calls_and_the_same_file_stay() -> None:
    site = make_site()
    today = timezone.now().date()
    old_day, young_day = today - datetime.timedelta(days=800), today - datetime.timedelta(days=10)
    frame = pl.concat([make_calls(3, day, customer_ref="13800001234") for day in (old_day, young_day)])
    load_calls(site, frame)
    purge = CustomerNumbers()
    assert purge.count(days_ago(730)) == 3
    run = services.apply("telephony.customer_number")
    assert run is not None
    assert run.rows == 3
    assert set(Call.objects.filter(day=old_day).values_list("customer_ref", flat=True)) == {""}
    assert set(Call.objects.filter(day=young_day).values_list("customer_ref", flat=True)) == {"13800001234"}
    load_calls(site, frame)
    assert set(Call.objects.filter(day=old_day).values_list("customer_ref", flat=True)) == {""}


class Counted:
    """A kind of rows that is let go of in batches; breaks at a given batch."""

    title = "Things"

    def __init__(self, rows: int, breaks_at: int = 0) -> None:
        self.rows, self.batches, self.breaks_at = rows, 0, breaks_at

    def count(self, before: datetime.datetime) -> int:
        return self.rows

    def drop(self, before: datetime.datetime, limit: int) -> int:
        self.batches += 1
        if self.batches == self.breaks_at:
            raise RuntimeError("the disk is full")
        gone = min(limit, self.rows)
        self.rows -= gone
        return gone


def offer(monkeypatch: pytest.MonkeyPatch, **kinds: Counted) -> None:
    found = {name: Kept(name, "operation.keep_audit_days", purge) for name, purge in kinds.items()}
    monkeypatch.setattr(registry, "_kept", found)


def test_rows_go_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    things = Counted(2 * services.BATCH + 1)
    offer(monkeypatch, things=things)
    told: list[int] = []
    run = services.apply("things", progress=told.append)
    assert run is not None
    assert (run.rows, things.batches) == (2 * services.BATCH + 1, 3)
    assert told == [services.BATCH, 2 * services.BATCH, 2 * services.BATCH + 1]


def test_a_kind_that_breaks_keeps_what_it_did_says_why_and_stops_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offer(monkeypatch, broken=Counted(3 * services.BATCH, breaks_at=2), things=Counted(1))
    runs = services.apply_all()
    assert [run.what for run in runs] == ["things"]
    broken = RetentionRun.objects.get(what="broken")
    assert broken.rows == services.BATCH
    assert "the disk is full" in broken.message


def test_a_preview_changes_nothing_and_the_command_says_it() -> None:
    event = make_event(days_ago(1100))
    out = StringIO()
    call_command("retention", dry_run=True, stdout=out)
    assert "Audit trail: kept for 1,095 days (operation.keep_audit_days); 1 would go." in out.getvalue()
    assert Event.objects.filter(pk=event.pk).exists()
    call_command("retention", stdout=out)
    assert "audit.event: 1 older than" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_let_go_of_the_same_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, go_on = threading.Event(), threading.Event()

    class Slow(Counted):
        def drop(self, before: datetime.datetime, limit: int) -> int:
            inside.set()
            assert go_on.wait(20)
            return super().drop(before, limit)

    things = Slow(5)
    offer(monkeypatch, things=things)
    found: list[RetentionRun | None] = []

    def work() -> None:
        try:
            found.append(services.apply("things"))
        finally:
            connection.close()

    other = threading.Thread(target=work)
    other.start()
    assert inside.wait(20)
    assert services.apply("things") is None
    go_on.set()
    other.join()
    assert found[0] is not None
    assert (found[0].rows, RetentionRun.objects.count()) == (5, 1)


def test_each_line_names_a_rule_of_days_with_a_bound() -> None:
    from callcenter.rulebook.registry import get

    for kept in registry.registered():
        rule = get(kept.rule_key)
        assert (rule.unit, rule.kind.value) == ("day", "integer"), kept.what
        assert rule.minimum >= 0, kept.what
