"""The pages of imports and exports: every state, every refusal, everybody's own."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from callcenter.access.posts import PostCode
from callcenter.accounts.models import User
from callcenter.files.exports.services import start_export
from callcenter.files.imports.wording import effects
from callcenter.files.jobs import keeper
from callcenter.files.jobs import services as jobs
from callcenter.files.jobs.keeper import Keeper
from callcenter.files.jobs.models import Job, JobError, State, Step, Work
from callcenter.people.models import Department
from callcenter.web import listing_export
from tests.factories import make_employee, make_user
from tests.files.conftest import BAD_ROWS, ROWS, applied, checked, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("importer")]


@pytest.fixture
def user() -> User:
    return make_user(PostCode.HR)


@pytest.fixture
def browser(user: User) -> Client:
    return signed_in(user)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(browser: Client, name: str, *args, status: int = 200, **data) -> str:
    response = browser.get(reverse(name, args=args), data)
    assert response.status_code == status, response
    return response.content.decode()


def send(browser: Client, data: bytes = ROWS, name: str = "departments.csv", kind: str = "tests.departments"):
    file = SimpleUploadedFile(name, data)
    return browser.post(reverse("files:import"), {"kind": kind, "file": file})


def test_the_whole_way_without_javascript(browser, user, django_capture_on_commit_callbacks):
    assert "Departments" in page(browser, "files:import")
    response = send(browser)
    job = Job.objects.get()
    assert response.url == reverse("files:mapping", args=[job.pk])
    mapping = page(browser, "files:mapping", job.pk)
    assert "sales · service · qa" in mapping
    columns = {"column_code": "code", "column_name": "name", "save_as": "Ours"}
    response = browser.post(reverse("files:mapping", args=[job.pk]), columns)
    assert response.url == job.get_absolute_url()
    assert 'http-equiv="refresh"' in page(browser, "files:job", job.pk)
    assert "HX-Refresh" not in browser.get(reverse("files:job_progress", args=[job.pk])).headers
    jobs.run(job.pk)
    assert browser.get(reverse("files:job_progress", args=[job.pk])).headers["HX-Refresh"] == "true"
    result = page(browser, "files:job", job.pk)
    assert "in order" in result
    assert reverse("files:apply", args=[job.pk]) in result
    assert not Department.objects.exists()
    browser.post(reverse("files:apply", args=[job.pk]))
    jobs.run(job.pk)
    assert "The whole file was applied." in page(browser, "files:job", job.pk)
    assert Department.objects.count() == 3


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "departments.csv", "empty"),
        (b"%PDF-1.7 x", "departments.csv", "not a table"),
        (ROWS, "departments.xlsx", "not an Excel workbook"),
        (ROWS, "departments.doc", "cannot be imported here"),
        (b"a,a\n1,2\n", "departments.csv", "more than once"),
        ("编码,名称\n销售,销售部\n".encode() + b"\xff\n", "departments.csv", "cannot be read"),
    ],
)
def test_a_wrong_file_is_refused_on_the_same_page_with_a_sentence(browser, data, name, words):
    response = send(browser, data, name)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Job.objects.exists()


def test_a_missing_file_and_an_unknown_kind_are_said_beside_the_field(browser):
    response = browser.post(reverse("files:import"), {"kind": "nothing"})
    assert response.status_code == 422
    assert response.content.decode().count("invalid-feedback") == 2


def test_columns_that_are_missing_are_said_and_the_choices_kept(browser, user):
    job = upload(user)
    response = browser.post(reverse("files:mapping", args=[job.pk]), {"column_code": "code"})
    assert response.status_code == 422
    text = response.content.decode()
    assert "Choose a column for: Name." in text
    assert text.count("selected") == 1


def test_a_preset_can_be_taken_over(browser, user):
    job = upload(user, "编码,名称,code\nsales,销售,x\n".encode())
    text = page(browser, "files:mapping", job.pk, based_on="preset:chinese")
    assert 'value="编码" data-samples="sales" selected' in text


def test_a_checked_file_says_in_words_what_applying_changes_and_how_to_take_it_back(browser, user):
    job = checked(user)
    text = page(browser, "files:job", job.pk)
    assert "3 records are added." in text
    assert "To take it back, load the corrected file." in text
    assert "assigned the columns of" in text, "its history is on the page"
    done = applied(user, ROWS.replace(b"qa", b"qb"))
    text = page(browser, "files:job", done.pk)
    assert "To take it back, load the corrected file." in text
    assert "took 0:00:0" in text


@pytest.mark.parametrize(
    ("counts", "outcome", "sentences"),
    [
        ({"new": 1, "unchanged": 2}, {}, ["1 record is added.", "2 records stay as they are."]),
        (
            {"unchanged": 2},
            {},
            ["Nothing will change: all of it is stored already.", "2 records stay as they are."],
        ),
        (
            {"days_changed": 1, "days_new": 0},
            {"days_changed": ["2026-11-20"]},
            [
                "1 day is replaced by what the file says (2026-11-20); its report will say that it was revised."
            ],
        ),
        (
            {"days_new": 6},
            {"days_new": [f"2026-11-0{n}" for n in range(1, 7)]},
            ["6 days are added (2026-11-01, 2026-11-02, 2026-11-03, 2026-11-04, 2026-11-05…)."],
        ),
        ({"rejected": 3}, {}, ["Nothing will change: all of it is stored already."]),
    ],
)
def test_what_applying_changes_is_said_in_sentences(counts, outcome, sentences):
    assert effects(counts, outcome) == sentences


def test_cancelling_asks_first_and_only_those_who_may(browser, user):
    job = checked(user)
    assert "Nothing of it will be kept." in page(browser, "files:job_cancel", job.pk)
    job.refresh_from_db()
    assert job.state == State.CHECKED
    assert (
        signed_in(make_user(PostCode.HR)).get(reverse("files:job_cancel", args=[job.pk])).status_code == 404
    )


def test_rows_that_do_not_fit_are_listed_and_downloaded(browser, user):
    job = checked(user, BAD_ROWS)
    text = page(browser, "files:job", job.pk)
    assert "The code is no word." in text
    assert reverse("files:apply", args=[job.pk]) not in text
    response = browser.get(reverse("files:job_errors", args=[job.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(response.getvalue())).active
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [
        ["Row", "Column", "Value", "Reason"],
        [3, "code", "?!", "The code is no word."],
    ]


def test_errors_are_summed_by_reason_and_the_first_hundred_are_on_the_page(browser, user):
    job = checked(user, b"code,name\n" + b"?,x\n" * 150)
    text = page(browser, "files:job", job.pk)
    summary, rows = text.split("Rows that do not fit", 1)
    assert summary.count("The code is no word.") == 1
    assert rows.count("The code is no word.") == 100
    assert "The first 100 of 150 are shown." in text


def test_a_file_that_was_applied_before_offers_nothing_to_do(browser, user):
    first = applied(user)
    again = checked(user)
    text = page(browser, "files:job", again.pk)
    assert "already applied" in text
    assert first.get_absolute_url() in text
    response = browser.post(reverse("files:apply", args=[again.pk]))
    assert response.status_code == 422


def test_a_stale_page_is_refused_with_the_new_state(browser, user):
    job = applied(user)
    response = browser.post(reverse("files:apply", args=[job.pk]))
    assert response.status_code == 422
    assert "has gone on" in response.content.decode()


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_page(browser, user, state):
    ended = timezone.now() if state in (State.DONE, State.REFUSED, State.FAILED, State.CANCELLED) else None
    for work, step in ((Work.IMPORT, Step.CHECK), (Work.IMPORT, Step.APPLY), (Work.EXPORT, Step.MAKE)):
        if work == Work.EXPORT and state == State.DRAFT:
            continue
        job = Job.objects.create(
            work=work, kind="tests.departments", label="Departments", step=step, state=state, requested_by=user,
            finished_at=ended, message="Why." if state in (State.REFUSED, State.FAILED) else "",
            details={"header": ["code"], "samples": [["x"]]},
        )  # fmt: skip
        response = browser.get(job.get_absolute_url(), follow=True)
        assert response.status_code == 200


def test_cancelling_from_the_page(browser, user):
    job = upload(user)
    assert browser.post(reverse("files:job_cancel", args=[job.pk])).url == job.get_absolute_url()
    job.refresh_from_db()
    assert job.state == State.CANCELLED
    assert browser.post(reverse("files:job_cancel", args=[job.pk])).status_code == 302


PAGES = ("files:job", "files:mapping", "files:job_progress", "files:job_errors", "files:job_file")


@pytest.mark.parametrize("name", PAGES)
def test_the_job_of_somebody_else_is_not_there(user, name):
    job = upload(user)
    stranger = signed_in(make_user(PostCode.AGENT))
    assert stranger.get(reverse(name, args=[job.pk])).status_code == 404


@pytest.mark.parametrize("name", ["files:apply", "files:job_cancel", "files:mapping"])
def test_nobody_posts_to_the_job_of_somebody_else(user, name):
    job = upload(user)
    assert signed_in(make_user(PostCode.AGENT)).post(reverse(name, args=[job.pk])).status_code == 404
    director = make_user(PostCode.DIRECTOR, site=user.employee.site)
    expected = 302 if name == "files:job_cancel" else 403
    assert signed_in(director).post(reverse(name, args=[job.pk])).status_code == expected


@pytest.mark.parametrize("name", ["files:jobs", "files:import"])
def test_a_log_in_is_needed(name):
    assert Client().get(reverse(name)).status_code == 302


def test_the_template_workbook_names_the_columns_and_explains_them(browser):
    response = browser.get(reverse("files:import_template", args=["tests.departments"]))
    book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
    assert [cell.value for cell in book.worksheets[0][1]] == ["Code", "Name"]
    assert book["Definitions"]["B2"].value == "Small letters. Required."


def test_there_is_no_template_of_an_unknown_import(browser):
    assert browser.get(reverse("files:import_template", args=["tests.nonsense"])).status_code == 404


def test_the_list_asks_the_same_number_of_queries_for_any_number_of_jobs(
    browser, user, django_assert_max_num_queries
):
    def fill(count: int) -> None:
        Job.objects.bulk_create(
            Job(work=Work.EXPORT, kind="x", label=f"Job {n}", step=Step.MAKE, requested_by=user)
            for n in range(count)
        )

    def queries() -> int:
        with django_assert_max_num_queries(15) as counted:
            browser.get(reverse("files:jobs") + "?mine=true")
        return len(counted)

    fill(10)
    browser.get(reverse("files:jobs") + "?mine=true")  # the first time the session notes where one was
    first = queries()
    fill(500)
    assert queries() == first


def test_the_page_of_a_job_does_not_ask_for_each_error(browser, user, django_assert_max_num_queries):
    job = checked(user, BAD_ROWS)
    JobError.objects.bulk_create(JobError(job=job, row=n, reason="No.") for n in range(90))
    with django_assert_max_num_queries(15):
        page(browser, "files:job", job.pk)


def test_a_long_preview_is_folded_after_five_rows():
    user = make_user(PostCode.HR)
    rows = b"code,name\n" + b"".join(b"code%d,Name %d\n" % (n, n) for n in range(8))
    browser = Client()
    browser.force_login(user)
    page = browser.get(checked(user, rows).get_absolute_url())
    assert [len(page.context[part]) for part in ("preview", "preview_more")] == [5, 3]
    head, folded = page.content.decode().split('<details class="preview-more">')
    assert "3 more rows" in folded
    assert "Name 4" in head
    assert "Name 5" not in head
    assert "Name 7" in folded
    short = browser.get(checked(user).get_absolute_url()).content.decode()
    assert "preview-more" not in short


def test_a_long_list_is_exported_as_a_job_and_taken_by_its_owner(monkeypatch):
    monkeypatch.setattr(listing_export, "AT_ONCE", 2)
    director = make_user(PostCode.DIRECTOR)
    for _n in range(4):
        make_employee(site=director.employee.site)
    browser = signed_in(director)
    response = browser.get(reverse("files:jobs") + "?export=xlsx&mine=true")
    assert response.status_code == 200  # short lists come at once
    for _n in range(3):
        upload(director)
    response = browser.get(reverse("files:jobs") + "?export=xlsx&mine=true")
    job = Job.objects.get(work=Work.EXPORT)
    assert response.url == job.get_absolute_url()
    assert browser.get(reverse("files:job_file", args=[job.pk])).status_code == 404
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (State.DONE, "")
    assert "Download" in page(browser, "files:job", job.pk)
    answer = browser.get(reverse("files:job_file", args=[job.pk]))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).worksheets[0]
    assert sheet.max_row == 5  # the header, three uploads, the export itself
    assert answer["Content-Disposition"].startswith("attachment")
    boss = make_user(PostCode.SYSADMIN)
    assert signed_in(boss).get(reverse("files:job_file", args=[job.pk])).status_code == 403


@pytest.fixture
def export_of_3000(user) -> Job:
    """A waiting export of a list of jobs that is longer than what is told of at a time."""
    Job.objects.bulk_create(
        Job(work=Work.EXPORT, kind="x", label="x", step=Step.MAKE, requested_by=user, state=State.CANCELLED,
            finished_at=timezone.now()) for _n in range(2999)
    )  # fmt: skip
    params = {"path": reverse("files:jobs"), "query": "export=xlsx", "session": {}, "host": "testserver"}
    return start_export("web.listing", "Jobs", params=params, site_id=None, actor=user)


def test_a_list_tells_how_many_rows_are_written_of_how_many(export_of_3000, monkeypatch):
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(Keeper, "progress", lambda self, done, total: told.append((done, total)))
    jobs.run(export_of_3000.pk)
    export_of_3000.refresh_from_db()
    assert (export_of_3000.state, export_of_3000.rows_done) == (State.DONE, 3000)
    assert told == [*((done, 3000) for done in range(0, 3000, 500)), (3000, 3000)]


@pytest.mark.django_db(transaction=True)
def test_a_list_that_is_being_written_stops_when_asked(export_of_3000, monkeypatch):
    monkeypatch.setattr(keeper, "TELL_EVERY", 0)
    tell = Keeper.progress

    def stopped_on_the_way(self: Keeper, done: int, total: int) -> None:
        if done == 1000:
            with (
                self._own.cursor() as cursor
            ):  # another connection than the work's: the owner presses the button
                cursor.execute("UPDATE files_job SET is_cancel_wanted = true WHERE id = %s", [self.job_id])
        tell(self, done, total)

    monkeypatch.setattr(Keeper, "progress", stopped_on_the_way)
    jobs.run(export_of_3000.pk)
    export_of_3000.refresh_from_db()
    assert (export_of_3000.state, export_of_3000.rows_done) == (State.CANCELLED, 1000)
    assert not export_of_3000.file


def test_a_user_without_imports_is_told_so(browser, importer):
    agent = make_user(PostCode.AGENT)
    importer.may_run = lambda actor, site_id: False
    assert signed_in(agent).get(reverse("files:import")).status_code == 403


def test_the_file_as_sent_comes_back_whole_as_a_download(browser, user):
    job = upload(user, name="部门 “x”.csv")
    response = browser.get(reverse("files:job_file", args=[job.pk]))
    assert response.getvalue() == ROWS
    assert "filename*=utf-8''" in response["Content-Disposition"]
