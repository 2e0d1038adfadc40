"""Taking in a file: checked, applied whole or not at all, once."""

import threading
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from callcenter.access.posts import PostCode
from callcenter.audit.models import Event
from callcenter.files.imports import mappings, services
from callcenter.files.imports.models import SavedMapping
from callcenter.files.imports.registry import Mapping
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.models import Job, State, Step
from callcenter.people.models import Department
from tests.factories import make_user
from tests.files.conftest import BAD_ROWS, ROWS, applied, checked, upload
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("importer")]


def codes() -> set[str]:
    return set(Department.objects.values_list("code", flat=True))


def test_a_file_waits_for_its_columns_which_are_guessed():
    job = upload(make_user(PostCode.HR))
    assert (job.state, job.step, job.mapping["columns"]) == (
        State.DRAFT,
        Step.CHECK,
        {"code": "code", "name": "name"},
    )
    assert job.details["samples"] == [["sales", "service", "qa"], ["Sales", "Service", "Quality"]]


def test_a_checked_file_shows_its_rows_and_stores_nothing():
    job = checked(make_user(PostCode.HR))
    assert (job.state, job.counts, job.preview["rows"][0]) == (State.CHECKED, {"new": 3}, ["sales", "Sales"])
    assert codes() == set()


def test_an_applied_file_is_stored_whole_and_recorded():
    user = make_user(PostCode.HR)
    job = applied(user)
    assert (job.state, job.counts, codes()) == (
        State.DONE,
        {"new": 3, "changed": 0},
        {"sales", "service", "qa"},
    )
    assert job.finished_at is not None
    event = Event.objects.get(verb="files.import.applied")
    assert (event.actor, event.after["sha256"], event.site_id) == (user, job.sha256, user.employee.site_id)


def test_rows_that_do_not_fit_are_kept_with_row_column_and_reason():
    job = checked(make_user(PostCode.HR), BAD_ROWS)
    assert (job.state, job.error_count) == (State.REFUSED, 1)
    assert job.message
    error = job.errors.get()
    assert (error.row, error.column, error.value, error.reason) == (3, "code", "?!", "The code is no word.")


def test_a_row_that_stops_fitting_after_the_check_rolls_everything_back(importer):
    job = checked(make_user(PostCode.HR))
    services.apply_import(job, actor=job.requested_by)
    job.file.storage.delete(job.file.name)
    job.file.storage.save(job.file.name, __import__("io").BytesIO(BAD_ROWS))
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.errors.count(), codes()) == (State.REFUSED, 1, set())


def test_an_error_of_the_program_rolls_everything_back_and_says_so(importer):
    def break_down(source):
        raise ZeroDivisionError

    importer.hook = break_down
    job = applied(make_user(PostCode.HR))
    assert (job.state, codes()) == (State.FAILED, set())
    assert str(job.pk) in job.message


def test_the_same_file_again_says_who_applied_it_and_changes_nothing(importer):
    user = make_user(PostCode.HR)
    first = applied(user)
    again = checked(user, name="copy of departments.csv")
    assert services.applied_before(again) == first
    assert refused(services.apply_import, again, actor=user) == ["files.import_is_applied"]
    assert importer.applied == [first.pk]


def test_an_older_file_may_be_applied_again_once_another_came_between():
    user = make_user(PostCode.HR)
    applied(user)
    applied(user, ROWS.replace(b"Sales", b"Selling"))
    assert applied(user).state == State.DONE
    assert Department.objects.get(code="sales").name == "Sales"


def test_the_same_file_with_other_columns_is_another_import():
    user = make_user(PostCode.HR)
    job = upload(user)
    one = mappings.mapping_key(job.kind, 1, job.sha256, Mapping({"code": "code", "name": "name"}))
    assert one != mappings.mapping_key(job.kind, 1, job.sha256, Mapping({"code": "name", "name": "code"}))
    assert one == mappings.mapping_key(job.kind, 1, job.sha256, Mapping({"name": "name", "code": "code"}))


def test_nobody_imports_at_a_site_where_their_posts_do_not_reach():
    user, other = make_user(PostCode.HR), make_user(PostCode.HR)
    from django.core.files.base import ContentFile

    with pytest.raises(PermissionDenied):
        services.start_import(
            "tests.departments", ContentFile(ROWS, "a.csv"), site_id=other.employee.site_id, actor=user
        )


def test_nobody_applies_the_file_of_somebody_else():
    job = checked(make_user(PostCode.HR))
    with pytest.raises(PermissionDenied):
        services.apply_import(job, actor=make_user(PostCode.DIRECTOR, site=job.requested_by.employee.site))


def test_the_permission_is_asked_again_when_applying(importer):
    job = checked(make_user(PostCode.HR))
    importer.may_run = lambda actor, site_id: False
    with pytest.raises(PermissionDenied):
        services.apply_import(job, actor=job.requested_by)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"code": "code"}, "files.import_missing_columns"),
        ({"code": "code", "name": "gone"}, "files.import_unknown_column"),
        ({"code": "code", "name": "code"}, "files.import_column_twice"),
    ],
)
def test_columns_that_cannot_feed_the_fields_are_refused(columns, code):
    job = upload(make_user(PostCode.HR))
    assert code in refused(services.assign_columns, job, Mapping(columns), actor=job.requested_by)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (ROWS, "departments.exe", "files.import_ending"),
        (b"", "departments.csv", "tabular.empty"),
        (b"code,code\n1,2\n", "departments.csv", "tabular.duplicate_header"),
        (b"%PDF-1.4 ...", "departments.csv", "tabular.wrong_kind"),
        (ROWS, "departments.xlsx", "tabular.not_xlsx"),
    ],
)
def test_a_file_that_is_no_table_leaves_no_job_behind(data, name, code):
    user = make_user(PostCode.HR)
    assert refused(upload, user, data, name) == [code]
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "..\\..\\boot.csv", "/abs/olute.csv", "a\x00b.csv", "x" * 400 + ".csv"]
)
def test_the_name_of_a_file_never_leads_anywhere(name):
    job = upload(make_user(PostCode.HR), name="ok.csv")
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = SimpleUploadedFile("ok.csv", ROWS)
    sent._name = name
    job = services.start_import("tests.departments", sent, site_id=job.site_id, actor=job.requested_by)
    assert "/" not in job.file_name
    assert "\x00" not in job.file_name
    assert ".." not in job.file.name
    assert len(job.file_name) <= 255


def test_a_saved_assignment_is_offered_for_the_next_file_at_that_site():
    job = upload(make_user(PostCode.HR))
    mappings.save_mapping(job, " Monthly ", actor=job.requested_by)
    mappings.save_mapping(job, "Monthly", actor=job.requested_by)
    assert SavedMapping.objects.count() == 1
    assert set(mappings.mappings_for(job.kind, job.site_id)) == {"preset:chinese", "saved:Monthly"}
    assert set(mappings.mappings_for(job.kind, 0)) == {"preset:chinese"}


def test_apply_at_once_goes_on_without_being_asked():
    user = make_user(PostCode.HR)
    job = upload(user, apply_at_once=True)
    services.assign_columns(job, Mapping(**job.mapping), actor=user)
    jobs.run(job.pk)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == State.DONE


def test_a_command_takes_the_same_road(tmp_path: Path, importer):
    user = make_user(PostCode.HR)
    path = tmp_path / "departments.csv"
    path.write_bytes(ROWS)
    told = []
    site_id = user.employee.site_id
    job = services.run_now(importer.kind, path, site_id=site_id, progress=lambda *seen: told.append(seen))
    assert (job.state, told, codes()) == (State.DONE, [(3, 3)], {"sales", "service", "qa"})
    again = services.run_now(importer.kind, path, site_id=site_id)
    assert (again.state, len(importer.applied)) == (State.REFUSED, 1)
    assert "applied" in again.message


def test_a_dry_run_stores_nothing(tmp_path: Path, importer):
    path = tmp_path / "departments.csv"
    path.write_bytes(ROWS)
    job = services.run_now(importer.kind, path, site_id=make_user().employee.site_id, dry_run=True)
    assert (job.state, job.counts, codes()) == (State.CHECKED, {"new": 3}, set())


@pytest.mark.django_db(transaction=True)
def test_two_workers_apply_one_file_once(importer):
    user = make_user(PostCode.HR)
    one, two = checked(user), checked(user, name="copy.csv")
    for job in (one, two):
        services.apply_import(job, actor=user)
    inside, may_go_on = threading.Event(), threading.Event()

    def hook(source):
        inside.set()
        assert may_go_on.wait(20)

    importer.hook = hook

    def work(job: Job) -> None:
        try:
            jobs.run(job.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[job]) for job in (one, two)]
    for thread in threads:
        thread.start()
    assert inside.wait(20)
    may_go_on.set()
    for thread in threads:
        thread.join(30)
    states = sorted(Job.objects.values_list("state", flat=True))
    assert (states, len(importer.applied)) == ([State.DONE, State.REFUSED], 1)
