"""Imports for programs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.files.jobs import services as jobs
from callcenter.people.models import Department
from tests.factories import make_user
from tests.files.conftest import BAD_ROWS, ROWS, checked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("importer")]
ADDRESS = "/api/v1/files/imports/"


@pytest.fixture
def user() -> User:
    return make_user(PostCode.DIRECTOR)


@pytest.fixture
def program(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def send(program: Client, data: bytes = ROWS, **fields):
    sent = {"kind": "tests.departments", "file": SimpleUploadedFile("departments.csv", data)}
    return program.post(ADDRESS, sent | fields)


def test_a_sent_file_is_checked_and_applied_by_the_worker(program):
    response = send(program)
    assert response.status_code == 202, response.content
    number = response.json()["id"]
    jobs.run(number)
    jobs.run(number)
    answer = program.get(f"{ADDRESS}{number}/").json()
    assert (answer["state"], answer["counts"]) == ("done", {"new": 3, "changed": 0})
    assert Department.objects.count() == 3


def test_a_file_may_be_checked_first_and_applied_later(program):
    number = send(program, apply="false").json()["id"]
    jobs.run(number)
    assert program.get(f"{ADDRESS}{number}/").json()["state"] == "checked"
    assert program.post(f"{ADDRESS}{number}/apply/").status_code == 202
    jobs.run(number)
    assert program.get(f"{ADDRESS}{number}/").json()["state"] == "done"
    again = program.post(f"{ADDRESS}{number}/apply/")
    assert again.status_code == 409
    assert again.json()["objections"][0]["code"] == "files.job_state"


def test_row_errors_are_read_page_by_page(program):
    number = send(program, BAD_ROWS).json()["id"]
    jobs.run(number)
    assert program.get(f"{ADDRESS}{number}/").json()["state"] == "refused"
    assert program.get(f"{ADDRESS}{number}/errors/").json()["results"] == [
        {"row": 3, "column": "code", "value": "?!", "reason": "The code is no word."}
    ]


@pytest.mark.parametrize(
    ("data", "fields", "code"),
    [
        (b"", {}, None),
        (b"x,y\n1,2\n", {}, "files.import_missing_columns"),
        (ROWS, {"kind": "nothing"}, "files.import_unknown_kind"),
        (b"code,name\n\x00,\n", {}, "tabular.nul_bytes"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_codes(program, data, fields, code):
    response = send(program, data, **fields)
    assert response.status_code == (409 if code else 400)
    assert program.get(ADDRESS).json()["results"] == []
    if code:
        assert response.json()["objections"][0]["code"] == code


def test_columns_may_be_named(program):
    columns = '{"code": "x", "name": "y"}'
    assert send(program, b"x,y\nsales,Sales\n", columns=columns).status_code == 202


def test_the_imports_of_others_are_not_there(program, user):
    other = checked(make_user(PostCode.HR))
    assert program.get(f"{ADDRESS}{other.pk}/").status_code == 404
    assert program.get(ADDRESS).json()["results"] == []


def test_an_import_is_cancelled(program):
    number = send(program).json()["id"]
    assert program.post(f"{ADDRESS}{number}/cancel/").json()["state"] == "cancelled"
