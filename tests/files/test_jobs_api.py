"""Jobs for programs: how far they are, and the file for whoever asked for it."""

from http import HTTPStatus

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.audit.models import Event
from callcenter.files.jobs.models import Job, State, Step, Work
from tests.factories import make_site, make_user

pytestmark = pytest.mark.django_db
JOBS = "/api/v1/files/jobs/"


def make_export(user: User, *, state: State = State.DONE, content: bytes = b"workbook") -> Job:
    job = Job(
        work=Work.EXPORT,
        kind="web.list",
        label="Calls",
        step=Step.MAKE,
        state=state,
        requested_by=user,
        file_name="calls.xlsx",
        finished_at=timezone.now() if state is State.DONE else None,
    )
    if content:
        job.file.save("calls.xlsx", ContentFile(content), save=False)
    job.save()
    return job


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_one_who_asked_follows_the_job_and_takes_its_file() -> None:
    user = make_user(PostCode.DIRECTOR, site=make_site())
    job = make_export(user)
    client = client_of(user)
    assert [one["id"] for one in client.get(JOBS).json()["results"]] == [job.pk]
    answer = client.get(f"{JOBS}{job.pk}/file/")
    assert b"".join(answer) == b"workbook"
    assert Event.objects.filter(verb="files.export.downloaded").count() == 1


def test_an_unfinished_file_is_a_refusal_and_somebody_elses_is_not_there() -> None:
    user = make_user(PostCode.DIRECTOR, site=make_site())
    running = make_export(user, state=State.RUNNING, content=b"")
    answer = client_of(user).get(f"{JOBS}{running.pk}/file/")
    assert answer.status_code == HTTPStatus.CONFLICT
    assert answer.json()["objections"][0]["code"] == "files.file_gone"
    other = client_of(make_user(PostCode.AGENT))
    assert other.get(f"{JOBS}{running.pk}/").status_code == HTTPStatus.NOT_FOUND
    assert other.get(f"{JOBS}{running.pk}/file/").status_code == HTTPStatus.NOT_FOUND


def test_a_waiting_job_is_cancelled() -> None:
    user = make_user(PostCode.DIRECTOR, site=make_site())
    job = make_export(user, state=State.PENDING, content=b"")
    assert client_of(user).post(f"{JOBS}{job.pk}/cancel/").json()["state"] == "cancelled"
