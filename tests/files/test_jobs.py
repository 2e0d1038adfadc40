"""Jobs: claimed by one, resumed when their process is gone, given up in the end, cancelled."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.accounts.services import deactivate
from callcenter.files.imports import services as imports
from callcenter.files.imports.registry import Mapping
from callcenter.files.jobs import keeper, services
from callcenter.files.jobs.models import Job, State, Step, Work
from callcenter.objections import RuleViolation
from callcenter.people.models import Department
from tests.factories import make_user
from tests.files.conftest import applied, checked, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("importer")]


def job_in(state: State, **fields) -> Job:
    defaults = {"work": Work.EXPORT, "kind": "tests", "label": "Test", "step": Step.MAKE, "state": state}
    return Job.objects.create(**(defaults | fields))


def test_a_job_that_is_held_elsewhere_is_left_alone():
    job = job_in(State.PENDING)
    with keeper.hold(job.pk) as held:
        assert held is not None
        assert job.pk in keeper.held_ids()
        assert services.run(job.pk) is False
    assert job.pk not in keeper.held_ids()


def test_a_job_that_does_not_wait_is_not_run():
    assert services.run(job_in(State.DONE, finished_at=timezone.now()).pk) is False


def test_a_running_job_without_a_process_waits_again():
    job = job_in(State.RUNNING, attempt=1, started_at=timezone.now())
    assert services.sweep() == 1
    job.refresh_from_db()
    assert job.state == State.PENDING


def test_a_running_job_with_a_process_is_left_alone():
    job = job_in(State.RUNNING, attempt=1, started_at=timezone.now())
    with keeper.hold(job.pk):
        services.sweep()
    job.refresh_from_db()
    assert job.state == State.RUNNING


@pytest.mark.parametrize(("attempt", "state"), [(2, State.PENDING), (3, State.FAILED), (4, State.FAILED)])
def test_a_job_is_given_up_after_three_attempts(attempt, state):
    job = job_in(State.RUNNING, attempt=attempt, started_at=timezone.now())
    services.sweep()
    job.refresh_from_db()
    assert (job.state, bool(job.message)) == (state, state == State.FAILED)


def test_a_command_that_was_stopped_is_not_resumed():
    started = timezone.now() - datetime.timedelta(minutes=1)
    job = job_in(State.RUNNING, attempt=1, started_at=started, params={"is_command": True})
    services.sweep()
    job.refresh_from_db()
    assert job.state == State.FAILED


def test_a_job_that_was_told_of_a_moment_ago_is_not_told_of_again():
    job = job_in(State.PENDING)
    assert services.sweep() == 1
    assert services.sweep() == 0
    Job.objects.filter(pk=job.pk).update(woken_at=timezone.now() - datetime.timedelta(minutes=1))
    assert services.sweep() == 1


def test_without_redis_the_row_waits_for_the_sweep(settings, monkeypatch):
    from celery import current_app

    monkeypatch.setattr(current_app.conf, "broker_url", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(current_app, "send_task", _no_broker)
    job = job_in(State.PENDING)
    services.wake(job.pk)
    job.refresh_from_db()
    assert job.state == State.PENDING


def _no_broker(*args, **kwargs):
    raise ConnectionError("no broker")


def test_a_waiting_job_is_cancelled_at_once():
    user = make_user(PostCode.HR)
    job = upload(user)
    services.cancel_job(job, actor=user)
    job.refresh_from_db()
    assert (job.state, job.finished_at is not None) == (State.CANCELLED, True)


def test_an_ended_job_cannot_be_cancelled():
    user = make_user(PostCode.HR)
    with pytest.raises(RuleViolation) as caught:
        services.cancel_job(applied(user), actor=user)
    assert caught.value.objections[0].code == "files.job_not_cancellable"


@pytest.mark.parametrize(
    ("post", "same_site", "allowed"),
    [
        (PostCode.AGENT, True, False),
        (PostCode.INFO_COORDINATOR, True, False),
        (PostCode.DIRECTOR, True, True),
        (PostCode.DIRECTOR, False, False),
        (PostCode.CENTER_MANAGER, True, True),
        (PostCode.SYSADMIN, False, True),
    ],
)
def test_who_may_cancel_and_see_the_job_of_somebody_else(post, same_site, allowed):
    owner = make_user(PostCode.HR)
    other = make_user(post, **({"site": owner.employee.site} if same_site else {}))
    job = upload(owner)
    assert Job.objects.visible_to(other).filter(pk=job.pk).exists() is allowed
    if allowed:
        services.cancel_job(job, actor=other)
    else:
        with pytest.raises(PermissionDenied):
            services.cancel_job(job, actor=other)


@pytest.mark.django_db(transaction=True)
def test_a_running_import_stops_at_its_next_sign_of_progress(importer):
    user = make_user(PostCode.HR)
    job = checked(user)
    imports.apply_import(job, actor=user)

    def cancel_meanwhile(source):
        from threading import Thread

        from django.db import connection

        def cancel():
            services.cancel_job(job, actor=user)
            connection.close()

        thread = Thread(target=cancel)
        thread.start()
        thread.join(20)

    importer.hook = cancel_meanwhile
    services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, Department.objects.count()) == (State.CANCELLED, 0)


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_transaction_is_open(importer):
    user = make_user(PostCode.HR)
    job = checked(user)
    imports.apply_import(job, actor=user)
    seen = []

    def look(source):
        from threading import Thread

        from django.db import connection

        source.progress(2, 2)

        def read():
            found = Job.objects.get(pk=job.pk)
            seen.append((found.state, found.rows_done, Department.objects.count()))
            connection.close()

        thread = Thread(target=read)
        thread.start()
        thread.join(20)

    importer.hook = look
    services.run(job.pk)
    assert seen == [(State.RUNNING, 2, 0)]


def test_files_are_dropped_when_they_are_kept_no_longer():
    job = checked(make_user(PostCode.HR))
    storage, name = job.file.storage, job.file.name
    assert services.drop_expired_files() == 0
    Job.objects.filter(pk=job.pk).update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert services.drop_expired_files() == 1
    job.refresh_from_db()
    assert not job.file
    assert not storage.exists(name)


def test_a_job_whose_file_is_gone_is_refused_with_a_sentence():
    user = make_user(PostCode.HR)
    job = upload(user)
    imports.assign_columns(job, Mapping(**job.mapping), actor=user)
    job.file.storage.delete(job.file.name)
    services.run(job.pk)
    job.refresh_from_db()
    assert job.state == State.REFUSED
    assert "no longer kept" in job.message


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": State.DONE},
        {"state": State.FAILED, "finished_at": timezone.now()},
        {"state": State.PENDING, "step": Step.APPLY},
        {"state": State.PENDING, "work": Work.IMPORT, "step": Step.MAKE},
    ],
)
def test_the_database_refuses_a_job_that_cannot_be(wrong):
    state = wrong.pop("state")
    with pytest.raises(IntegrityError), transaction.atomic():
        job_in(state, **wrong)
    wrong["state"] = state


def test_the_finished_file_is_taken_only_by_the_one_who_asked():
    from callcenter.files.exports import services as exports

    owner = make_user(PostCode.DIRECTOR)
    job = job_in(State.DONE, finished_at=timezone.now(), requested_by=owner, site_id=owner.employee.site_id)
    job.file.save("x.xlsx", ContentFile(b"x"))
    assert exports.take_file(job, actor=owner) == job
    with pytest.raises(PermissionDenied):
        exports.take_file(job, actor=make_user(PostCode.SYSADMIN))


def test_a_job_is_not_done_for_somebody_whose_log_in_was_closed_meanwhile(importer):
    user = make_user(PostCode.DIRECTOR)
    job = checked(user)
    imports.apply_import(job, actor=user)
    deactivate(user)
    services.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message.startswith("Nothing was done")) == (State.REFUSED, True)
    assert not Department.objects.filter(site=user.employee.site).exists()
